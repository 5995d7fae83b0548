package dev.tandemq.engine.input;

import static dev.tandemq.engine.input.BadInput.missing;
import static dev.tandemq.engine.input.BadInput.untimely;
import static dev.tandemq.engine.input.BadInput.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.queue.FailedFilter;
import dev.tandemq.queue.FailedJobs;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.SettleResult;
import dev.tandemq.tck.rule.Rule;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a queue refuses: bad arguments, before anything is written, and every call after close. */
@SuppressWarnings("NullAway") // null is the bad input
class BadQueueInputTest {

  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final Duration ZERO = Duration.ZERO;
  private static final JobType<String> TYPE = JobType.of("text", String.class);

  private final Queues queues =
      Queues.open("memory:", new ManualContext(1), Drivers.of(List.of(new MemoryDriver())));
  private final Queue queue = queues.queue("work");
  private final Job job = queue.newJob().payload("job").build();
  private final Job large = queue.newJob().payload(new byte[(1 << 20) + 1]).build();
  private final Job foreign = queue.newJob().queue("other").build();

  @AfterEach
  void close() {
    queues.close();
  }

  private List<BadInput> rows(Claim claim) {
    return List.of(
        missing("push of no job", () -> queue.push((Job) null), "job"),
        missing("push of no bytes", () -> queue.push((byte[]) null), "payload"),
        missing("push of no text", () -> queue.push((String) null), "payload"),
        missing("push of no type", () -> queue.push((JobType<String>) null, "x"), "type"),
        wrong(
            "push to another queue",
            () -> queue.push(foreign),
            "for queue other",
            "this is queue work"),
        wrong(
            "push of too much",
            () -> queue.push(large),
            "payload has 1048577 bytes",
            "limit is 1048576",
            "push a reference"),
        missing("push within no time", () -> queue.push(job, (Duration) null), "timeout"),
        wrong(
            "push within less",
            () -> queue.push(job, Duration.ofNanos(-1)),
            "timeout is PT-0.000000001S",
            "36500 days"),
        wrong("push for ever", () -> queue.push(job, FOREVER), "timeout", "36500 days"),
        missing("a batch of null", () -> queue.pushBatch(null), "jobs"),
        missing("a batch with a null", () -> queue.pushBatch(Arrays.asList(job, null)), "job"),
        wrong(
            "a batch with too much behind a good job",
            () -> queue.pushBatch(List.of(job, large)),
            "1048577 bytes"),
        wrong("a batch of two queues", () -> queue.pushBatch(List.of(job, foreign)), "other"),
        missing("later without delay", () -> queue.later(null, job), "delay"),
        missing("later without job", () -> queue.later(ZERO, (Job) null), "job"),
        wrong("later in the past", () -> queue.later(Duration.ofDays(-1), "x"), "delay is PT-24H"),
        wrong("later than ever", () -> queue.later(FOREVER, "x"), "delay", "36500 days"),
        missing("a later batch of null", () -> queue.laterBatch(ZERO, null), "jobs"),
        missing(
            "a later batch with a null",
            () -> queue.laterBatch(ZERO, Arrays.asList(job, null)),
            "job"),
        wrong(
            "a later batch in the past",
            () -> queue.laterBatch(Duration.ofSeconds(-1), List.of(job)),
            "delay is PT-1S"),
        missing("pop within no time", () -> queue.pop(null), "timeout"),
        wrong("pop within less", () -> queue.pop(Duration.ofSeconds(-1)), "timeout is PT-1S"),
        wrong("pop for ever", () -> queue.pop(FOREVER), "timeout", "36500 days"),
        wrong("pop of nothing", () -> queue.popBatch(0, ZERO), "max is 0", "at least 1"),
        wrong("pop of less", () -> queue.popBatch(Integer.MIN_VALUE, ZERO), "max is -2147483648"),
        missing("delete of null", () -> queue.delete(null), "claim"),
        missing("release of null", () -> queue.release(null, ZERO), "claim"),
        missing("release without delay", () -> queue.release(claim, null), "delay"),
        wrong(
            "release into the past",
            () -> queue.release(claim, Duration.ofSeconds(-1)),
            "delay is PT-1S",
            "36500 days"),
        missing("bury of null", () -> queue.bury(null, "why"), "claim"),
        missing("bury without reason", () -> queue.bury(claim, null), "reason"),
        missing("extend of null", () -> queue.extend(null, ZERO), "claim"),
        missing("extend without lease", () -> queue.extend(claim, null), "lease"),
        wrong("extend by nothing", () -> queue.extend(claim, ZERO), "lease is PT0S", "than zero"),
        wrong("extend for ever", () -> queue.extend(claim, FOREVER), "lease", "36500 days"),
        missing("find of null", () -> queue.find(null), "id"),
        missing("cancel of null", () -> queue.cancel(null), "id"),
        wrong("a bound below zero", () -> queue.bound(-1), "maxJobs is -1", "zero, for no bound"),
        missing("a failed job of null", () -> queue.failed().find(null), "id"),
        missing("retry of null", () -> queue.failed().retry(null), "id"),
        missing("retry of no filter", () -> queue.failed().retryAll(null), "filter"),
        missing("forget of null", () -> queue.failed().forget(null), "id"),
        missing("forget of no filter", () -> queue.failed().forgetAll(null), "filter"),
        missing("list of no page", () -> queue.failed().list(null), "page"),
        missing(
            "list of no filter", () -> queue.failed().list(null, PageRequest.first(1)), "filter"),
        missing("prune by no age", () -> queue.failed().prune(null, 0), "olderThan"),
        wrong(
            "prune by a negative age",
            () -> queue.failed().prune(Duration.ofSeconds(-1), 0),
            "olderThan is PT-1S"),
        wrong("prune to less", () -> queue.failed().prune(ZERO, -1), "keep is -1"),
        missing("a queue without name", () -> queues.queue(null), "queue"),
        wrong("a queue with a path", () -> queues.queue("../x"), "queue", "U+002F"),
        wrong("a queue in the next line", () -> queues.queue("a\nb"), "queue", "U+000A"));
  }

