package dev.tandemq.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a port is called and waited for. */
final class CallsTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final List<JobId> IDS = List.of(new JobId(1, 2), new JobId(3, 4));

  private final ThreadedContext context = new ThreadedContext();

  @AfterEach
  void close() {
    context.close();
  }

  // ---- of

  @Test
  void answerOfTheStageIsTheAnswer() {
    CompletableFuture<String> stage = CompletableFuture.completedFuture("answer");

    assertThat(Calls.of(() -> stage)).isCompletedWithValue("answer");
    assertThat(Calls.of(() -> stage.minimalCompletionStage())).isCompletedWithValue("answer");
  }

  @Test
  void portThatThrowsIsAFailedAnswer() {
    RuntimeException refusal = new IllegalArgumentException("too large");

    CompletableFuture<String> answer =
        Calls.of(
            () -> {
              throw refusal;
            });

    assertThat(answer).isCompletedExceptionally();
    assertThat(Calls.failure(answer)).isSameAs(refusal);
  }

  // ---- whenDone

  @Test
  void stepIsDoneAtOnceWhenTheAnswerIsThere() {
    AtomicInteger steps = new AtomicInteger();

    Calls.whenDone(CompletableFuture.completedFuture("answer"), steps::incrementAndGet);
    Calls.whenDone(CompletableFuture.failedFuture(new IOException()), steps::incrementAndGet);

    assertThat(steps).hasValue(2);
  }

  @Test
  void stepIsDoneOnceWhenTheAnswerComes() {
    AtomicInteger steps = new AtomicInteger();
    CompletableFuture<String> answer = new CompletableFuture<>();
    Calls.whenDone(answer, steps::incrementAndGet);
    assertThat(steps).hasValue(0);

    answer.complete("answer");
    answer.complete("again");

    assertThat(steps).hasValue(1);
  }

  // ---- failure, cause

  @Test
  void wrappersOfFuturesAreTakenOffAndNothingElseIs() {
    Exception root = new IOException("root");
    Exception meant = new IllegalStateException("meant", root);

    assertThat(Calls.cause(meant)).isSameAs(meant);
    assertThat(Calls.cause(new CompletionException(meant))).isSameAs(meant);
    assertThat(Calls.cause(new ExecutionException(new CompletionException(meant)))).isSameAs(meant);
    Exception hollow = new CompletionException("hollow", null);
    assertThat(Calls.cause(hollow)).isSameAs(hollow);
  }

  @Test
  void failureOfADependentStageIsTheOneOfItsSource() {
    IOException root = new IOException("root");
    CompletableFuture<String> dependent =
        CompletableFuture.<String>failedFuture(root).thenApply(text -> text).thenApply(t -> t);

    assertThat(Calls.failure(dependent)).isSameAs(root);
  }

  @Test
  void failureOfASuccessIsAMisuse() {
    assertThatThrownBy(() -> Calls.failure(CompletableFuture.completedFuture("answer")))
        .isInstanceOf(IllegalStateException.class);
  }

  // ---- await

  @Test
  void answerThatIsThereIsGivenEvenInNoTimeAndToAnInterruptedThread() {
    Thread.currentThread().interrupt();

    String answer =
        Calls.await(
            context, CompletableFuture.completedFuture("answer"), Duration.ZERO, "push", IDS);

    assertThat(answer).isEqualTo("answer");
    assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
  }

  @Test
  void answerThatComesInTimeIsGiven() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    FutureTask<String> waiting =
        new FutureTask<>(() -> Calls.await(context, answer, LONG, "push", IDS));
    start(waiting);

    answer.complete("answer");

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("answer");
  }

  @Test
  void answerThatDoesNotComeIsUnknownWithTheIds() {
    assertThatThrownBy(
            () ->
                Calls.await(context, new CompletableFuture<>(), Duration.ofMillis(5), "push", IDS))
        .isInstanceOfSatisfying(
            OutcomeUnknownException.class, e -> assertThat(e.ids()).isEqualTo(IDS))
        .hasMessage("push: no answer within PT0.005S");
  }

  @Test
  @Timeout(30)
  void interruptWhileWaitingIsUnknownAndTheFlagIsSetAgain() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    FutureTask<Boolean> waiting =
        new FutureTask<>(
            () -> {
              begun.countDown();
              assertThatThrownBy(
                      () -> Calls.await(context, new CompletableFuture<>(), LONG, "push", IDS))
                  .isInstanceOfSatisfying(
                      OutcomeUnknownException.class, e -> assertThat(e.ids()).isEqualTo(IDS))
                  .hasMessage("push: interrupted before the answer came")
                  .hasCauseInstanceOf(InterruptedException.class);
              return Thread.currentThread().isInterrupted();
            });
    Thread thread = start(waiting);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    thread.interrupt();

    assertThat(waiting.get(10, TimeUnit.SECONDS)).as("interrupt flag").isTrue();
  }

  @Test
  void exceptionOfTheStoreIsThrownAsItIs() {
    RuntimeException down = new QueueUnavailableException("down", null);
    CompletableFuture<String> failed =
        CompletableFuture.<String>failedFuture(down).thenApply(text -> text);

    assertThatThrownBy(() -> Calls.await(context, failed, LONG, "push", IDS)).isSameAs(down);
  }

  @Test
  void errorOfTheStoreIsThrownAsItIs() {
    Error error = new NoClassDefFoundError("a class of the client library");

    assertThatThrownBy(
            () -> Calls.await(context, CompletableFuture.failedFuture(error), LONG, "push", IDS))
        .isSameAs(error);
  }

  @Test
  void checkedExceptionOfTheStoreIsWrappedWithItsCause() {
    IOException checked = new IOException("disk full");

    assertThatThrownBy(
            () -> Calls.await(context, CompletableFuture.failedFuture(checked), LONG, "push", IDS))
        .isInstanceOf(IllegalStateException.class)
        .hasCause(checked);
  }

  private static Thread start(Runnable step) {
    Thread thread = new Thread(step, "calls-test");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
