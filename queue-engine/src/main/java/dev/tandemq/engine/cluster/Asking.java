package dev.tandemq.engine.cluster;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.error.OutcomeUnknownException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes single calls to a cluster, each with a deadline, for a stage that never completes is
 * normal. What hangs on the answer runs at once when the answer is there at once, else in a step of
 * the context, never on a client library's thread.
 */
final class Asking {

  private final ProcessContext context;
  private final Duration atMost;

  Asking(ProcessContext context, Duration atMost) {
    this.context = context;
    this.atMost = atMost;
  }

  /** Asks; an answer after the deadline is dropped. */
  <T> CompletableFuture<T> ask(String what, Supplier<CompletionStage<T>> call) {
    return ask(what, call, late -> {});
  }

  /**
   * Asks.
   *
   * @param late receives a good answer that came after the deadline
   */
  <T> CompletableFuture<T> ask(String what, Supplier<CompletionStage<T>> call, Consumer<T> late) {
    CompletableFuture<T> answer = Calls.of(call);
    if (answer.isDone()) {
      return answer;
    }
    CompletableFuture<T> word = new CompletableFuture<>();
    Cancellable deadline =
        context.schedule(
            atMost, () -> Calls.step(context, () -> word.completeExceptionally(noAnswer(what))));
    Calls.whenDone(
        answer,
        () -> {
          deadline.cancel();
          Calls.step(context, () -> answered(answer, word, late));
        });
    return word;
  }

  private static <T> void answered(
      CompletableFuture<T> answer, CompletableFuture<T> word, Consumer<T> late) {
    if (answer.isCompletedExceptionally()) {
      word.completeExceptionally(Calls.failure(answer));
      return;
    }
    T value = answer.join();
    if (!word.complete(value)) {
      late.accept(value);
    }
  }

  private OutcomeUnknownException noAnswer(String what) {
    return new OutcomeUnknownException(what + ": no answer within " + atMost, List.of(), null);
  }
}
