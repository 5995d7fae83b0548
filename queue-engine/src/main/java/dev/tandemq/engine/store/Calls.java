package dev.tandemq.engine.store;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.job.JobId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** How the engine calls a port, and waits for it where the caller's thread is meant to wait. */
public final class Calls {

  private Calls() {}

  /** Makes the call; a port that throws is treated as one whose stage failed. */
  public static <T> CompletableFuture<T> of(Supplier<CompletionStage<T>> call) {
    try {
      return call.get().toCompletableFuture();
    } catch (Throwable t) {
      // Errors as well: a driver whose class path is broken must not take its caller along.
      return CompletableFuture.failedFuture(t);
    }
  }

  /** Does something once the answer is there, good or bad; at once if it is. */
  @SuppressWarnings("FutureReturnValueIgnored") // the step itself is the end of the chain
  public static void whenDone(CompletableFuture<?> answer, Runnable step) {
    answer.whenComplete((value, thrown) -> step.run());
  }

  /** Why a future failed, without wrappers; the future must have failed. */
  public static Throwable failure(CompletableFuture<?> failed) {
    try {
      failed.join();
    } catch (RuntimeException e) {
      return cause(e);
    }
    throw new IllegalStateException("asked for the failure of a call that succeeded");
  }

  /** What really went wrong, without the wrappers of futures. */
  public static Throwable cause(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean isWrapper =
        thrown instanceof CompletionException || thrown instanceof ExecutionException;
    return isWrapper && cause != null ? cause(cause) : thrown;
  }

  /**
   * Waits for the answer where the context waits, which may be a place where time is moved by hand.
   * Everything else as {@link #await(CompletableFuture, Duration, String, List)} says.
   */
  public static <T> T await(
      ProcessContext context,
      CompletableFuture<T> answer,
      Duration atMost,
      String what,
      List<JobId> ids) {
    try {
      if (!context.await(answer, atMost)) {
        throw new OutcomeUnknownException(what + ": no answer within " + atMost, ids, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException(what + ": interrupted before the answer came", ids, e);
    }
    return await(answer, Duration.ZERO, what, ids);
  }

  /**
   * Waits for the answer in real time.
   *
   * @param what what was asked, for the message when the answer does not come
   * @param ids the jobs whose fate is then unknown
   * @throws OutcomeUnknownException when the time is over or the thread is interrupted; the
   *     interrupt flag is set again then
   */
  public static <T> T await(
      CompletableFuture<T> answer, Duration atMost, String what, List<JobId> ids) {
    try {
      return answer.isDone() ? answer.get() : answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw rethrow(cause(e), what, ids);
    } catch (TimeoutException e) {
      throw new OutcomeUnknownException(what + ": no answer within " + atMost, ids, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException(what + ": interrupted before the answer came", ids, e);
    }
  }

  private static RuntimeException rethrow(Throwable cause, String what, List<JobId> ids) {
    if (cause instanceof OutcomeUnknownException e && e.ids().isEmpty() && !ids.isEmpty()) {
      // Whoever lost the answer did not know for whom the call was made.
      return new OutcomeUnknownException(what + ": " + e.getMessage(), ids, e);
    }
    if (cause instanceof RuntimeException e) {
      return e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return new IllegalStateException("the store failed with a checked exception", cause);
  }
}
