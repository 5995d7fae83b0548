package dev.tandemq.examples;

import dev.tandemq.engine.QueueManager;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.Worker;

/**
 * A shop with three queues: orders and invoices on one connection, the audit trail on another, each
 * found by its name. Change a URL, and its queues live elsewhere.
 */
public final class SeveralQueues {

  private SeveralQueues() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (QueueManager manager = new QueueManager()) {
      manager.extend("shop", "memory:", "orders").extend("audit", "memory:", "records");
      Queues shop = manager.connection("shop");

      manager.push("order 4711"); // the first connection is the default
      manager.push("order 4712");

      // Each step leaves a job for the next.
      Worker packing =
          manager
              .worker("shop")
              .slots(1)
              .start(
                  job -> {
                    System.out.println("packed " + job.text());
                    shop.queue("invoices").push(job.text());
                  });
      packing.drain();
      Worker billing =
          shop.worker("invoices")
              .slots(1)
              .start(
                  job -> {
                    System.out.println("billed " + job.text());
                    manager.queue("audit").push(job.text() + " is done");
                  });
      billing.drain();

      System.out.println("connections: " + manager.names());
      System.out.println("orders left: " + manager.size());
      System.out.println("audit trail: " + manager.queue("audit").size());
    }
  }
}
