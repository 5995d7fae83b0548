package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BinaryOperator;

/**
 * Several workers built alike that share the slots and march in step: started, paused, resumed and
 * stopped together. Each has a node name of its own, so that people see which one holds a job.
 * Built by {@link WorkerBuilder#buildPool}; safe for concurrent use, with the same care about
 * waiting as a {@link Worker}.
 */
public final class WorkerPool implements AutoCloseable {

  private final ProcessContext context;
  private final Duration grace;
  private final List<Worker> workers;

  WorkerPool(ProcessContext context, Duration grace, List<Worker> workers) {
    this.context = context;
    this.grace = grace;
    this.workers = List.copyOf(workers);
  }

  /**
   * Begins to claim. Returns at once. When one can not be started those before it are stopped.
   *
   * @throws IllegalStateException when it was started or stopped before
   */
  public synchronized void start() {
    if (status().state() != WorkerState.NEW) {
      throw new IllegalStateException(
          "the pool is " + status().state() + "; a pool is started once: build another one");
    }
    try {
      workers.forEach(Worker::start);
    } catch (RuntimeException | Error e) {
      workers.forEach(Worker::beginStop);
      throw e;
    }
  }

  /**
   * Claims nothing more until {@link #resume}; see {@link Worker#pause}.
   *
   * @throws IllegalStateException when it was not started yet, or was stopped
   */
  public synchronized void pause() {
    workers.forEach(Worker::pause);
  }

  /**
   * Claims again; see {@link Worker#resume}.
   *
   * @throws IllegalStateException when it was not started yet, or was stopped
   */
  public synchronized void resume() {
    workers.forEach(Worker::resume);
  }

  /**
   * Waits until the queues are empty; see {@link Worker#drain()}.
   *
   * @throws IllegalStateException as there
   * @throws InterruptedException when the calling thread is interrupted; the pool goes on
   */
  public void drain() throws InterruptedException {
    while (!drain(Job.LIMIT_DURATION)) {
      // a hundred years more
    }
  }

  /**
   * Waits until the queues are empty, or the time is over.
   *
   * @return whether they are empty
   * @throws IllegalStateException when it is stopped before that
   * @throws InterruptedException when the calling thread is interrupted; the pool goes on
   */
  public boolean drain(Duration atMost) throws InterruptedException {
    Objects.requireNonNull(atMost, "atMost");
    workers.forEach(Worker::checkDrainable);
    // All of them look: the one that comes to rest last sees the end at once.
    return Drain.await(context, workers.stream().map(Worker::drainWatch).toList(), atMost);
  }

  /** Stops all workers at the same time and waits until they are at rest, as a worker does. */
  public StopReport stop() {
    workers.forEach(Worker::checkNotOnDuty);
    return Calls.awaitEnd(context, this::stopAsync, grace);
  }

  /**
   * Stops all workers at the same time; see {@link Worker#stopAsync}.
   *
   * @return what all of them report, as one; completes when all are at rest
   */
  public CompletionStage<StopReport> stopAsync(Duration within) {
    Stopping.checkGrace(within);
    BinaryOperator<CompletableFuture<StopReport>> both =
        (one, other) -> one.thenCombine(other, StopReport::plus);
    return workers.stream()
        .map(worker -> worker.stopAsync(within).toCompletableFuture())
        // All are told to stop before any is waited for.
        .toList()
        .stream()
        .reduce(CompletableFuture.completedFuture(new StopReport(0, 0)), both);
  }

  /** Stops it as {@link #stop} does. Idempotent. */
  @Override
  public void close() {
    stop();
  }

  /** Whether it claims jobs: started, and neither paused nor stopped. */
  public boolean isRunning() {
    return status().state() == WorkerState.RUNNING;
  }

  /** How it stands now. */
  public PoolStatus status() {
    return PoolStatus.of(workers.stream().map(Worker::status).toList());
  }

  /** What all its workers have done, as one. */
  public WorkerMetrics metrics() {
    return Tallies.metrics(workers.stream().map(Worker::tallies).toList(), context.time());
  }
}
