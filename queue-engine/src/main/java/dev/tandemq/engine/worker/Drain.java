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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the queues to be empty: nothing ready, delayed or reserved, by anybody, in one read,
 * and the slots at rest, so that whatever this worker did is counted and told. It looks whenever
 * all slots have come to rest, and at each poll. Found empty by two polls is enough: a slot may be
 * kept by a handler whose job is another's by now. Whoever waits is told on the context's threads,
 * never on its timer, and only of a read that began after the waiting.
 */
final class Drain {

  /** Somebody who waits. */
  private static final class Waiter {

    final CompletableFuture<@Nullable Void> empty = new CompletableFuture<>();

    /** Guarded by the drain: a poll has found the queues empty, while slots were at work. */
    boolean hasSeenEmpty;
  }

  private final Steps steps;
  private final JobStore store;
  private final List<String> queues;
  private final BooleanSupplier atRest;
  // Guarded by this.
  private final List<Waiter> waiting = new ArrayList<>();
  private boolean isClosed;
  private volatile boolean isWaited;

  /**
   * Nobody waits yet.
   *
   * @param atRest whether all slots are at rest now
   */
  Drain(Steps steps, JobStore store, List<String> queues, BooleanSupplier atRest) {
    this.steps = steps;
    this.store = store;
    this.queues = queues;
    this.atRest = atRest;
  }

  CompletableFuture<@Nullable Void> whenEmpty() {
    Waiter waiter = new Waiter();
    synchronized (this) {
      if (isClosed) {
        return CompletableFuture.failedFuture(stopped());
      }
      waiting.add(waiter);
      isWaited = true;
    }
    look();
    return waiter.empty;
  }

  /**
   * Waits on the calling thread until these, of workers on the same queues, find them empty, or the
   * time is over.
   *
   * @return whether they are empty
   * @throws IllegalStateException when a worker is stopped before that
   */
  static boolean await(ProcessContext context, List<Drain> drains, Duration atMost)
      throws InterruptedException {
    List<CompletableFuture<@Nullable Void>> empties =
        drains.stream().map(Drain::whenEmpty).toList();
    CompletableFuture<?>[] all = empties.toArray(CompletableFuture[]::new);
    CompletableFuture<@Nullable Object> first = CompletableFuture.anyOf(all);
    long begin = context.time().nanoTime();
    try {
      if (!context.await(first, atMost)) {
        return false;
      }
      first.join();
      // The others look now, and not at their next poll: those at rest see the same.
      drains.forEach(Drain::look);
      Duration left = atMost.minusNanos(context.time().nanoTime() - begin);
      CompletableFuture<Void> every = CompletableFuture.allOf(all);
      if (!context.await(every, left.isNegative() ? Duration.ZERO : left)) {
        return false;
      }
      every.join();
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
    waiting.removeIf(other -> other.empty == empty);
    isWaited = !waiting.isEmpty();
  }

  /** Looks, if somebody waits. Returns at once. A look that fails is repeated by the next one. */
  void look() {
    look(false);
  }

  /** Looks, as it is done once in a while: found empty by two of these is enough. */
  void poll() {
    look(true);
  }

  private void look(boolean isPoll) {
    if (!isWaited) {
      return;
    }
    List<Waiter> asking;
    synchronized (this) {
      asking = List.copyOf(waiting);
    }
    CompletableFuture<List<QueueStats>> answer = Calls.of(() -> store.stats(queues));
    Calls.whenDone(
        answer,
        () -> {
          if (!answer.isCompletedExceptionally() && areEmpty(answer.join())) {
            List<Waiter> told =
                asking.stream().filter(waiter -> mayBeTold(waiter, isPoll)).toList();
            told.forEach(waiter -> forget(waiter.empty));
            steps.run(() -> told.forEach(waiter -> waiter.empty.complete(null)));
          }
        });
  }

  /** Whoever may not be told now may the next time. */
  private synchronized boolean mayBeTold(Waiter waiter, boolean isPoll) {
    boolean isSecond = isPoll && waiter.hasSeenEmpty;
    waiter.hasSeenEmpty |= isPoll;
    return isSecond || atRest.getAsBoolean();
  }

  private boolean areEmpty(List<QueueStats> stats) {
    return stats.size() == queues.size() && stats.stream().allMatch(queue -> queue.size() == 0);
  }

  /** The worker has stopped: nobody will empty the queues now. */
  void close() {
    List<Waiter> left;
    synchronized (this) {
      isClosed = true;
      left = List.copyOf(waiting);
      waiting.clear();
      isWaited = false;
    }
    if (!left.isEmpty()) {
      steps.run(() -> left.forEach(waiter -> waiter.empty.completeExceptionally(stopped())));
    }
  }

  private static IllegalStateException stopped() {
    return new IllegalStateException("the worker was stopped before its queues were empty");
  }
}
