package dev.tandemq.examples;

import dev.tandemq.engine.Queues;
import dev.tandemq.job.Job;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pushes the orders of a day with one call, and takes them three at a time: a round trip for each
 * batch instead of each job.
 */
public final class BatchPushAndPop {

  private BatchPushAndPop() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (Queues queues = Queues.open("memory:")) {
      Queue orders = queues.queue("orders");
      // The key keeps an order that is in the list twice from being packed twice.
      List<Job> jobs =
          Stream.of("4711", "4712", "4713", "4711", "4714")
              .map(number -> orders.newJob().payload(number).uniqueKey(number).build())
              .toList();

      for (PutResult answer : orders.pushBatch(jobs)) {
        System.out.println(
            answer instanceof PutResult.Added ? "added" : answer.getClass().getSimpleName());
      }

      List<Claim> batch = orders.popBatch(3, Duration.ofSeconds(1));
      while (!batch.isEmpty()) {
        System.out.println("packed together: " + batch.stream().map(c -> c.job().text()).toList());
        batch.forEach(orders::delete);
        batch = orders.popBatch(3, Duration.ZERO);
      }
    }
  }
}
