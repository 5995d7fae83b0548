package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.event.QueueEvent;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Settle.Arrow;
import dev.tandemq.store.SettleResult;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that are cancelled while they run. */
class CancelTest {

  private static final Duration WISH = Duration.ofMillis(10);

  private final WorkerFixture fixture = new WorkerFixture();

  private void cancel(JobId id) {
    var unused = fixture.store.cancel(List.of(id)).toCompletableFuture().join();
  }

  @Test
  @Rule("W6")
  void itsHandlerIsInterruptedAtTheNextHeartbeatAndTheJobIsDropped() {
    JobId id = fixture.push(fixture.job("unwanted").timeout(Duration.ZERO));
    Worker worker = fixture.worker().startAsync(job -> new CompletableFuture<>());
    fixture.context.runUntilIdle();

    cancel(id);
    fixture.context.advance(Duration.ofSeconds(5));

    assertThat(fixture.reports)
        .singleElement()
        .satisfies(report -> assertThat(report.settle().arrow()).isEqualTo(Arrow.DISCARD));
    assertThat(fixture.stats().removed()).isEqualTo(1);
    assertThat(worker.metrics().discarded()).isEqualTo(1);
    assertThat(fixture.events.of(QueueEvent.Discarded.class)).hasSize(1);
  }

  @Test
  void aRenewalOnDemandTellsAtOnce() {
    JobId id = fixture.push(fixture.job("unwanted").timeout(Duration.ZERO));
    Worker worker = fixture.worker().startAsync(job -> new CompletableFuture<>());
    fixture.context.runUntilIdle();

    cancel(id);
    worker.renewNow();
    fixture.context.advance(WISH);

    assertThat(fixture.stats().removed()).isEqualTo(1);
  }

  @Test
  @Rule("W6")
  void aHandlerThatReturnsAllTheSameHasCompletedTheJob() {
    JobId id = fixture.push(fixture.job("unwanted").timeout(Duration.ZERO));
    List<Boolean> seen = new ArrayList<>();
    Worker[] worker = new Worker[1];
    worker[0] =
        fixture
            .worker()
            .build(
                job -> {
                  cancel(id);
                  worker[0].renewNow();
                  fixture.context.advance(WISH);
                  seen.add(job.isCancelled());
                  seen.add(Thread.interrupted());
                });
    worker[0].start();

    fixture.context.runUntilIdle();

    assertThat(seen).containsExactly(true, true);
    assertThat(fixture.stats().completed()).isEqualTo(1);
  }

  @Test
  void aSignalOfACancelledHandlerDoesNotBringTheJobBack() {
    JobId id = fixture.push(fixture.job("unwanted").timeout(Duration.ZERO));
    Worker[] worker = new Worker[1];
    worker[0] =
        fixture
            .worker()
            .build(
                job -> {
                  cancel(id);
                  worker[0].renewNow();
                  fixture.context.advance(WISH);
                  throw JobSignal.snooze(Duration.ofSeconds(1));
                });
    worker[0].start();

    fixture.context.runUntilIdle();
    boolean ignored = Thread.interrupted();

    assertThat(fixture.reports)
        .singleElement()
        .satisfies(report -> assertThat(report.settle().arrow()).isEqualTo(Arrow.DISCARD));
    assertThat(fixture.stats().size()).isZero();
    assertThat(fixture.stats().removed()).isEqualTo(1);
  }

  /** Before any heartbeat could tell the worker: it asks for a way back, and the store refuses. */
  @ParameterizedTest
  @ValueSource(strings = {"throws", "snoozes"})
  void aWayBackThatTheStoreTurnedIntoARemovalIsToldAsOne(String how) {
    JobId id = fixture.push(fixture.job("unwanted").timeout(Duration.ZERO));
    Worker worker =
        fixture
            .worker()
            .build(
                job -> {
                  cancel(id);
                  throw how.equals("throws")
                      ? new IllegalStateException("boom")
                      : JobSignal.snooze(Duration.ofSeconds(1));
                });
    worker.start();

    fixture.context.runUntilIdle();

    assertThat(fixture.reports)
        .singleElement()
        .matches(report -> report.result() == SettleResult.REMOVED)
        .matches(AttemptReport::isFinal)
        .matches(AttemptReport::isDiscarded)
        .matches(report -> !report.isRetried() && !report.isFailed() && !report.isCompleted());
    assertThat(fixture.events.of(QueueEvent.Discarded.class)).hasSize(1);
    assertThat(fixture.events.of(QueueEvent.Retried.class)).isEmpty();
    assertThat(fixture.events.of(QueueEvent.Snoozed.class)).isEmpty();
    assertThat(worker.metrics().discarded()).isEqualTo(1);
    assertThat(worker.metrics().retried() + worker.metrics().snoozed()).isZero();
    assertThat(fixture.stats().removed()).isEqualTo(1);
  }

  @Test
  void aCancelledHandlerThatIgnoresItIsGivenUpAndTheJobDropped() {
    JobId id = fixture.push(fixture.job("deaf").timeout(Duration.ZERO));
    List<Long> removed = new ArrayList<>();
    Worker[] worker = new Worker[1];
    worker[0] =
        fixture
            .worker()
            .slots(1)
            .build(
                job -> {
                  cancel(id);
                  worker[0].renewNow();
                  // Longer than a lease: it is renewed until the handler is given up.
                  fixture.context.advance(WISH.plusSeconds(2));
                  removed.add(fixture.stats().removed());
                });
    worker[0].start();
    fixture.context.runUntilIdle();
    boolean ignored = Thread.interrupted();

    assertThat(removed).containsExactly(1L);
    assertThat(fixture.stats().completed()).isZero();
    assertThat(worker[0].metrics().abandoned()).isEqualTo(1);
  }
}
