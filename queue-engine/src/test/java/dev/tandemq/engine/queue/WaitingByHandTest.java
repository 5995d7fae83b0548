package dev.tandemq.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.worker.StopReport;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * All that waits, where time is moved by hand: on the one thread there is, and for hours of virtual
 * time in no real time.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class WaitingByHandTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualContext context = new ManualContext(1);
  private final long start = context.time().nanoTime();
  private final Queues queues = open(new MemoryDriver());
  private final Queue queue = queues.queue("work");
  private final List<String> log = new ArrayList<>();

  private Queues open(QueueDriver driver) {
    return Queues.open(driver.name() + ":", context, Drivers.of(List.of(driver)));
  }

  @AfterEach
  void close() {
    queues.close();
    assertThat(Thread.interrupted()).as("an interrupt left behind").isFalse();
  }

  private Duration elapsed() {
    return Duration.ofNanos(context.time().nanoTime() - start);
  }

  // ---- pop

  @Test
  void popOfAnEmptyQueueTakesItsTimeAndNoMore() throws Exception {
    assertThat(queue.pop(HOUR)).isEmpty();

    assertThat(elapsed()).isEqualTo(HOUR);
    assertThat(context.pendingTimers()).as("timers left behind").isZero();
  }

  @Test
  void popOfNoTimeLetsNonePass() throws Exception {
    context.schedule(Duration.ofNanos(1), () -> queue.push("too late"));

    assertThat(queue.pop(Duration.ZERO)).isEmpty();
    assertThat(elapsed()).isZero();
  }

  @Test
  void popIsWokenByThePushAtItsVeryMoment() throws Exception {
    context.schedule(Duration.ofMillis(1_234), () -> queue.push("job"));

    Optional<Claim> claim = queue.pop(HOUR);

    assertThat(claim).isPresent();
    assertThat(elapsed()).isEqualTo(Duration.ofMillis(1_234));
  }

  @Test
  void popGetsADelayedJobAtItsVeryMoment() throws Exception {
    queue.later(Duration.ofMinutes(20), "job");

    assertThat(queue.pop(HOUR)).isPresent();
    assertThat(elapsed()).isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void popGetsAJobWhoseLeaseRanOut() throws Exception {
    queue.push("job");
    Claim first = queue.pop(Duration.ZERO).orElseThrow();

    Claim second = queue.pop(HOUR).orElseThrow();

    assertThat(first.attempt()).isEqualTo(1);
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void popOfAQueueThatIsClosedMeanwhileSaysSo() {
    context.schedule(Duration.ofMinutes(1), queue::close);

    assertThatThrownBy(() -> queue.pop(HOUR)).isInstanceOf(IllegalStateException.class);

    assertThat(elapsed()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void popThatIsInterruptedMeanwhileClaimsNothing() throws Exception {
    context.schedule(Duration.ofMinutes(1), () -> Thread.currentThread().interrupt());
    queue.later(Duration.ofMinutes(2), "job");

    assertThatThrownBy(() -> queue.pop(HOUR)).isInstanceOf(InterruptedException.class);

    assertThat(elapsed()).isEqualTo(Duration.ofMinutes(1));
    assertThat(queue.pop(HOUR)).isPresent();
  }

  @Test
  void popWhoseAnswerIsLostGivesUpAfterTheCallTime() {
    WatchedDriver driver =
        new WatchedDriver()
            .with(
                store ->
                    new ForwardingJobStore(store) {
                      @Override
                      public CompletionStage<Turn> turn(TurnRequest request) {
                        return new CompletableFuture<>();
                      }
                    });
    try (Queues deaf = open(driver)) {
      assertThatThrownBy(() -> deaf.queue("work").pop(HOUR))
          .isInstanceOf(OutcomeUnknownException.class);
    }

    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void handlerMayWaitInAPopForAJobOfAnotherHandler() throws Exception {
    Queue answers = queues.queue("answers");
    queues.worker("questions").start(job -> answers.later(Duration.ofMinutes(3), "42"));
    Worker asker =
        queues
            .worker("work")
            .start(
                job -> {
                  queues.queue("questions").push("?");
                  log.add(answers.pop(HOUR).orElseThrow().job().text() + " after " + elapsed());
                });
    queue.push(queue.newJob().timeout(HOUR).build());

    asker.drain();

    assertThat(log).containsExactly("42 after PT3M");
  }

  // ---- answers that take their time

  /** A store whose answers to put and stats come 20 ms after the question. */
  private WatchedDriver distant() {
    Capabilities remote =
        new Capabilities(Set.of(Capability.LIST), Capabilities.MIN_PAYLOAD_BYTES, 100);
    return new WatchedDriver(remote)
        .with(
            store ->
                new ForwardingJobStore(store) {
                  @Override
                  public CompletionStage<List<PutResult>> put(List<Job> jobs) {
                    return late(super.put(jobs));
                  }

                  @Override
                  public CompletionStage<List<QueueStats>> stats(List<String> names) {
                    return late(super.stats(names));
                  }
                });
  }

  private <T> CompletionStage<T> late(CompletionStage<T> answer) {
    return after(Duration.ofMillis(20)).thenCompose(unused -> answer);
  }

  @Test
  void pushAndStatsWaitForTheirAnswersInVirtualTime() {
    try (Queues distant = open(distant())) {
      Queue far = distant.queue("far");

      assertThat(far.push("job")).isNotNull();
      assertThat(elapsed()).isEqualTo(Duration.ofMillis(20));
      assertThat(far.pushBatch(List.of(far.newJob().build()))).hasSize(1);
      assertThat(elapsed()).isEqualTo(Duration.ofMillis(40));
      assertThat(far.stats().ready()).isEqualTo(2);
      assertThat(elapsed()).isEqualTo(Duration.ofMillis(60));
      assertThat(far.failed().count()).isZero();
      assertThat(elapsed()).isEqualTo(Duration.ofMillis(80));
    }
  }

  @Test
  void pushThatIsInterruptedBeforeItsAnswerIsUnknownAndTheFlagIsSetAgain() {
    try (Queues distant = open(distant())) {
      Job job = distant.queue("far").newJob().build();
      context.schedule(Duration.ofMillis(5), () -> Thread.currentThread().interrupt());

      assertThatThrownBy(() -> distant.queue("far").push(job))
          .isInstanceOfSatisfying(
              OutcomeUnknownException.class, e -> assertThat(e.ids()).containsExactly(job.id()));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(elapsed()).isEqualTo(Duration.ofMillis(5));
    }
  }

  // ---- push with a bound

  @Test
  void pushIntoAFullQueueTakesItsTimeAndIsRefused() {
    queue.bound(1);
    queue.push("first");
    Job second = queue.newJob().build();

    assertThatThrownBy(() -> queue.push(second, HOUR))
        .isInstanceOf(QueueFullException.class)
        .hasMessageContaining("PT1H");

    assertThat(elapsed()).isEqualTo(HOUR);
    assertThat(queue.find(second.id())).isEmpty();
    assertThat(context.pendingTimers()).as("timers left behind").isZero();
  }

  @Test
  void pushOfNoTimeIntoAFullQueueIsRefusedAtOnce() {
    queue.bound(1);
    queue.push("first");

    assertThatThrownBy(() -> queue.push(queue.newJob().build(), Duration.ZERO))
        .isInstanceOf(QueueFullException.class);

    assertThat(elapsed()).isZero();
  }

  @Test
  void pushIsWokenWhenAJobLeavesAtItsVeryMoment() throws Exception {
    queue.bound(1);
    queue.push("first");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();
    context.schedule(Duration.ofMillis(1_234), () -> queue.delete(claim));
    Job second = queue.newJob().build();

    JobId id = queue.push(second, HOUR);

    assertThat(id).isEqualTo(second.id());
    assertThat(elapsed()).isEqualTo(Duration.ofMillis(1_234));
  }

  @Test
  void pushIsWokenWhenTheBoundIsRaised() throws Exception {
    queue.bound(1);
    queue.push("first");
    context.schedule(Duration.ofMillis(1_234), () -> queue.bound(2));

    assertThat(queue.push(queue.newJob().build(), HOUR)).isNotNull();

    assertThat(elapsed()).isEqualTo(Duration.ofMillis(1_234));
  }

  @Test
  void pushOfADuplicateNeedsNoRoom() throws Exception {
    queue.bound(1);
    Job job = queue.newJob().build();
    queue.push(job);

    assertThat(queue.push(job, HOUR)).isEqualTo(job.id());
    assertThat(elapsed()).isZero();
  }

  @Test
  void pushThatIsInterruptedMeanwhileStoresNothing() {
    queue.bound(1);
    queue.push("first");
    Job second = queue.newJob().build();
    context.schedule(Duration.ofMinutes(1), () -> Thread.currentThread().interrupt());

    assertThatThrownBy(() -> queue.push(second, HOUR)).isInstanceOf(InterruptedException.class);

    assertThat(queue.find(second.id())).isEmpty();
    assertThat(elapsed()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void pushIntoAQueueThatIsClosedMeanwhileSaysSo() {
    queue.bound(1);
    queue.push("first");
    context.schedule(Duration.ofMinutes(1), queue::close);

    assertThatThrownBy(() -> queue.push(queue.newJob().build(), HOUR))
        .as("queue closed while waiting")
        .isInstanceOf(IllegalStateException.class);
    assertThat(elapsed()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void producerThatIsFasterThanItsWorkerIsHeldBack() throws Exception {
    queue.bound(2);
    queues.worker("work").slots(1).buildAsync(job -> after(Duration.ofMinutes(1))).start();

    for (int i = 0; i < 10; i++) {
      Job job = queue.newJob().timeout(HOUR).build();
      assertThat(queue.push(job, HOUR)).isEqualTo(job.id());
    }

    assertThat(elapsed()).isEqualTo(Duration.ofMinutes(8));
  }

  private CompletableFuture<@Nullable Void> after(Duration time) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    context.schedule(time, () -> done.complete(null));
    return done;
  }

  // ---- worker

  @Test
  void drainMovesTimeToTheEndOfTheLastJob() throws Exception {
    Worker worker = queues.worker("work").start(job -> log.add(job.text()));
    queue.push("now");
    queue.later(HOUR, "later");

    worker.drain();

    assertThat(log).containsExactly("now", "later");
    assertThat(elapsed()).isEqualTo(HOUR);
  }

  @Test
  void drainThatDoesNotEndInTimeSaysSo() throws Exception {
    Worker worker = queues.worker("work").start(job -> log.add(job.text()));
    queue.later(HOUR, "later");

    assertThat(worker.drain(Duration.ofMinutes(59))).isFalse();
    assertThat(elapsed()).isEqualTo(Duration.ofMinutes(59));
    assertThat(worker.drain(Duration.ofMinutes(2))).isTrue();
    assertThat(elapsed()).isEqualTo(HOUR);
  }

  @Test
  void drainThatIsInterruptedLeavesTheWorkerAtWork() throws Exception {
    Worker worker = queues.worker("work").start(job -> log.add(job.text()));
    queue.later(HOUR, "later");
    context.schedule(Duration.ofMinutes(1), () -> Thread.currentThread().interrupt());

    assertThatThrownBy(worker::drain).isInstanceOf(InterruptedException.class);

    assertThat(elapsed()).isEqualTo(Duration.ofMinutes(1));
    worker.drain();
    assertThat(log).containsExactly("later");
  }

  @Test
  void drainOfAWorkerThatIsStoppedMeanwhileSaysSo() {
    Worker worker = queues.worker("work").start(job -> {});
    queue.later(HOUR, "later");
    context.schedule(Duration.ofMinutes(1), worker::beginStop);

    assertThatThrownBy(worker::drain)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stopped before its queues were empty");
    assertThat(elapsed()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void stopOfAWorkerAtRestTakesNoTime() {
    Worker worker = queues.worker("work").start(job -> {});
    context.advance(Duration.ofMinutes(1));

    assertThat(worker.stop()).isEqualTo(new StopReport(0, 0));

    assertThat(elapsed()).isEqualTo(Duration.ofMinutes(1));
    assertThat(context.pendingTimers()).as("timers left behind").isZero();
  }

  @Test
  void stopWaitsForWhatRuns() {
    Worker worker = queues.worker("work").buildAsync(job -> after(Duration.ofSeconds(20)));
    worker.start();
    queue.push("job");
    context.runUntilIdle();

    assertThat(worker.stop()).isEqualTo(new StopReport(0, 0));

    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(20));
    assertThat(queue.stats().completed()).isEqualTo(1);
  }

  @Test
  void stopInterruptsAfterItsGraceAndHandsBack() {
    Worker worker =
        queues
            .worker("work")
            .grace(Duration.ofSeconds(7))
            .buildAsync(job -> new CompletableFuture<@Nullable Void>());
    worker.start();
    queue.push("job");
    context.runUntilIdle();

    assertThat(worker.stop()).isEqualTo(new StopReport(1, 0));

    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(7));
    assertThat(queue.stats().ready()).isEqualTo(1);
  }

  @Test
  void interruptOfAStopEndsTheGraceAndIsPassedOn() {
    Worker worker =
        queues.worker("work").buildAsync(job -> new CompletableFuture<@Nullable Void>());
    worker.start();
    queue.push("job");
    context.runUntilIdle();
    context.schedule(Duration.ofSeconds(3), () -> Thread.currentThread().interrupt());

    StopReport report = worker.stop();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report).isEqualTo(new StopReport(1, 0));
    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(3));
  }
}
