package dev.tandemq.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.engine.cluster.DistributedLock;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.error.QueueException;
import dev.tandemq.store.Subscription;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What nodes know of each other and do together besides jobs, on a Redis server: who is here, who
 * leads, a lock that one of them holds, and a word to all.
 */
public final class ClusterNodes {

  private ClusterNodes() {}

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
    CountDownLatch elected = new CountDownLatch(1);
    DistributedQueue desk = DistributedQueue.builder(url).nodeName("desk").build();
    try (desk;
        DistributedQueue shelf =
            // It only listens: it takes no jobs and does not want to lead.
            DistributedQueue.builder(url)
                .nodeName("shelf")
                .jobDistribution(false)
                .leaderElection(false)
                .start()) {
      desk.onElected(term -> elected.countDown());
      desk.start();
      // A run that was killed may lead on for the election timeout, 30 s by default.
      System.out.println("desk leads: " + elected.await(60, TimeUnit.SECONDS));
      shelf
          .leader()
          .ifPresent(leader -> System.out.println("by shelf's word: " + leader.id().name()));
      shelf.nodes().forEach(node -> System.out.println(node.id().name() + " is here"));

      lock(desk, shelf);
      talk(desk, shelf);
    }
  }

  private static void lock(DistributedQueue desk, DistributedQueue shelf) {
    try (DistributedLock one = desk.lock("inventory");
        DistributedLock other = shelf.lock("inventory")) {
      System.out.println("desk has the lock: " + one.tryAcquire());
      System.out.println("shelf gets it too: " + other.tryAcquire());
      long token = one.token();
      one.releaseAsync().toCompletableFuture().join();
      System.out.println("shelf gets it now: " + other.tryAcquire());
      // Whoever is written to refuses a smaller token than the greatest it has seen.
      System.out.println("with a greater token: " + (other.token() > token));
    }
  }

  private static void talk(DistributedQueue desk, DistributedQueue shelf)
      throws InterruptedException {
    CountDownLatch heard = new CountDownLatch(1);
    Subscription listening =
        shelf.onMessage(
            "prices",
            message -> {
              System.out.println("shelf hears: " + new String(message, UTF_8));
              heard.countDown();
            });
    desk.send("prices", "apples are cheaper").toCompletableFuture().join();
    // A word may be lost, when a connection was; so nothing may depend on it.
    if (!heard.await(10, TimeUnit.SECONDS)) {
      System.out.println("shelf has heard nothing within 10 s");
    }
    listening.close();
  }
}
