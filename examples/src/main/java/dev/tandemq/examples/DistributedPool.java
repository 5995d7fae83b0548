package dev.tandemq.examples;

import dev.tandemq.cluster.Leader;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.cluster.DistributedStats;
import dev.tandemq.engine.worker.WorkerPool;
import dev.tandemq.error.QueueException;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.QueueStats;
import java.util.List;

/**
 * Two nodes on a Redis server make thumbnails, each with a pool of workers that share its slots.
 * Each pool tells what it did itself, and the node what the server knows of all.
 */
public final class DistributedPool {

  private DistributedPool() {}

  /**
   * Runs the example; ends the process with 3 when the server does not answer.
   *
   * @param args a URL, by default {@code redis://127.0.0.1:6379}
   */
  public static void main(String[] args) throws InterruptedException {
    try {
      run(args.length > 0 ? args[0] : "redis://127.0.0.1:6379");
    } catch (QueueException e) {
      System.err.println(e.getMessage());
      System.exit(3);
    }
  }

  private static void run(String url) throws InterruptedException {
    try (DistributedQueue left = start("left", url);
        DistributedQueue right = start("right", url);
        Queue pictures = left.queues().queue("pictures-of-two")) {
      for (int i = 1; i <= 100; i++) {
        pictures.push("holiday-" + i + ".jpg");
      }
      QueueStats before = pictures.stats();

      // Sleeping stands for the work.
      WorkerPool one = left.startPool(job -> Thread.sleep(20), "pictures-of-two");
      WorkerPool other = right.startPool(job -> Thread.sleep(20), "pictures-of-two");
      for (WorkerPool pool : List.of(one, other)) {
        pool.drain();
        System.out.println(
            pool.status().total()
                + " workers, "
                + pool.status().slots()
                + " slots, "
                + pool.status().processed()
                + " jobs");
      }

      DistributedStats stats = left.stats("pictures-of-two");
      QueueStats queue = stats.queues().get(0);
      System.out.println(stats.nodes() + " nodes, " + stats.nodesOnline() + " online");
      System.out.println("completed by both: " + (queue.completed() - before.completed()));
      System.out.println("left to do: " + queue.size());
      System.out.println(
          "who leads: " + stats.leader().map(Leader::id).map(id -> id.name()).orElse("nobody yet"));
    }
  }

  private static DistributedQueue start(String name, String url) {
    return DistributedQueue.builder(url).nodeName(name).maxConcurrency(6).workers(3).start();
  }
}
