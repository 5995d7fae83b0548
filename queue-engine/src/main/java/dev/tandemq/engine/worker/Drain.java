package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the queues to be empty: nothing ready, delayed or reserved, by anybody, in one read. It
 * looks whenever all slots have come to rest, and at each poll. Whoever waits is told on the
 * context's threads, never on its timer, and only of a read that began after the waiting.
 */
final class Drain {

  private final Steps steps;
  private final JobStore store;
  private final List<String> queues;
  // Guarded by this.
  private final List<CompletableFuture<@Nullable Void>> waiting = new ArrayList<>();
  private boolean isClosed;
  private volatile boolean isWaited;

  Drain(Steps steps, JobStore store, List<String> queues) {
    this.steps = steps;
    this.store = store;
    this.queues = queues;
  }

  CompletableFuture<@Nullable Void> whenEmpty() {
    CompletableFuture<@Nullable Void> empty = new CompletableFuture<>();
    synchronized (this) {
      if (isClosed) {
        return CompletableFuture.failedFuture(stopped());
      }
      waiting.add(empty);
      isWaited = true;
    }
    look();
    return empty;
  }

  /**
   * Waits on the calling thread until one of these finds its queues empty, or the time is over.
   *
   * @return whether they are empty
   * @throws IllegalStateException when a worker is stopped before that
   */
  static boolean await(ProcessContext context, List<Drain> drains, Duration atMost)
      throws InterruptedException {
    List<CompletableFuture<@Nullable Void>> empties =
        drains.stream().map(Drain::whenEmpty).toList();
    CompletableFuture<@Nullable Object> first =
        CompletableFuture.anyOf(empties.toArray(CompletableFuture[]::new));
    try {
      if (!context.await(first, atMost)) {
        return false;
      }
      first.join();
      return true;
    } catch (CompletionException e) {
      Throwable cause = Calls.cause(e);
      throw new IllegalStateException(cause.getMessage(), cause);
    } finally {
      for (int i = 0; i < empties.size(); i++) {
        drains.get(i).forget(empties.get(i));
      }
    }
  }

  /** Nobody waits for this one any more. */
  synchronized void forget(CompletableFuture<@Nullable Void> empty) {
    waiting.removeIf(other -> other == empty);
    isWaited = !waiting.isEmpty();
  }

  /** Looks, if somebody waits. Returns at once. A look that fails is repeated by the next one. */
  void look() {
    if (!isWaited) {
      return;
    }
    List<CompletableFuture<@Nullable Void>> asking;
    synchronized (this) {
      asking = List.copyOf(waiting);
    }
    CompletableFuture<List<QueueStats>> answer = Calls.of(() -> store.stats(queues));
    Calls.whenDone(
        answer,
        () -> {
          if (!answer.isCompletedExceptionally() && areEmpty(answer.join())) {
            asking.forEach(this::forget);
            steps.run(() -> asking.forEach(empty -> empty.complete(null)));
          }
        });
  }

  private boolean areEmpty(List<QueueStats> stats) {
    return stats.size() == queues.size() && stats.stream().allMatch(queue -> queue.size() == 0);
  }

  /** The worker has stopped: nobody will empty the queues now. */
  void close() {
    List<CompletableFuture<@Nullable Void>> left;
    synchronized (this) {
      isClosed = true;
      left = List.copyOf(waiting);
      waiting.clear();
      isWaited = false;
    }
    if (!left.isEmpty()) {
      steps.run(() -> left.forEach(empty -> empty.completeExceptionally(stopped())));
    }
  }

  private static IllegalStateException stopped() {
    return new IllegalStateException("the worker was stopped before its queues were empty");
  }
}
