package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who is told that queues are empty, and where. */
class DrainTest {

  private final WorkerFixture fixture = new WorkerFixture();
  private final AtomicBoolean isAtRest = new AtomicBoolean(true);
  private final Drain drain = drain(isAtRest);

  private Drain drain(AtomicBoolean atRest) {
    return new Drain(
        new Steps(fixture.context), fixture.store, List.of(WorkerFixture.QUEUE), atRest::get);
  }

  @Test
  void emptyIsNotTheEndWhileASlotHasYetToTellWhatItDid() {
    isAtRest.set(false);
    CompletableFuture<Void> empty = drain.whenEmpty();
    fixture.context.runUntilIdle();
    assertThat(empty).as("a slot is not at rest").isNotDone();

    isAtRest.set(true);
    drain.look();
    fixture.context.runUntilIdle();

    assertThat(empty).isCompleted();
  }

  @Test
  void emptyTwiceIsTheEndThoughASlotIsKeptForEver() {
    isAtRest.set(false);
    CompletableFuture<Void> empty = drain.whenEmpty();
    drain.poll();
    drain.look();
    fixture.context.runUntilIdle();
    assertThat(empty).isNotDone();

    drain.poll();
    fixture.context.runUntilIdle();

    assertThat(empty).isCompleted();
  }

  @Test
  void aPoolWaitsForTheSlotsOfAllItsWorkers() throws Exception {
    AtomicBoolean othersAreAtRest = new AtomicBoolean();
    Drain other = drain(othersAreAtRest);
    fixture.context.schedule(
        Duration.ofMillis(100),
        () -> {
          othersAreAtRest.set(true);
          other.look();
        });
    long begin = fixture.context.time().nanoTime();

    assertThat(Drain.await(fixture.context, List.of(drain, other), Duration.ofSeconds(1))).isTrue();

    assertThat(fixture.context.time().nanoTime() - begin)
        .isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
  }

  @Test
  void whoeverWaitsIsToldInAStepOfItsOwnAndNeverByTheOneWhoLooked() {
    CompletableFuture<Void> empty = drain.whenEmpty();

    assertThat(empty).isNotDone();
    fixture.context.runUntilIdle();
    assertThat(empty).isCompleted();
  }

  @Test
  void whoeverComesAfterTheEndIsToldSo() {
    drain.close();

    assertThat(drain.whenEmpty()).isCompletedExceptionally();
  }

  @Test
  void whatIsForgottenIsNotToldAnyMore() {
    fixture.pushNumbers(1);
    CompletableFuture<Void> empty = drain.whenEmpty();

    drain.forget(empty);
    var unused = fixture.store.clear(WorkerFixture.QUEUE).toCompletableFuture().join();
    drain.look();
    fixture.context.runUntilIdle();

    assertThat(empty).isNotDone();
  }
}
