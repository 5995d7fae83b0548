package dev.tandemq.examples;

import dev.tandemq.cluster.Leader;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.cluster.DistributedStats;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.memory.MemoryHub;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Three nodes share a queue, on a cluster within this process. The leader is killed while it works:
 * another node leads in the next term, and the jobs that the dead one held are done by the others.
 */
public final class ThreeNodes {

  private static final int ORDERS = 600;

  // Short, so that the story takes seconds. By default 5 s, 30 s and 15 s.
  private static final Duration HEARTBEAT = Duration.ofMillis(200);
  private static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(2);

  private ThreeNodes() {}

  /** A node with threads and timers of its own, as it has when it is a process. */
  private record Node(String name, ThreadedContext process, DistributedQueue queue) {

    static Node start(String name, MemoryHub hub, Set<String> done) {
      ThreadedContext process = new ThreadedContext();
      var cluster = hub.connect(name);
      DistributedQueue queue =
          DistributedQueue.over(process, cluster, cluster.jobs(), MemoryHub.capabilities())
              .nodeName(name)
              .heartbeat(HEARTBEAT)
              .electionTimeout(ELECTION_TIMEOUT)
              .timeToLive(TIME_TO_LIVE)
              .maxConcurrency(4)
              .start();
      queue
          .worker("orders")
          .start(
              job -> {
                Thread.sleep(20); // stands for the work
                done.add(job.text());
              });
      return new Node(name, process, queue);
    }

    /**
     * Ends it as kill -9 would: it says nothing to anybody, and nothing of it gets out any more.
     */
    void kill(MemoryHub hub) {
      hub.cut(name);
      process.close();
    }

    void stop() {
      queue.close();
      process.close();
    }
  }

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    Set<String> done = ConcurrentHashMap.newKeySet();
    try (ThreadedContext server = new ThreadedContext();
        MemoryHub hub = new MemoryHub(server)) {
      List<Node> nodes = new ArrayList<>();
      for (String name : List.of("ada", "bob", "cleo")) {
        nodes.add(Node.start(name, hub, done));
      }
      DistributedQueue first = nodes.get(0).queue();
      await("a leader", () -> first.leader().isPresent());
      await("all nodes", () -> first.nodes().size() == nodes.size());
      Leader leader = first.leader().orElseThrow();
      tell(first.stats("orders"));

      try (Queue orders = first.queues().queue("orders")) {
        for (int i = 1; i <= ORDERS; i++) {
          orders.push("order " + i);
        }
      }
      await("some work done", () -> done.size() >= ORDERS / 6);

      Node killed =
          nodes.stream()
              .filter(node -> node.name().equals(leader.id().name()))
              .findFirst()
              .orElseThrow();
      killed.kill(hub);
      nodes.remove(killed);
      System.out.println("killed " + killed.name() + ", which leads and holds jobs");

      DistributedQueue other = nodes.get(0).queue();
      await(
          "the next term",
          () -> other.leader().filter(next -> next.term() > leader.term()).isPresent());
      await("the dead node's end", () -> other.nodes().size() == 2);
      tell(other.stats("orders"));

      await("the last order", () -> other.stats("orders").queues().get(0).size() == 0);
      QueueStats stats = other.stats("orders").queues().get(0);
      System.out.println(
          stats.pushed()
              + " pushed, "
              + stats.completed()
              + " completed, "
              + stats.failed()
              + " failed");
      System.out.println(
          "claimed again after the death of their node: " + (stats.rescued() > 0 ? "yes" : "no"));
      System.out.println("orders that no handler has seen: " + (ORDERS - done.size()));
      nodes.forEach(Node::stop);
    }
  }

  private static void tell(DistributedStats stats) {
    Leader leader = stats.leader().orElseThrow();
    System.out.println(
        leader.id().name()
            + " leads in term "
            + leader.term()
            + ", of "
            + stats.nodes()
            + " nodes");
  }

  private static void await(String what, BooleanSupplier holds) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (holds.getAsBoolean()) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("waited 30 s for " + what);
  }
}
