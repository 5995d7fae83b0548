package dev.tandemq.engine.worker;

import dev.tandemq.engine.store.Calls;
import dev.tandemq.handler.AsyncJobHandler;
import dev.tandemq.handler.JobHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Calls the user's code. Whatever that throws becomes the failure of the answer. */
@FunctionalInterface
interface Invoker {

  /** Begins the attempt, or does all of it; the answer is then complete on return. */
  CompletableFuture<?> invoke(Running running);

  /** Runs the handler on the calling thread. */
  static Invoker blocking(JobHandler handler) {
    CompletableFuture<@Nullable Void> done = CompletableFuture.completedFuture(null);
    return running -> {
      boolean unused = running.runsOn(Thread.currentThread());
      try {
        handler.handle(running);
        return done;
      } catch (Throwable t) {
        return CompletableFuture.failedFuture(t);
      }
    };
  }

  /** Runs each handler on a thread of its own that the executor starts. */
  static Invoker handingOver(JobHandler handler, Executor threads) {
    return running -> {
      CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
      try {
        threads.execute(() -> run(handler, running, done));
      } catch (Throwable t) {
        // No thread to be had: the attempt failed, as one whose handler throws.
        done.completeExceptionally(t);
      }
      return done;
    };
  }

  private static void run(
      JobHandler handler, Running running, CompletableFuture<@Nullable Void> done) {
    try {
      // A thread that was long in coming finds the job in other hands.
      if (running.runsOn(Thread.currentThread())) {
        handler.handle(running);
      }
      done.complete(null);
    } catch (Throwable t) {
      done.completeExceptionally(t);
    }
  }

  /** Begins the stage; the answer completes with it, or when the attempt is cancelled. */
  static Invoker async(AsyncJobHandler handler) {
    return running -> {
      try {
        CompletableFuture<?> theirs = handler.handle(running).toCompletableFuture();
        CompletableFuture<@Nullable Void> ours = new CompletableFuture<>();
        link(theirs, ours);
        running.runsAs(ours);
        return ours;
      } catch (Throwable t) {
        return CompletableFuture.failedFuture(t);
      }
    };
  }

  /** Their end is ours; our end, by cancellation, cancels theirs. */
  private static void link(CompletableFuture<?> theirs, CompletableFuture<@Nullable Void> ours) {
    Calls.whenDone(
        theirs,
        (value, thrown) -> {
          if (thrown == null) {
            ours.complete(null);
          } else {
            ours.completeExceptionally(thrown);
          }
        });
    Calls.whenDone(
        ours,
        (value, thrown) -> {
          if (thrown != null) {
            theirs.cancel(true);
          }
        });
  }
}
