package dev.tandemq.examples;

import dev.tandemq.engine.Queues;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import java.time.Duration;
import java.util.Optional;

/** Pushes a job, takes it by hand, and deletes it when it is done. */
public final class PushAndPop {

  private PushAndPop() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (Queues queues = Queues.open("memory:")) {
      Queue orders = queues.queue("orders");
      orders.push("order 4711");

      Optional<Claim> claim = orders.pop(Duration.ofSeconds(1));
      if (claim.isPresent()) {
        System.out.println("took " + claim.get().job().text());
        orders.delete(claim.get());
      }
      System.out.println("left: " + orders.size());
    }
  }
}
