package dev.tandemq.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobType;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.SettleResult;
import dev.tandemq.tck.rule.Rule;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every word of a queue beyond push and pop. */
final class StoreQueueWordsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final JobType<String> WORD = JobType.of("word", String.class);

  private final ManualContext clock = new ManualContext(1);
  private final Queues queues =
      Queues.open("memory:", clock, Drivers.of(List.of(new MemoryDriver())));
  private final Queue queue = queues.queue("q");

  @AfterEach
  void close() {
    queues.close();
  }

  // ---- later

  @Test
  void laterBatchPutsOffAllOfThemAndKeepsTheRest() throws Exception {
    Job one = queue.newJob().payload("1").priority(5).build();
    Job two = queue.newJob().payload("2").delay(Duration.ofHours(9)).build();

    List<PutResult> results = queue.laterBatch(SECOND, List.of(one, two));

    assertThat(results)
        .containsExactly(new PutResult.Added(one.id()), new PutResult.Added(two.id()));
    assertThat(queue.stats().delayed()).isEqualTo(2);
    clock.advance(SECOND);
    List<Claim> claims = queue.popBatch(3, Duration.ZERO);
    assertThat(claims).extracting(claim -> claim.job().text()).containsExactly("1", "2");
    assertThat(claims.get(0).job().priority()).isEqualTo(5);
  }

  @Test
  void laterWorksForJobsAndTypesAlike() throws Exception {
    queue.later(SECOND, queue.newJob().payload("job").build());
    queue.later(SECOND, WORD, "typed");

    assertThat(queue.pop(Duration.ZERO)).isEmpty();
    clock.advance(SECOND);
    assertThat(queue.popBatch(3, Duration.ZERO)).hasSize(2);
  }

  // ---- claims

  @Test
  void buriedClaimIsAFailedJobWithTheReason() throws Exception {
    JobId id = queue.push("x");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();

    assertThat(queue.bury(claim, "no such address")).isEqualTo(SettleResult.APPLIED);

    assertThat(queue.failed().find(id).orElseThrow().history())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.end()).isEqualTo("bury");
              assertThat(attempt.failure().error()).isEqualTo("no such address");
            });
    assertThat(queue.bury(claim, "again")).isEqualTo(SettleResult.LOST);
  }

  @Test
  void extendedClaimOutlivesItsFirstLease() throws Exception {
    queue.push("x");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();

    assertThat(queue.extend(claim, Duration.ofMinutes(5))).isEqualTo(Extended.EXTENDED);
    clock.advance(Duration.ofMinutes(4));

    assertThat(queue.pop(Duration.ZERO)).isEmpty();
    assertThat(queue.delete(claim)).isEqualTo(SettleResult.APPLIED);
    assertThat(queue.extend(claim, SECOND)).isEqualTo(Extended.LOST);
  }

  // ---- find, cancel

  @Test
  void findKnowsTheJobsOfThisQueueOnly() {
    JobId mine = queue.push("x");
    JobId other = queues.queue("other").push("y");

    assertThat(queue.find(mine).orElseThrow().state()).isEqualTo(JobState.READY);
    assertThat(queue.find(other)).isEmpty();
  }

  @Test
  void cancelRemovesWhatWaitsAndAsksWhatRuns() throws Exception {
    JobId waiting = queue.push("waits");
    JobId delayed = queue.later(SECOND, "is delayed");
    assertThat(queue.cancel(waiting)).isEqualTo(CancelResult.REMOVED);
    assertThat(queue.cancel(delayed)).isEqualTo(CancelResult.REMOVED);
    assertThat(queue.cancel(waiting)).isEqualTo(CancelResult.NONE);

    JobId running = queue.push("runs");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();
    assertThat(queue.cancel(running)).isEqualTo(CancelResult.REQUESTED);
    assertThat(queue.extend(claim, SECOND)).isEqualTo(Extended.CANCEL);
    assertThat(queue.release(claim, Duration.ZERO)).isEqualTo(SettleResult.REMOVED);

    assertThat(queue.find(running)).isEmpty();
    assertThat(queue.stats().removed()).isEqualTo(3);
  }

  @Test
  void cancelLeavesTheJobsOfOtherQueuesAlone() {
    JobId other = queues.queue("other").push("y");

    assertThat(queue.cancel(other)).isEqualTo(CancelResult.NONE);
    assertThat(queues.queue("other").size()).isEqualTo(1);
  }

  // ---- pause

  @Test
  void pausedQueueTakesJobsAndGivesNone() throws Exception {
    queue.pause();
    queue.push("x");

    assertThat(queue.pop(Duration.ZERO)).isEmpty();
    assertThat(queue.stats().paused()).isTrue();

    queue.resume();
    assertThat(queue.pop(Duration.ZERO)).isPresent();
    assertThat(queue.stats().paused()).isFalse();
  }

  // ---- bound

  @Test
  void fullQueueRefusesAndTakesAgainWhenThereIsRoom() throws Exception {
    queue.bound(2);
    queue.push("1");
    queue.later(SECOND, "2");

    assertThatThrownBy(() -> queue.push("3"))
        .isInstanceOf(QueueFullException.class)
        .hasMessageContaining("queue q");
    assertThat(queue.pushBatch(List.of(queue.newJob().build())))
        .allMatch(PutResult.Full.class::isInstance);

    queue.delete(queue.pop(Duration.ZERO).orElseThrow());
    queue.push("3");
    assertThat(queue.stats().bound()).isEqualTo(2);
    assertThat(queue.size()).isEqualTo(2);
  }

  @Test
  @Rule("U2")
  void waitingPushGivesUpWhenItsTimeIsOver() throws Exception {
    queue.bound(1);
    queue.push("1");
    long start = clock.time().nanoTime();

    assertThatThrownBy(() -> queue.push(queue.newJob().build(), Duration.ofSeconds(7)))
        .isInstanceOf(QueueFullException.class)
        .hasMessageContaining("PT7S");

    assertThat(Duration.ofNanos(clock.time().nanoTime() - start)).isEqualTo(Duration.ofSeconds(7));
    assertThat(queue.stats().pushed()).isEqualTo(1);
  }

  @Test
  @Rule("U2")
  void waitingPushIsWokenByTheFirstJobThatLeaves() throws Exception {
    try (Queues real = Queues.open("memory:")) {
      Queue full = real.queue("q");
      full.bound(1);
      full.push("1");
      Job next = full.newJob().payload("2").build();
      CountDownLatch begun = new CountDownLatch(1);
      FutureTask<JobId> push =
          new FutureTask<>(
              () -> {
                begun.countDown();
                return full.push(next, Duration.ofMinutes(5));
              });
      Thread thread = new Thread(push);
      thread.start();
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      full.delete(full.pop(Duration.ofSeconds(20)).orElseThrow());

      assertThat(push.get(20, TimeUnit.SECONDS)).isEqualTo(next.id());
      thread.join();
    }
  }

  @Test
  @Rule("U2")
  void interruptedWaitForRoomStoresNothing() throws Exception {
    queue.bound(1);
    queue.push("1");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> queue.push(queue.newJob().build(), SECOND))
        .isInstanceOf(InterruptedException.class);

    assertThat(Thread.interrupted()).isFalse();
    assertThat(queue.stats().pushed()).isEqualTo(1);
  }

  @Test
  @Rule("U3")
  void closeWakesAPushThatWaits() throws Exception {
    try (Queues real = Queues.open("memory:")) {
      Queue full = real.queue("q");
      full.bound(1);
      full.push("1");
      Job next = full.newJob().build();
      FutureTask<JobId> push = new FutureTask<>(() -> full.push(next, Duration.ofMinutes(5)));
      Thread thread = new Thread(push);
      thread.start();

      full.close();

      assertThatThrownBy(() -> push.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IllegalStateException.class);
      thread.join();
    }
  }

  // ---- typed

  @Test
  void typedPayloadComesBack() throws Exception {
    queue.push(WORD, "hello");

    Job job = queue.pop(Duration.ZERO).orElseThrow().job();

    assertThat(job.type()).isEqualTo("word");
    assertThat(queue.read(WORD, job)).isEqualTo("hello");
  }

  // ---- the end

  @ParameterizedTest
  @MethodSource("callsOfEveryMethod")
  @Rule("U3")
  void afterCloseEveryCallSaysSo(BiConsumer<Queue, Claim> call) throws Exception {
    queue.push("x");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();
    queue.close();
    queue.close();
    ThrowingCallable afterwards = () -> call.accept(queue, claim);

    assertThatThrownBy(afterwards)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("queue q was closed");
    assertThat(queue.name()).isEqualTo("q");
  }

  static Stream<Named<BiConsumer<Queue, Claim>>> callsOfEveryMethod() {
    return Stream.of(
        call("newJob", (q, c) -> q.newJob()),
        call("newJob typed", (q, c) -> q.newJob(WORD, "x")),
        call("push", (q, c) -> q.push(c.job())),
        call("push text", (q, c) -> q.push("x")),
        call("push bytes", (q, c) -> q.push(new byte[1])),
        call("push typed", (q, c) -> q.push(WORD, "x")),
        call("push in time", (q, c) -> unchecked(() -> q.push(c.job(), SECOND))),
        call("later", (q, c) -> q.later(SECOND, "x")),
        call("later job", (q, c) -> q.later(SECOND, c.job())),
        call("pushBatch", (q, c) -> q.pushBatch(List.of(c.job()))),
        call("laterBatch", (q, c) -> q.laterBatch(SECOND, List.of(c.job()))),
        call("pop", (q, c) -> unchecked(() -> q.pop(Duration.ZERO))),
        call("popBatch", (q, c) -> unchecked(() -> q.popBatch(2, Duration.ZERO))),
        call("delete", Queue::delete),
        call("release", (q, c) -> q.release(c, Duration.ZERO)),
        call("bury", (q, c) -> q.bury(c, "why")),
        call("extend", (q, c) -> q.extend(c, SECOND)),
        call("find", (q, c) -> q.find(c.job().id())),
        call("cancel", (q, c) -> q.cancel(c.job().id())),
        call("failed", (q, c) -> q.failed()),
        call("pause", (q, c) -> q.pause()),
        call("resume", (q, c) -> q.resume()),
        call("bound", (q, c) -> q.bound(1)),
        call("size", (q, c) -> q.size()),
        call("stats", (q, c) -> q.stats()),
        call("clear", (q, c) -> q.clear()));
  }

  private static Named<BiConsumer<Queue, Claim>> call(String name, BiConsumer<Queue, Claim> call) {
    return Named.of(name, call);
  }

  private static void unchecked(Callable<?> call) {
    try {
      var unused = call.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
