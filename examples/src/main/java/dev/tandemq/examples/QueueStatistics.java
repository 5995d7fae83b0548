package dev.tandemq.examples;

import dev.tandemq.engine.Queues;
import dev.tandemq.job.JobId;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.List;

/** Brings one order into each state that a job can be in, and reads the counters of the queue. */
public final class QueueStatistics {

  private QueueStatistics() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (Queues queues = Queues.open("memory:")) {
      Queue orders = queues.queue("orders");
      for (int number = 1; number <= 4; number++) {
        orders.push("order " + number);
      }
      List<Claim> claims = orders.popBatch(3, Duration.ZERO);
      orders.delete(claims.get(0));
      orders.bury(claims.get(1), "the address does not exist");
      // The third stays claimed, the fourth waits; one more for tomorrow, and one that is
      // cancelled.
      orders.later(Duration.ofDays(1), "order 5");
      JobId unwanted = orders.push("order 6");
      orders.cancel(unwanted);

      QueueStats stats = orders.stats();
      System.out.println("ready     " + stats.ready());
      System.out.println("delayed   " + stats.delayed());
      System.out.println("reserved  " + stats.reserved());
      System.out.println("completed " + stats.completed());
      System.out.println("failed    " + stats.failed());
      System.out.println("removed   " + stats.removed());
      System.out.println("together  " + stats.pushed() + " pushed");
      System.out.println("to do     " + stats.size());
    }
  }
}
