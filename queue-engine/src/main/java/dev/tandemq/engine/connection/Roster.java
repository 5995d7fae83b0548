package dev.tandemq.engine.connection;

import dev.tandemq.engine.worker.StopReport;
import dev.tandemq.engine.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The workers of one connection, from the moment they are built to the moment they rest. */
public final class Roster {

  private final Runnable onFirst;
  private final Runnable onNone;

  // Guarded by this.
  private final List<Worker> workers = new ArrayList<>();
  private boolean isShut;

  /**
   * An empty roster. Both are called under its lock.
   *
   * @param onFirst called with each worker that is added
   * @param onNone called when the last one was removed
   */
  public Roster(Runnable onFirst, Runnable onNone) {
    this.onFirst = onFirst;
    this.onNone = onNone;
  }

  /**
   * Adds a worker.
   *
   * @throws IllegalStateException after {@link #shut}
   */
  public synchronized void add(Worker worker) {
    if (isShut) {
      throw new IllegalStateException("the connection was closed, or its node stopped");
    }
    workers.add(worker);
    onFirst.run();
  }

  /** Forgets a worker that rests. */
  public synchronized void remove(Worker worker) {
    workers.remove(worker);
    if (workers.isEmpty()) {
      onNone.run();
    }
  }

  /** Takes no more workers. Idempotent. */
  public synchronized void shut() {
    isShut = true;
  }

  /** The workers that do not rest yet, in the order in which they were built. */
  public synchronized List<Worker> all() {
    return List.copyOf(workers);
  }

  /** Whether the calling thread is in a handler or a callback of one of them. */
  public boolean isAnyOnDuty() {
    return all().stream().anyMatch(Worker::isOnDuty);
  }

  /** All renew the leases of what runs soon, and so learn what was cancelled. */
  public void renewNow() {
    all().forEach(Worker::renewNow);
  }

  /** Stops all at the same time; completes when all rest. May be called with a shorter grace. */
  public CompletionStage<StopReport> stopAsync(Duration grace) {
    CompletableFuture<StopReport> rest = CompletableFuture.completedFuture(new StopReport(0, 0));
    // All are told to stop before any is waited for.
    List<CompletableFuture<StopReport>> stopping =
        all().stream().map(worker -> worker.stopAsync(grace).toCompletableFuture()).toList();
    for (CompletableFuture<StopReport> one : stopping) {
      rest = rest.thenCombine(one, StopReport::plus);
    }
    return rest;
  }
}
