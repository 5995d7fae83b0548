package dev.tandemq.examples;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.PoolStatus;
import dev.tandemq.engine.worker.WorkerMetrics;
import dev.tandemq.engine.worker.WorkerPool;
import dev.tandemq.queue.Queue;

/**
 * Makes many thumbnails by a pool of three workers that share six slots, and tells what the pool
 * and each worker has done, and how long it took.
 */
public final class PoolWithStats {

  private PoolWithStats() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (Queues queues = Queues.open("memory:")) {
      Queue pictures = queues.queue("pictures");
      for (int i = 1; i <= 90; i++) {
        pictures.push("holiday-" + i + ".jpg");
      }

      // Sleeping stands for the work.
      WorkerPool pool =
          queues.worker("pictures").node("pool").slots(6).startPool(3, job -> Thread.sleep(5));
      pool.drain();
      pool.stop();

      PoolStatus status = pool.status();
      System.out.println(status.total() + " workers, " + status.processed() + " jobs");
      status
          .workers()
          .forEach(
              worker ->
                  System.out.println(
                      worker.node()
                          + ": "
                          + worker.slots()
                          + " slots, "
                          + worker.processed()
                          + " jobs"));

      WorkerMetrics metrics = pool.metrics();
      System.out.println(
          "waited: half of them up to "
              + metrics.waits().p50().toMillis()
              + " ms, all up to "
              + metrics.waits().max().toMillis()
              + " ms");
      System.out.println(
          "ran: half of them up to "
              + metrics.runs().p50().toMillis()
              + " ms, all up to "
              + metrics.runs().max().toMillis()
              + " ms");
    }
  }
}
