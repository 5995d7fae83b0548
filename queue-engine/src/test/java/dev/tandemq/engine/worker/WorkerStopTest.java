package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.QueueStats;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How a worker comes to rest, and how it waits for empty queues. */
class WorkerStopTest {

  private final WorkerFixture fixture = new WorkerFixture();
  private final List<String> done = new ArrayList<>();

  private CompletableFuture<StopReport> stop(Worker worker, int graceSeconds) {
    return worker.stopAsync(Duration.ofSeconds(graceSeconds)).toCompletableFuture();
  }

  @Test
  void anIdleWorkerStopsAtOnce() {
    Worker worker = fixture.worker().start(job -> {});
    fixture.context.runUntilIdle();

    CompletableFuture<StopReport> stopped = stop(worker, 30);
    fixture.context.runUntilIdle();

    assertThat(stopped).isCompletedWithValue(new StopReport(0, 0));
    assertThat(fixture.context.pendingTimers()).isZero();
  }

  @Test
  void aWorkerThatNeverStartedStopsToo() {
    Worker worker = fixture.worker().build(job -> {});

    CompletableFuture<StopReport> stopped = stop(worker, 30);
    fixture.context.runUntilIdle();

    assertThat(stopped).isCompleted();
    assertThatThrownBy(worker::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Rule("W9")
  void handlersEndWithinTheGraceAndNothingMoreIsClaimed() {
    fixture.pushNumbers(5);
    Worker worker = fixture.worker().slots(2).buildAsync(fixture.taking(Duration.ofSeconds(20)));
    worker.start();
    fixture.context.advance(Duration.ofSeconds(1));

    CompletableFuture<StopReport> stopped = stop(worker, 30);
    fixture.context.advance(Duration.ofSeconds(18));
    assertThat(stopped).isNotDone();
    fixture.context.advance(Duration.ofSeconds(1));

    assertThat(stopped).isCompletedWithValue(new StopReport(0, 0));
    assertThat(fixture.stats().completed()).isEqualTo(2);
    assertThat(fixture.stats().ready()).isEqualTo(3);
  }

  @Test
  @Rule("W5")
  void leasesAreRenewedUntilTheLastHandlerHasEnded() {
    fixture.push(fixture.job("long").timeout(Duration.ZERO));
    Worker worker = fixture.worker().buildAsync(fixture.taking(Duration.ofMinutes(2)));
    worker.start();
    fixture.context.runUntilIdle();

    CompletableFuture<StopReport> stopped = stop(worker, 300);
    fixture.context.advance(Duration.ofMinutes(2));

    assertThat(stopped).isCompleted();
    assertThat(fixture.stats().completed()).isEqualTo(1);
    assertThat(fixture.stats().rescued()).isZero();
  }

  @Test
  @Rule("W9")
  void whatTheGraceCutsShortIsHandedBackUnspentInItsOldPlace() {
    JobId id = fixture.push(fixture.job("cut").timeout(Duration.ZERO));
    fixture.push(fixture.job("behind"));
    Worker worker = fixture.worker().slots(1).buildAsync(job -> new CompletableFuture<>());
    worker.start();
    fixture.context.runUntilIdle();

    CompletableFuture<StopReport> stopped = stop(worker, 30);
    fixture.context.advance(Duration.ofSeconds(30));

    assertThat(stopped).isCompletedWithValue(new StopReport(1, 0));
    assertThat(fixture.find(id).state()).isEqualTo(JobState.READY);
    assertThat(fixture.find(id).attempts()).isZero();
    fixture.worker().slots(1).start(job -> done.add(job.text() + "/" + job.attempt()));
    fixture.context.runUntilIdle();
    assertThat(done).containsExactly("cut/1", "behind/1");
  }

  @Test
  void aHandlerThatIgnoresTheStopIsAbandonedAndItsJobHandedBack() {
    JobId id = fixture.push(fixture.job("deaf").timeout(Duration.ZERO));
    List<CompletableFuture<StopReport>> stops = new ArrayList<>();
    AtomicBoolean stillStopping = new AtomicBoolean();
    AtomicBoolean stoppedInTime = new AtomicBoolean();
    Worker[] worker = new Worker[1];
    worker[0] =
        fixture
            .worker()
            .slots(1)
            .build(
                job -> {
                  stops.add(stop(worker[0], 5));
                  fixture.context.advance(Duration.ofMillis(6999));
                  stillStopping.set(!stops.get(0).isDone());
                  fixture.context.advance(Duration.ofMillis(1));
                  stoppedInTime.set(stops.get(0).isDone());
                });
    worker[0].start();

    fixture.context.runUntilIdle();

    assertThat(stillStopping).as("still stopping at the grace plus 2 s less 1 ms").isTrue();
    assertThat(stoppedInTime).as("at rest at the grace plus 2 s").isTrue();
    assertThat(stops.get(0)).isCompletedWithValue(new StopReport(1, 1));
    assertThat(fixture.find(id).state()).isEqualTo(JobState.READY);
    assertThat(fixture.find(id).attempts()).isZero();
    assertThat(fixture.stats().completed()).isZero();
  }

  @Test
  void afterAFreezeHandlersAreOwedTheirTimeToEndAllTheSame() {
    fixture.push(fixture.job("slow").timeout(Duration.ZERO));
    List<CompletableFuture<StopReport>> stops = new ArrayList<>();
    AtomicBoolean stillStopping = new AtomicBoolean();
    Worker[] worker = new Worker[1];
    worker[0] =
        fixture
            .worker()
            .slots(1)
            .build(
                job -> {
                  stops.add(stop(worker[0], 5));
                  // All timers of the stop ring in the same instant.
                  fixture.context.skip(Duration.ofMinutes(5));
                  fixture.context.runUntilIdle();
                  stillStopping.set(!stops.get(0).isDone());
                });
    worker[0].start();

    fixture.context.runUntilIdle();

    assertThat(stillStopping).isTrue();
    assertThat(stops.get(0)).isCompleted();
  }

  @Test
  void aHandlerGivenUpForItsTimeoutIsNoAbandonedOneOfTheStop() {
    fixture.push(fixture.job("deaf").timeout(Duration.ofSeconds(5)).maxAttempts(1));
    Worker worker =
        fixture.worker().slots(1).start(job -> fixture.context.advance(Duration.ofSeconds(20)));
    fixture.context.runUntilIdle();

    CompletableFuture<StopReport> stopped = stop(worker, 5);
    fixture.context.runUntilIdle();

    assertThat(stopped).isCompletedWithValue(new StopReport(0, 0));
  }

  @Test
  void aSecondStopMayShortenTheGrace() {
    fixture.push(fixture.job("long").timeout(Duration.ZERO));
    Worker worker = fixture.worker().buildAsync(job -> new CompletableFuture<>());
    worker.start();
    fixture.context.runUntilIdle();
    CompletableFuture<StopReport> first = stop(worker, 3600);

    CompletableFuture<StopReport> second = stop(worker, 0);
    fixture.context.runUntilIdle();

    assertThat(first).isCompletedWithValue(new StopReport(1, 0));
    assertThat(second).isCompletedWithValue(new StopReport(1, 0));
  }

  @Test
  void drainWaitsForDelayedAndReservedJobsToo() {
    fixture.pushNumbers(2);
    fixture.push(fixture.job("later").delay(Duration.ofMinutes(1)));
    Worker worker = fixture.worker().slots(2).buildAsync(fixture.taking(Duration.ofSeconds(5)));
    worker.start();

    CompletableFuture<Void> drained = worker.drained().toCompletableFuture();
    fixture.context.advance(Duration.ofSeconds(64));
    assertThat(drained).isNotDone();
    fixture.context.advance(Duration.ofSeconds(1));

    assertThat(drained).isCompleted();
    assertThat(fixture.stats().completed()).isEqualTo(3);
  }

  @Test
  void drainOfEmptyQueuesIsOverAtOnce() {
    Worker worker = fixture.worker().start(job -> {});

    CompletableFuture<Void> drained = worker.drained().toCompletableFuture();
    fixture.context.runUntilIdle();

    assertThat(drained).isCompleted();
  }

  @Test
  void drainDoesNotTrustAReadThatBeganBeforeIt() {
    List<CompletableFuture<List<QueueStats>>> reads = new ArrayList<>();
    Worker worker =
        fixture
            .distantWorker(
                store ->
                    new ForwardingJobStore(store) {
                      @Override
                      public CompletionStage<List<QueueStats>> stats(List<String> queues) {
                        reads.add(new CompletableFuture<>());
                        return reads.get(reads.size() - 1);
                      }
                    })
            .build(job -> {});
    var early = worker.drained().toCompletableFuture();
    CompletableFuture<Void> late = worker.drained().toCompletableFuture();

    reads.get(0).complete(List.of(QueueStats.none(WorkerFixture.QUEUE)));
    fixture.context.runUntilIdle();

    assertThat(early).isCompleted();
    assertThat(late).isNotDone();
  }

  @Test
  void drainFailsWhenTheWorkerIsStopped() {
    fixture.push(fixture.job("later").delay(Duration.ofMinutes(1)));
    Worker worker = fixture.worker().start(job -> {});
    CompletableFuture<Void> drained = worker.drained().toCompletableFuture();
    fixture.context.runUntilIdle();

    worker.beginStop();
    fixture.context.runUntilIdle();

    assertThat(drained).isCompletedExceptionally();
    assertThat(worker.drained().toCompletableFuture()).isCompletedExceptionally();
  }
}
