package dev.tandemq.engine.cluster;

import dev.tandemq.job.JobId;
import dev.tandemq.memory.MemoryHub;
import dev.tandemq.queue.Queue;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Nodes on one in-process cluster, in one thread and on virtual time, with the defaults. */
final class NodeFixture {

  static final Duration HEARTBEAT = Duration.ofSeconds(5);
  static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);
  static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(30);

  /** A node and what it stands on. */
  record Node(NodeProcess process, WatchedCluster cluster, DistributedQueue queue) {
    OptionalLong term() {
      return queue.term();
    }
  }

  final ManualContext clock = new ManualContext(11);
  final MemoryHub hub = new MemoryHub(clock);

  Node built(String name) {
    return built(name, builder -> builder);
  }

  Node built(String name, UnaryOperator<NodeBuilder> settings) {
    NodeProcess process = new NodeProcess(clock);
    WatchedCluster cluster = new WatchedCluster(process, hub.connect(name));
    DistributedQueue queue =
        settings
            .apply(
                DistributedQueue.over(process, cluster, cluster.jobs(), MemoryHub.capabilities())
                    .nodeName(name))
            .build();
    return new Node(process, cluster, queue);
  }

  Node started(String name) {
    return started(name, builder -> builder);
  }

  Node started(String name, UnaryOperator<NodeBuilder> settings) {
    Node node = built(name, settings);
    node.queue().start();
    clock.runUntilIdle();
    return node;
  }

  /** Begins to stop it, without the time to wait for that. */
  CompletableFuture<Void> stop(Node node) {
    CompletionStage<Void> stopped = node.queue().stopAsync(Duration.ofSeconds(30));
    clock.runUntilIdle();
    return stopped.toCompletableFuture();
  }

  List<String> names() {
    return hub.connect("asker").membership().nodes().toCompletableFuture().join().stream()
        .map(node -> node.id().name())
        .toList();
  }

  /** Pushes a job to {@code q} that no timeout ends. */
  static JobId pushEndless(Node node) {
    Queue queue = node.queue().queues().queue("q");
    return queue.push(queue.newJob().payload("x").timeout(Duration.ZERO).build());
  }

  void advance(Duration time) {
    clock.advance(time);
  }
}
