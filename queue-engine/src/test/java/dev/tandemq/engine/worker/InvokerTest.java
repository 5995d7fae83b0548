package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** How handlers are called. */
class InvokerTest {

  private final WorkerFixture fixture = new WorkerFixture();
  private final List<JobId> called = new ArrayList<>();
  private final List<Runnable> threads = new ArrayList<>();

  private Running attempt() {
    fixture.pushNumbers(1);
    TurnRequest request =
        new TurnRequest(List.of(), List.of(WorkerFixture.QUEUE), 1, Duration.ofHours(1), "node-1");
    Claim claim = fixture.store.turn(request).toCompletableFuture().join().claims().get(0);
    return new Running(claim, 0, fixture.context.time(), () -> {});
  }

  @Test
  void aHandlerWhoseThreadComesTooLateIsNotCalled() {
    Running attempt = attempt();
    CompletableFuture<?> answer =
        Invoker.handingOver(job -> called.add(job.job().id()), threads::add).invoke(attempt);

    assertThat(attempt.giveUp()).isTrue();
    threads.forEach(Runnable::run);

    assertThat(called).isEmpty();
    assertThat(answer).isDone();
  }

  @Test
  void aHandlerWhoseThreadComesInTimeIsCalled() {
    Running attempt = attempt();
    CompletableFuture<?> answer =
        Invoker.handingOver(job -> called.add(job.job().id()), threads::add).invoke(attempt);

    threads.forEach(Runnable::run);

    assertThat(called).hasSize(1);
    assertThat(answer).isCompleted();
  }

  @Test
  void anExecutorThatRefusesFailsTheAttempt() {
    CompletableFuture<?> answer =
        Invoker.handingOver(
                job -> called.add(job.job().id()),
                step -> {
                  throw new OutOfMemoryError("unable to create native thread");
                })
            .invoke(attempt());

    assertThat(called).isEmpty();
    assertThat(answer)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(OutOfMemoryError.class);
  }
}
