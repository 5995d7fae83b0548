package dev.tandemq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.rule.Rule;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection: how it is opened, what it hands out, how it ends. */
final class QueuesTest {

  private final ManualContext clock = new ManualContext(1);

  // ---- open

  @Test
  void connectionIsOpenedByTheDriverOfTheScheme() throws Exception {
    try (Queues queues = Queues.open("memory:")) {
      queues.queue("greetings").push("Ada");

      assertThat(queues.queue("greetings").pop(Duration.ZERO).orElseThrow().job().text())
          .isEqualTo("Ada");
    }
  }

  @Test
  void eachOpeningOfMemoryIsAStoreOfItsOwn() {
    try (Queues one = Queues.open("memory:");
        Queues two = Queues.open("memory:?namespace=shop")) {
      one.queue("q").push("job");

      assertThat(two.queue("q").size()).isZero();
    }
  }

  @Test
  void installedDriversAreListed() {
    assertThat(Queues.drivers()).extracting(QueueDriver::name).contains("memory");
  }

  @Test
  void unknownSchemeIsRefusedWithWhatWasFound() {
    assertThatThrownBy(() -> Queues.open("kafka://u:hunter2@h"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no driver for \"kafka:\"; found memory [memory]; add the driver's JAR");
  }

  @Test
  void urlWithoutASchemeIsRefused() {
    assertThatThrownBy(() -> Queues.open("memory"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no scheme");
  }

  @Test
  void unknownOptionIsRefused() {
    assertThatThrownBy(() -> Queues.open("memory:?namspace=shop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean namespace?");
  }

  @Test
  void addressThatTheDriverDoesNotTakeIsRefusedInTheDriversWords() {
    assertThatThrownBy(() -> Queues.open("memory://u:hunter2@host"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("memory: takes no address, but for the name")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void refusedOpeningLeavesNoThreadBehind() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    assertThatThrownBy(() -> Queues.open("memory://u@host"))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("tandem-"))
        .allMatch(before::contains);
  }

  @Test
  void exceptionOfTheDriverReachesTheCallerAsItIs() {
    for (RuntimeException refusal :
        List.of(
            new QueueUnavailableException("connection refused", null),
            new QueueForbiddenException("wrong password", null),
            new IllegalArgumentException("no such database"),
            new IllegalStateException("a bug of the driver"))) {
      assertThatThrownBy(() -> open(new TestDriver(new AtomicInteger(), refusal)))
          .isSameAs(refusal);
    }
  }

  @Test
  void driverIsGivenTheContextAndACodec() {
    TestDriver driver = new TestDriver(new AtomicInteger(), null);

    try (Queues queues = open(driver)) {
      assertThat(queues.store()).isNotNull();
      DriverContext given = Objects.requireNonNull(driver.given);
      assertThat(given.process()).isSameAs(clock);
      assertThat(given.codec()).isInstanceOf(JacksonJobCodec.class);
    }
  }

  // ---- queues

  @Test
  void handlesOfOneQueueAreClosedEachOnItsOwn() {
    try (Queues queues = open()) {
      Queue first = queues.queue("q");
      Queue second = queues.queue("q");

      first.close();

      assertThat(second.push("job")).isNotNull();
      assertThat(queues.queue("q").size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a b", "a/b", "{q}"})
  void queueHasAName(String name) {
    try (Queues queues = open()) {
      assertThatThrownBy(() -> queues.queue(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("queue ");
      assertThatThrownBy(() -> queues.worker("good", name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("queue ");
    }
  }

  @Test
  void workerNeedsAQueue() {
    try (Queues queues = open()) {
      assertThatThrownBy(queues::worker)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least one queue");
    }
  }

  // ---- close

  @Test
  void closedConnectionHandsOutNothing() {
    Queues queues = open();
    Queue queue = queues.queue("q");

    queues.close();

    assertThatThrownBy(() -> queues.queue("q")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> queues.queue("other"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the connection was closed");
    assertThatThrownBy(() -> queues.worker("q")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(queue::size).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void builderFromBeforeTheCloseBuildsNoWorkerAfterIt() {
    Queues queues = open();
    var builder = queues.worker("q");
    queues.close();

    assertThatThrownBy(() -> builder.build(job -> {})).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Rule("V5")
  void storeIsClosedOnce() {
    AtomicInteger closed = new AtomicInteger();
    Queues queues = open(new TestDriver(closed, null));

    queues.close();
    queues.close();

    assertThat(closed).hasValue(1);
  }

  @Test
  @Rule("V5")
  void closeStopsTheWorkers() throws Exception {
    Queues queues = Queues.open("memory:");
    CountDownLatch ran = new CountDownLatch(2);
    Worker first = queues.worker("q").slots(1).start(job -> ran.countDown());
    Worker second = queues.worker("q").slots(1).start(job -> ran.countDown());
    Worker neverStarted = queues.worker("q").build(job -> {});
    queues.queue("q").push("1");
    queues.queue("q").push("2");
    assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();

    queues.close();

    for (Worker worker : List.of(first, second, neverStarted)) {
      assertThatThrownBy(worker::start).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(worker::drain)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("stopped");
    }
    assertThatCode(queues::close).doesNotThrowAnyException();
  }

  @Test
  void closeWaitsForTheHandlerThatRuns() throws Exception {
    Queues queues = Queues.open("memory:");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    queues
        .worker("q")
        .start(
            job -> {
              begun.countDown();
              if (goOn.await(20, TimeUnit.SECONDS)) {
                ended.incrementAndGet();
              }
            });
    queues.queue("q").push("job");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    Thread closing = new Thread(queues::close, "queues-test");
    closing.start();

    goOn.countDown();
    closing.join(TimeUnit.SECONDS.toMillis(20));

    assertThat(closing.isAlive()).isFalse();
    assertThat(ended).hasValue(1);
  }

  @Test
  void contextOfTheCallerIsNotClosed() {
    open().close();

    assertThatCode(() -> clock.execute(() -> {})).doesNotThrowAnyException();
  }

  // ---- fixture

  private Queues open() {
    return open(new TestDriver(new AtomicInteger(), null));
  }

  private Queues open(QueueDriver driver) {
    return Queues.open("test:", clock, Drivers.of(List.of(driver)));
  }

  /** The memory driver that counts how often its store was closed, or refuses to open one. */
  private static final class TestDriver implements QueueDriver {

    private final AtomicInteger closed;
    private final @Nullable RuntimeException refusal;
    private @Nullable DriverContext given;

    TestDriver(AtomicInteger closed, @Nullable RuntimeException refusal) {
      this.closed = closed;
      this.refusal = refusal;
    }

    @Override
    public String name() {
      return "test";
    }

    @Override
    public Set<String> schemes() {
      return Set.of("test");
    }

    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public Capabilities capabilities() {
      return new MemoryDriver().capabilities();
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }

    @Override
    public JobStore open(QueueUrl url, DriverContext context) {
      given = context;
      if (refusal != null) {
        throw refusal;
      }
      return new ForwardingJobStore(new MemoryDriver().open(QueueUrl.parse("memory:"), context)) {
        @Override
        public void close() {
          closed.incrementAndGet();
          super.close();
        }
      };
    }
  }
}
