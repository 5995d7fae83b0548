package dev.tandemq.kv.jobs;

import dev.tandemq.error.OutcomeUnknownException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Small things that several stages make together. */
final class Stages {

  private Stages() {}

  /** All answers in order; fails when one fails, once all are done. */
  static <T> CompletionStage<List<T>> all(List<? extends CompletionStage<T>> stages) {
    CompletableFuture<?>[] futures =
        stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(futures)
        .thenApply(
            done -> stages.stream().map(stage -> stage.toCompletableFuture().join()).toList());
  }

  /**
   * The answers of steps, in order. When one fails and another was perhaps done, the outcome of the
   * whole is unknown, whatever the one failed with.
   */
  static <T> CompletionStage<List<T>> answers(List<? extends Step<T>> steps) {
    return together(steps.stream().map(Step::answer).toList());
  }

  /** As {@link #answers}, of stages that each are done or not. */
  static <T> CompletionStage<List<T>> together(List<? extends CompletionStage<T>> stages) {
    List<CompletableFuture<T>> futures =
        stages.stream().map(CompletionStage::toCompletableFuture).toList();
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
        .handle(
            (done, error) -> {
              if (error == null) {
                return futures.stream().map(CompletableFuture::join).toList();
              }
              RuntimeException failure = Failures.unwrapped(error);
              boolean isNothingDone =
                  futures.stream().allMatch(CompletableFuture::isCompletedExceptionally);
              throw isNothingDone && !isAnyUnknown(futures)
                  ? failure
                  : new OutcomeUnknownException(
                      "a part of it failed, the others were perhaps done: " + failure.getMessage(),
                      List.of(),
                      failure);
            });
  }

  private static <T> boolean isAnyUnknown(List<CompletableFuture<T>> futures) {
    return futures.stream()
        .anyMatch(
            future -> {
              try {
                future.join();
                return false;
              } catch (CompletionException e) {
                return e.getCause() instanceof OutcomeUnknownException;
              }
            });
  }

  /** One after the other. */
  static <A, T> CompletionStage<T> fold(
      List<A> items, T start, Function<A, Function<T, CompletionStage<T>>> step) {
    CompletionStage<T> result = CompletableFuture.completedFuture(start);
    for (A item : items) {
      result = result.thenCompose(sum -> step.apply(item).apply(sum));
    }
    return result;
  }
}
