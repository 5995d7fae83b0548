package dev.tandemq.engine.store;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the engine calls a port, and waits for it where the caller's thread is meant to wait. */
public final class Calls {

  private static final Logger LOG = System.getLogger(Calls.class.getName());

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
  public static void whenDone(CompletableFuture<?> answer, Runnable step) {
    whenDone(answer, (value, thrown) -> step.run());
  }

  /**
   * Does something with the answer, good or bad, once it is there; at once if it is. Not by
   * whenComplete, whose own stage wraps what went wrong anew, with a stack trace that nobody reads.
   *
   * @param step takes the value, or what went wrong as the future has it
   */
  public static <T extends @Nullable Object> void whenDone(
      CompletableFuture<T> answer, BiConsumer<T, @Nullable Throwable> step) {
    var unused =
        answer.handle(
            (value, thrown) -> {
              step.accept(value, thrown);
              return null;
            });
  }

  /** Hands the answer on, good or bad, once it is there. */
  public static <T> void pass(CompletableFuture<T> answer, CompletableFuture<T> to) {
    whenDone(
        answer,
        (value, thrown) -> {
          if (thrown == null) {
            to.complete(value);
          } else {
            to.completeExceptionally(cause(thrown));
          }
        });
  }

  /** The answer turned into another; what goes wrong stays as it is, without wrappers. */
  public static <A, B> CompletableFuture<B> map(CompletionStage<A> answer, Function<A, B> turned) {
    CompletableFuture<B> result = new CompletableFuture<>();
    whenDone(
        answer.toCompletableFuture(),
        (value, thrown) -> {
          if (thrown != null) {
            result.completeExceptionally(cause(thrown));
            return;
          }
          try {
            result.complete(turned.apply(value));
          } catch (Throwable t) {
            result.completeExceptionally(t);
          }
        });
    return result;
  }

  /**
   * Runs a step on the context, so never on a client library's thread; here, when the context was
   * closed or has no thread to give, for whoever waits shall not wait for ever.
   */
  public static void step(ProcessContext context, Runnable step) {
    try {
      context.execute(step);
    } catch (RuntimeException | Error e) {
      step.run();
    }
  }

  /** Ends a subscription; its trouble is logged and none of the caller's, who is done with it. */
  public static void close(Subscription subscription) {
    try {
      subscription.close();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "a subscription was not closed cleanly", e);
    }
  }

  /** Why a future failed, without wrappers; the future must have failed. */
  public static Throwable failure(CompletableFuture<?> failed) {
    // Not by join, which throws it wrapped: what fails often shall be cheap.
    Throwable thrown = failed.handle((value, error) -> error).getNow(null);
    if (thrown == null) {
      throw new IllegalStateException("asked for the failure of a call that succeeded");
    }
    return cause(thrown);
  }

  /** What really went wrong, without the wrappers of futures. */
  public static Throwable cause(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean isWrapper =
        thrown instanceof CompletionException || thrown instanceof ExecutionException;
    return isWrapper && cause != null ? cause(cause) : thrown;
  }

  /**
   * Waits for the answer, as the context waits.
   *
   * @param what what was asked, for the message when the answer does not come
   * @param ids the jobs whose fate is then unknown
   * @throws OutcomeUnknownException when the time is over or the thread is interrupted; the
   *     interrupt flag is set again then
   */
  public static <T> T await(
      ProcessContext context,
      CompletableFuture<T> answer,
      Duration atMost,
      String what,
      List<JobId> ids) {
    try {
      // An answer that is there is taken by an interrupted thread too.
      if (!answer.isDone() && !context.await(answer, atMost)) {
        throw new OutcomeUnknownException(what + ": no answer within " + atMost, ids, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException(what + ": interrupted before the answer came", ids, e);
    }
    if (answer.isCompletedExceptionally()) {
      throw rethrow(failure(answer), what, ids);
    }
    return answer.join();
  }

  /**
   * Begins to end something and waits until it has ended, which it does in bounded time. When the
   * waiting thread is interrupted the grace is over at once; the interrupt flag is set again.
   *
   * @param end begins to end it, or shortens the grace
   */
  public static <T> T awaitEnd(
      ProcessContext context, Function<Duration, CompletionStage<T>> end, Duration grace) {
    return awaitEnd(context, end, grace, Job.LIMIT_DURATION, () -> {});
  }

  /**
   * As the other, for what may not end by itself.
   *
   * @param patience how long it may take beyond the grace
   * @param overdue called when that is over, and once more each such time after
   */
  public static <T> T awaitEnd(
      ProcessContext context,
      Function<Duration, CompletionStage<T>> end,
      Duration grace,
      Duration patience,
      Runnable overdue) {
    CompletableFuture<T> ended = end.apply(grace).toCompletableFuture();
    Duration rest = grace.plus(patience);
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          if (context.await(ended, rest)) {
            return ended.join();
          }
          overdue.run();
        } catch (InterruptedException e) {
          isInterrupted = true;
          ended = end.apply(Duration.ZERO).toCompletableFuture();
        }
        rest = patience;
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
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
