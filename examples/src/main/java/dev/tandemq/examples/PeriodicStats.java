package dev.tandemq.examples;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.QueueStats;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Prints how a queue stands every so often while its jobs run, and stops when they are done. */
public final class PeriodicStats {

  private PeriodicStats() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (Queues queues = Queues.open("memory:")) {
      Queue reports = queues.queue("reports");
      for (int i = 1; i <= 30; i++) {
        reports.push("report " + i);
      }

      var ticks =
          clock.scheduleAtFixedRate(() -> print(reports.stats()), 0, 100, TimeUnit.MILLISECONDS);
      // Sleeping stands for the work.
      Worker worker = queues.worker("reports").slots(2).start(job -> Thread.sleep(30));
      worker.drain();

      // The clock is at rest before the connection, which it asks, is closed.
      ticks.cancel(false);
      clock.shutdown();
      clock.awaitTermination(1, TimeUnit.SECONDS);
      print(reports.stats());
    } finally {
      clock.shutdownNow();
    }
  }

  private static void print(QueueStats stats) {
    System.out.printf(
        "%2d wait, %d run, %2d done%n", stats.ready(), stats.reserved(), stats.completed());
  }
}
