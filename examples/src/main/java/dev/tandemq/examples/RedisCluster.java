package dev.tandemq.examples;

import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.error.QueueException;
import dev.tandemq.queue.Queue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Three nodes share a queue on a Redis server. Here they are in one process; each has a connection
 * of its own and knows of the others what the server tells, so they might as well be on three
 * machines. Then the one that leads stops, and another leads.
 */
public final class RedisCluster {

  private static final int ORDERS = 120;

  private RedisCluster() {}

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
    BlockingQueue<String> elected = new LinkedBlockingQueue<>();
    Map<String, Integer> done = new ConcurrentHashMap<>();
    try (DistributedQueue ada = start("ada", url, elected);
        DistributedQueue bob = start("bob", url, elected);
        DistributedQueue cleo = start("cleo", url, elected)) {
      Map<String, DistributedQueue> nodes = Map.of("ada", ada, "bob", bob, "cleo", cleo);
      Map<String, Worker> workers = new TreeMap<>();
      nodes.forEach((name, node) -> workers.put(name, work(name, node, done)));
      String leader = await(elected);
      System.out.println(leader + " leads, of " + ada.nodes().size() + " nodes");

      try (Queue orders = ada.queues().queue("orders-of-three")) {
        for (int i = 1; i <= ORDERS; i++) {
          orders.push("order " + i);
        }
      }
      for (Worker worker : workers.values()) {
        worker.drain();
      }
      new TreeMap<>(done).forEach((name, orders) -> System.out.println(name + " did " + orders));

      Optional.ofNullable(nodes.get(leader)).ifPresent(DistributedQueue::close);
      System.out.println(leader + " has stopped, " + await(elected) + " leads");
    }
  }

  private static DistributedQueue start(String name, String url, BlockingQueue<String> elected) {
    DistributedQueue node =
        DistributedQueue.builder(url)
            .nodeName(name)
            .heartbeat(Duration.ofMillis(500)) // short, for the story; by default 5 s
            .maxConcurrency(4)
            .build();
    node.onElected(term -> elected.add(name));
    node.start();
    return node;
  }

  private static Worker work(String name, DistributedQueue node, Map<String, Integer> done) {
    return node.worker("orders-of-three")
        .onCompleted(order -> done.merge(name, 1, Integer::sum))
        .start(order -> Thread.sleep(50)); // stands for the work
  }

  /** A run that was killed may lead on for the election timeout, 30 s by default. */
  private static String await(BlockingQueue<String> elected) throws InterruptedException {
    String name = elected.poll(60, TimeUnit.SECONDS);
    if (name == null) {
      throw new IllegalStateException("nobody was elected within 60 s");
    }
    return name;
  }
}
