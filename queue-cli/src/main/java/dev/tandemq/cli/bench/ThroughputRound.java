package dev.tandemq.cli.bench;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.queue.Queue;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * As many whole jobs as go within a time: one thread pushes them one by one while a worker runs
 * them, then the worker is drained.
 */
final class ThroughputRound {

  /** Enough that a worker never starves, little enough that draining takes no time of its own. */
  private static final long BACKLOG = 1_000;

  /**
   * How often the clock and the backlog are looked at, in pushes: rarely enough to cost nothing.
   */
  private static final int LOOK_EVERY = 64;

  private static final long REST_NANOS = 100_000;

  private ThroughputRound() {}

  /** Runs one; nothing is left in the queue afterwards. */
  static Bench.Round run(Queues queues, Queue queue, int slots, Duration time)
      throws InterruptedException {
    try (Worker worker = queues.worker(queue.name()).slots(slots).start(job -> {})) {
      long start = System.nanoTime();
      long pushed = push(queue, start + time.toNanos());
      worker.drain();
      return new Bench.Round(pushed, System.nanoTime() - start);
    }
  }

  private static long push(Queue queue, long deadline) throws InterruptedException {
    long pushed = 0;
    while (System.nanoTime() - deadline < 0) {
      while (queue.size() > BACKLOG) {
        LockSupport.parkNanos(REST_NANOS);
        stopIfInterrupted();
      }
      // Against a store far away 64 pushes are long, so the clock is looked at before each.
      for (int i = 0; i < LOOK_EVERY && System.nanoTime() - deadline < 0; i++) {
        queue.push("x");
        pushed++;
      }
      stopIfInterrupted();
    }
    return pushed;
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("stopped while measuring");
    }
  }
}
