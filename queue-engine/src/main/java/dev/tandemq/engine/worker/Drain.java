package dev.tandemq.engine.worker;

import dev.tandemq.engine.store.Calls;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.QueueStats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the queues to be empty: nothing ready, delayed or reserved, by anybody, in one read. It
 * looks whenever all slots have come to rest, and at each poll.
 */
final class Drain {

  private final JobStore store;
  private final List<String> queues;
  // Guarded by this.
  private final List<CompletableFuture<@Nullable Void>> waiting = new ArrayList<>();
  private volatile boolean isWaited;

  Drain(JobStore store, List<String> queues) {
    this.store = store;
    this.queues = queues;
  }

  CompletableFuture<@Nullable Void> whenEmpty() {
    CompletableFuture<@Nullable Void> empty = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(empty);
      isWaited = true;
    }
    look();
    return empty;
  }

  /** Looks, if somebody waits. Returns at once. A look that fails is repeated by the next one. */
  void look() {
    if (!isWaited) {
      return;
    }
    CompletableFuture<List<QueueStats>> answer = Calls.of(() -> store.stats(queues));
    Calls.whenDone(
        answer,
        () -> {
          if (!answer.isCompletedExceptionally()
              && answer.join().stream().allMatch(stats -> stats.size() == 0)) {
            takeWaiting().forEach(empty -> empty.complete(null));
          }
        });
  }

  /** The worker has stopped: nobody will empty the queues now. */
  void close() {
    takeWaiting()
        .forEach(
            empty ->
                empty.completeExceptionally(
                    new IllegalStateException(
                        "the worker was stopped before its queues were empty")));
  }

  private synchronized List<CompletableFuture<@Nullable Void>> takeWaiting() {
    List<CompletableFuture<@Nullable Void>> taken = List.copyOf(waiting);
    waiting.clear();
    isWaited = false;
    return taken;
  }
}
