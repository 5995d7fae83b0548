package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is told that queues are empty, and where. */
class DrainTest {

  private final WorkerFixture fixture = new WorkerFixture();
  private final Drain drain =
      new Drain(new Steps(fixture.context), fixture.store, List.of(WorkerFixture.QUEUE));

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