  @Test
  @Rule("U5")
  void badInputIsRefusedInWordsAndWritesNothing() throws InterruptedException {
    JobId unused = queue.push("held");
    Claim claim = queue.pop(ZERO).orElseThrow();
    QueueStats before = queue.stats();
    List<BadInput> rows = rows(claim);

    for (BadInput row : rows) {
      row.check();
      assertThat(queue.stats()).as("stats after %s", row.what()).isEqualTo(before);
    }

    assertThat(queues.store().queues().toCompletableFuture().join()).containsExactly("work");
    assertThat(queue.delete(claim)).isEqualTo(SettleResult.APPLIED);
    assertThat(rows).as("no row was lost").hasSizeGreaterThanOrEqualTo(51);
  }

  @Test
  void everyCallOfAClosedQueueSaysSo() throws InterruptedException {
    JobId id = queue.push("held");
    Claim claim = queue.pop(ZERO).orElseThrow();
    FailedJobs failed = queue.failed();
    queue.close();
    queue.close();

    List<ThrowingCallable> calls =
        List.of(
            queue::newJob,
            () -> queue.newJob(TYPE, "x"),
            () -> queue.push(job),
            () -> queue.push(job, ZERO),
            () -> queue.push(TYPE, "x"),
            () -> queue.push(new byte[0]),
            () -> queue.push("x"),
            () -> queue.later(ZERO, job),
            () -> queue.later(ZERO, TYPE, "x"),
            () -> queue.later(ZERO, new byte[0]),
            () -> queue.later(ZERO, "x"),
            () -> queue.pushBatch(List.of()),
            () -> queue.laterBatch(ZERO, List.of()),
            () -> queue.pop(ZERO),
            () -> queue.popBatch(1, ZERO),
            () -> queue.delete(claim),
            () -> queue.release(claim, ZERO),
            () -> queue.bury(claim, "why"),
            () -> queue.extend(claim, Duration.ofSeconds(1)),
            () -> queue.find(id),
            () -> queue.cancel(id),
            queue::failed,
            failed::count,
            () -> failed.list(PageRequest.first(1)),
            () -> failed.find(id),
            () -> failed.retry(id),
            () -> failed.retryAll(FailedFilter.any()),
            () -> failed.forget(id),
            () -> failed.forgetAll(FailedFilter.any()),
            () -> failed.prune(ZERO, 0),
            queue::pause,
            queue::resume,
            () -> queue.bound(1),
            queue::size,
            queue::stats,
            queue::clear);

    List<BadInput> rows = new ArrayList<>();
    for (ThrowingCallable call : calls) {
      rows.add(untimely("call " + rows.size(), call, "queue work", "was closed"));
    }
    rows.forEach(BadInput::check);

    assertThat(queues.queue("work").stats().reserved()).as("the claim is as it was").isEqualTo(1);
  }

  @Test
  void everyCallOfAClosedConnectionSaysSo() {
    queues.close();

    untimely("a queue", () -> queues.queue("work"), "connection was closed").check();
    untimely("a worker", () -> queues.worker("work"), "connection was closed").check();
    untimely("a push", () -> queue.push(job), "was closed").check();
    assertThatCode(queues::close).doesNotThrowAnyException();
  }

  @Test
  void aClaimIsSettledOnce() throws InterruptedException {
    JobId unused = queue.push("once");
    Claim claim = queue.pop(ZERO).orElseThrow();

    assertThat(queue.delete(claim)).isEqualTo(SettleResult.APPLIED);
    assertThat(queue.delete(claim)).isEqualTo(SettleResult.LOST);
    assertThat(queue.release(claim, ZERO)).isEqualTo(SettleResult.LOST);
    assertThat(queue.bury(claim, "why")).isEqualTo(SettleResult.LOST);
    assertThat(queue.stats().completed()).isEqualTo(1);
  }
}
