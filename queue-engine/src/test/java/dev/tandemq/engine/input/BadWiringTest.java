package dev.tandemq.engine.input;

import static dev.tandemq.engine.input.BadInput.missing;
import static dev.tandemq.engine.input.BadInput.untimely;
import static dev.tandemq.engine.input.BadInput.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.engine.worker.WorkerBuilder;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.job.JobType;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What connections, workers and contexts refuse. */
@SuppressWarnings("NullAway") // null is the bad input
class BadWiringTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final JobType<String> TYPE = JobType.of("text", String.class);
  private static final JobHandler HANDLER = job -> {};

  private final Queues queues = open("memory:", new MemoryDriver());

  private static Queues open(String url, QueueDriver... drivers) {
    return Queues.open(url, new ManualContext(1), Drivers.of(List.of(drivers)));
  }

  private WorkerBuilder worker() {
    return queues.worker("work");
  }

  @AfterEach
  void close() {
    queues.close();
  }

  private static List<BadInput> badUrls() {
    return List.of(
        missing("no URL", () -> open(null, new MemoryDriver()), "url"),
        wrong("no scheme", () -> open("hunter2", new MemoryDriver()), "no scheme", "memory:"),
        wrong(
            "a scheme that nobody knows",
            () -> open("rediss://me:hunter2@host", new MemoryDriver()),
            "no driver for \"rediss:\"",
            "memory [memory]",
            "add the driver's JAR"),
        wrong("no driver at all", () -> open("memory:"), "no driver at all", "JAR"),
        wrong(
            "an address in memory",
            () -> open("memory://me:hunter2@host", new MemoryDriver()),
            "memory: takes no address"),
        wrong(
            "an option that nobody knows",
            () -> open("memory:?namespac=x", new MemoryDriver()),
            "no option \"namespac\"",
            "did you mean namespace"),
        wrong(
            "an option in two lines",
            () -> open("memory:?name%0aspace=hunter2", new MemoryDriver()),
            "driver memory",
            "did you mean namespace"),
        wrong(
            "a namespace with a path",
            () -> open("memory:?namespace=..%2Fx", new MemoryDriver()),
            "namespace",
            "U+002F"),
        wrong(
            "two drivers for one scheme",
            () -> open("memory:", new MemoryDriver(), new Odd(1, () -> null)),
            "several drivers",
            "MemoryDriver",
            "Odd",
            "remove all but one"),
        wrong(
            "a driver of another release",
            () -> open("memory:", new Odd(7, () -> null)),
            "driver odd",
            "version 7",
            "version 1",
            "of this release"),
        new BadInput(
            "a driver that finds no server",
            () -> open("memory://me:hunter2@host", new Odd(1, BadWiringTest::unavailable)),
            QueueUnavailableException.class,
            List.of("no server")));
  }

  private static JobStore unavailable() {
    throw new QueueUnavailableException("no server", null);
  }

  private List<BadInput> badWorkers() {
    return List.of(
        wrong("no queue", () -> queues.worker(), "at least one queue"),
        missing("a queue of null", () -> queues.worker("a", null), "queue"),
        wrong("a bad queue", () -> queues.worker("a/b"), "queue", "U+002F"),
        missing("no node", () -> worker().node(null), "node"),
        wrong("a bad node", () -> worker().node("a\nb"), "node", "U+000A"),
        wrong("no slot", () -> worker().slots(0), "slots is 0", "1 to 10000"),
        wrong("fewer slots", () -> worker().slots(-1), "slots is -1"),
        wrong("too many slots", () -> worker().slots(10_001), "slots is 10001", "10000"),
        wrong(
            "an interrupt grace of zero",
            () -> worker().interruptGrace(Duration.ZERO),
            "interruptGrace is PT0S"),
        missing("no heartbeat", () -> worker().heartbeat(null), "heartbeat"),
        wrong("a heartbeat of zero", () -> worker().heartbeat(Duration.ZERO), "heartbeat is PT0S"),
        wrong("a heartbeat without end", () -> worker().heartbeat(FOREVER), "36500 days"),
        missing("no lease", () -> worker().lease(null), "lease"),
        wrong("a negative lease", () -> worker().lease(SECOND.negated()), "lease is PT-1S"),
        wrong(
            "a lease too short",
            () -> worker().heartbeat(SECOND).lease(SECOND).build(HANDLER),
            "lease is PT1S",
            "two heartbeats of PT1S"),
        missing("no poll", () -> worker().poll(null), "poll"),
        wrong("a negative poll", () -> worker().poll(SECOND.negated()), "poll is PT-1S", "zero"),
        missing("no grace", () -> worker().grace(null), "grace"),
        wrong("a negative grace", () -> worker().grace(SECOND.negated()), "grace is PT-1S", "zero"),
        wrong("a grace without end", () -> worker().grace(FOREVER), "grace", "36500 days"),
        missing("no policy", () -> worker().retry(null), "retry"),
        missing("no observer", () -> worker().onAttempt(null), "callback"),
        missing("no handler", () -> worker().build(null), "handler"),
        missing("no asynchronous handler", () -> worker().buildAsync(null), "handler"),
        missing("no type", () -> worker().on(null, (payload, job) -> {}), "type"),
        missing("a type without handler", () -> worker().on(TYPE, null), "handler"),
        wrong(
            "a type with two handlers",
            () -> worker().on(TYPE, (p, j) -> {}).on(TYPE, (p, j) -> {}),
            "type text",
            "already"),
        untimely("no type was named", () -> worker().build(), "no handler", "on(type, handler)"));
  }

  @Test
  void aBadUrlIsRefusedInWordsWithoutItsSecrets() {
    badUrls().forEach(BadInput::check);

    assertThat(badUrls()).as("no row was lost").hasSizeGreaterThanOrEqualTo(11);
  }

  @Test
  void aBadWorkerIsRefusedInWords() {
    badWorkers().forEach(BadInput::check);

    assertThat(badWorkers()).as("no row was lost").hasSizeGreaterThanOrEqualTo(27);
    assertThat(queues.queue("work").stats().pushed()).isZero();
  }

  @Test
  void aWorkerIsStartedOnceAndStoppedAsOftenAsOneLikes() {
    Worker started = worker().start(HANDLER);
    Worker stopped = worker().build(HANDLER);
    stopped.close();

    untimely("a second start", started::start, "started once", "build another").check();
    untimely("a start after the stop", stopped::start, "build another").check();
    missing("a stop with no grace", () -> started.stopAsync(null), "grace").check();
    wrong("a stop with less", () -> started.stopAsync(SECOND.negated()), "grace is PT-1S").check();
    missing("a drain of no time", () -> started.drain(null), "atMost").check();
    assertThatCode(stopped::close).doesNotThrowAnyException();
    started.close();
    untimely("a start after the close", started::start, "build another").check();
  }

  @Test
  void aContextRefusesWhatItCannotRun() {
    ThreadedContext context = new ThreadedContext();

    missing("no step", () -> context.execute(null), "step").check();
    missing("no delay", () -> context.schedule(null, () -> {}), "delay").check();
    missing("no later step", () -> context.schedule(SECOND, null), "step").check();
    missing("nothing to wait for", () -> context.await(null, SECOND), "done").check();
    missing("no time to wait", () -> context.await(new CompletableFuture<>(), null), "atMost")
        .check();
    context.close();
    context.close();
    new BadInput(
            "a step after the close",
            () -> context.execute(() -> {}),
            RejectedExecutionException.class,
            List.of("context was closed", "will not run"))
        .check();
    assertThatCode(() -> context.schedule(SECOND, () -> {}).cancel()).doesNotThrowAnyException();
  }

  /** A driver for {@code memory:} that is not the one of memory. */
  private record Odd(int apiVersion, Supplier<JobStore> store) implements QueueDriver {

    @Override
    public String name() {
      return "odd";
    }

    @Override
    public Set<String> schemes() {
      return Set.of("memory");
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(Set.of(), Capabilities.MIN_PAYLOAD_BYTES, 1);
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }

    @Override
    public JobStore open(QueueUrl url, DriverContext context) {
      return store.get();
    }
  }
}
