package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.event.QueueEvent;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A worker that claims nothing for a while. */
class WorkerPauseTest {

  private final WorkerFixture fixture = new WorkerFixture();
  private final List<String> done = new ArrayList<>();

  @Test
  @Rule("W8")
  void whatRunsEndsAndIsSettledAndNothingMoreIsClaimed() {
    fixture.pushNumbers(5);
    Worker worker = fixture.worker().slots(2).startAsync(fixture.taking(Duration.ofSeconds(10)));
    fixture.context.advance(Duration.ofSeconds(1));

    worker.pause();
    fixture.context.advance(Duration.ofMinutes(10));

    assertThat(fixture.stats().completed()).isEqualTo(2);
    assertThat(fixture.stats().ready()).isEqualTo(3);
    assertThat(worker.status().state()).isEqualTo(WorkerState.PAUSED);
    assertThat(worker.isRunning()).isFalse();
  }

  @Test
  @Rule("W8")
  void resumeWakesAllSlotsWithoutAPoll() {
    Worker worker = fixture.worker().slots(3).startAsync(job -> new CompletableFuture<>());
    fixture.context.runUntilIdle();
    worker.pause();
    fixture.pushNumbers(5);
    fixture.context.runUntilIdle();
    assertThat(fixture.stats().reserved()).isZero();

    worker.resume();
    fixture.context.runUntilIdle();

    assertThat(fixture.stats().reserved()).isEqualTo(3);
    assertThat(worker.isRunning()).isTrue();
  }

  @Test
  void aClaimThatIsOnItsWayGoesBackUnspent() {
    var id = fixture.push(fixture.job("late").maxAttempts(1));
    Worker[] worker = new Worker[1];
    AtomicBoolean pauses = new AtomicBoolean(true);
    worker[0] =
        fixture
            .distantWorker(
                store ->
                    new ForwardingJobStore(store) {
                      @Override
                      public CompletionStage<Turn> turn(TurnRequest request) {
                        CompletionStage<Turn> answer = super.turn(request);
                        if (pauses.getAndSet(false)) {
                          worker[0].pause();
                        }
                        return answer;
                      }
                    })
            .build(job -> done.add(job.text() + "/" + job.attempt()));
    worker[0].start();
    fixture.context.runUntilIdle();

    assertThat(done).isEmpty();
    assertThat(fixture.stats().ready()).isEqualTo(1);
    assertThat(fixture.find(id).attempts()).isZero();
    assertThat(worker[0].metrics().handedBack()).isEqualTo(1);
    worker[0].resume();
    fixture.context.runUntilIdle();
    assertThat(done).containsExactly("late/1");
  }

  @Test
  void pauseAndResumeMayBeRepeated() {
    fixture.pushNumbers(1);
    Worker worker = fixture.worker().build(job -> done.add(job.text()));
    worker.start();

    worker.pause();
    worker.pause();
    worker.resume();
    worker.resume();
    fixture.context.runUntilIdle();

    assertThat(done).containsExactly("1");
    assertThat(fixture.events.of(QueueEvent.WorkerPaused.class)).hasSize(1);
    assertThat(fixture.events.of(QueueEvent.WorkerResumed.class)).hasSize(1);
  }

  @Test
  void aPausedWorkerStopsAndIsNotResumedAfterThat() {
    fixture.pushNumbers(2);
    Worker worker = fixture.worker().slots(1).startAsync(fixture.taking(Duration.ofSeconds(5)));
    fixture.context.runUntilIdle();
    worker.pause();

    var stopped = worker.stopAsync(Duration.ofSeconds(30)).toCompletableFuture();
    assertThat(worker.status().state()).isEqualTo(WorkerState.STOPPING);
    assertThatThrownBy(worker::resume)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("STOPPING");
    fixture.context.advance(Duration.ofSeconds(5));

    assertThat(stopped).isCompletedWithValue(new StopReport(0, 0));
    assertThat(worker.status().state()).isEqualTo(WorkerState.STOPPED);
    assertThatThrownBy(worker::resume).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(worker::pause).isInstanceOf(IllegalStateException.class);
    assertThat(fixture.stats().ready()).isEqualTo(1);
  }

  @Test
  void aNewWorkerIsNeitherPausedNorResumed() {
    Worker worker = fixture.worker().build(job -> {});

    assertThat(worker.status().state()).isEqualTo(WorkerState.NEW);
    assertThatThrownBy(worker::pause).hasMessageContaining("NEW");
    assertThatThrownBy(worker::resume).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void drainOfAPausedWorkerWaitsForTheResume() {
    fixture.pushNumbers(3);
    Worker worker = fixture.worker().start(job -> {});
    worker.pause();
    var drained = worker.drained().toCompletableFuture();
    fixture.context.advance(Duration.ofSeconds(30));
    assertThat(drained).isNotDone();

    worker.resume();
    fixture.context.runUntilIdle();

    assertThat(drained).isCompleted();
  }

  @Test
  void theStateTellsSinceWhen() {
    Worker worker = fixture.worker().start(job -> {});
    fixture.context.advance(Duration.ofSeconds(10));

    worker.pause();
    var pausedAt = fixture.context.time().now();
    fixture.context.advance(Duration.ofSeconds(10));

    assertThat(worker.status().since()).isEqualTo(pausedAt);
  }
}
