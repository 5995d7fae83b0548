package dev.tandemq.kv.jobs;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One move of one job, or of a queue's flags: the smallest thing that is done as a whole. Steps of
 * one queue that meet in time share a transaction; each has its own answer, given after it is
 * durable.
 *
 * @param <T> the answer
 */
abstract class Step<T extends @Nullable Object> {

  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private @Nullable T decided;
  private boolean isDecided;

  /** The answer. */
  final CompletableFuture<T> answer() {
    return answer;
  }

  /**
   * Adds to the transaction what the step takes, and decides what is answered when that is applied.
   * May be called again with another draft, when the facts have changed; changes nothing else. Asks
   * for all facts before it adds anything.
   *
   * @throws NotYet when it cannot be decided within this draft
   */
  protected abstract T decide(Draft draft);

  final void stage(Draft draft) {
    isDecided = false;
    decided = decide(draft);
    isDecided = true;
  }

  /** What was decided last holds. */
  final void applied() {
    if (!isDecided) {
      throw new IllegalStateException("a step was applied that was not staged");
    }
    answer.complete(decided());
  }

  @SuppressWarnings("NullAway") // null only where T may be
  private T decided() {
    return decided;
  }

  final void failed(Throwable error) {
    answer.completeExceptionally(Objects.requireNonNull(error, "error"));
  }
}
