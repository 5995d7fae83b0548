package dev.tandemq.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.cluster.NodeFixture.Node;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.handler.JobContext;
import dev.tandemq.job.JobId;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.memory.MemoryHub;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node is built of, and what its nodes do together. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DistributedQueueTest {

  private final NodeFixture nodes = new NodeFixture();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Rule("D10")
  void cancelledJobIsToldOnWhateverNodeItRuns(boolean hintsArrive) {
    Node one = nodes.started("one");
    Node two = nodes.started("two");
    List<JobContext> running = new ArrayList<>();
    JobId id = NodeFixture.pushEndless(one);
    two.queue()
        .worker("q")
        .startAsync(
            job -> {
              running.add(job);
              return new CompletableFuture<>();
            });
    nodes.advance(Duration.ofSeconds(2));
    one.cluster().hints = hintsArrive ? WatchedCluster.Line.UP : WatchedCluster.Line.DEAF;
    assertThat(one.queue().cancel(id)).isEqualTo(CancelResult.REQUESTED);
    nodes.advance(Duration.ofMillis(100));
    assertThat(running.get(0).isCancelled()).isEqualTo(hintsArrive);
    nodes.advance(NodeFixture.HEARTBEAT);
    assertThat(running.get(0).isCancelled()).isTrue();
    assertThat(running).hasSize(1);
  }

  @Test
  @Rule("D15")
  void statsTellNodesLeaderAndQueues() {
    Node one = nodes.started("one");
    Node two = nodes.started("two");
    one.queue().queues().queue("q").push("x");
    two.process().kill();
    nodes.advance(Duration.ofSeconds(12));
    DistributedStats stats = one.queue().stats("q", "none");
    assertThat(stats.node()).isEqualTo(one.queue().id());
    assertThat(stats.isLeader()).isTrue();
    assertThat(stats.leader().orElseThrow().term()).isOne();
    assertThat(stats.nodes()).isEqualTo(2);
    assertThat(stats.nodesOnline()).isOne();
    assertThat(stats.queues().get(0).ready()).isOne();
    assertThat(stats.queues().get(1).ready()).isZero();
    assertThat(one.queue().stats().queues()).isEmpty();
  }

  @Test
  void nodeWithoutJobDistributionOnlyPushes() {
    Node one = nodes.started("one", builder -> builder.jobDistribution(false));
    one.queue().queues().queue("q").push("x");
    assertThatThrownBy(() -> one.queue().worker("q"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("jobDistribution");
    assertThatThrownBy(() -> one.queue().startPool(job -> {}, "q"))
        .hasMessageContaining("jobDistribution");
  }

  @Test
  void poolSharesTheConcurrencyOfTheNode() {
    Node one = nodes.started("one", builder -> builder.maxConcurrency(8).workers(3));
    one.queue().startPool(job -> {}, "q");
    nodes.advance(NodeFixture.HEARTBEAT);
    assertThat(one.queue().nodes().get(0).state().slots()).isEqualTo(8);
    assertThat(one.queue().worker("q").build(job -> {}).status().slots()).isEqualTo(8);
  }

  @Test
  void messagesReachAllWhoListen() {
    Node one = nodes.started("one");
    Node two = nodes.started("two");
    List<String> heard = new ArrayList<>();
    one.queue()
        .onMessage(
            "news",
            word -> {
              throw new IllegalStateException("planted");
            });
    one.queue()
        .onMessage("news", word -> heard.add("one " + new String(word, StandardCharsets.UTF_8)));
    var second =
        two.queue()
            .onMessage(
                "news", word -> heard.add("two " + new String(word, StandardCharsets.UTF_8)));
    var unused = one.queue().send("news", "hello");
    nodes.clock.runUntilIdle();
    assertThat(heard).containsExactlyInAnyOrder("one hello", "two hello");
    second.close();
    assertThat(nodes.stop(one)).isCompleted();
    assertThat(two.queue().send("news", "anybody?")).isCompleted();
    nodes.clock.runUntilIdle();
    assertThat(heard).hasSize(2);
    assertThatThrownBy(() -> two.queue().send("tandem.cancel", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tandem.cancel");
    assertThatThrownBy(() -> two.queue().send("news", new byte[4097]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4097")
        .hasMessageContaining("4096");
  }

  @Test
  void settingsThatDoNotFitAreNamedWithValueAndLimit() {
    refused(b -> b.heartbeat(Duration.ZERO), "heartbeat", "PT0S");
    refused(b -> b.heartbeat(Duration.ofDays(2)), "heartbeat", "PT48H", "24 hours");
    refused(b -> b.heartbeat(Duration.ofSeconds(-1)), "heartbeat", "PT-1S");
    refused(b -> b.timeToLive(Duration.ofSeconds(9)), "timeToLive", "PT9S", "PT5S");
    refused(b -> b.electionTimeout(Duration.ofSeconds(9)), "electionTimeout", "PT9S", "PT5S");
    refused(b -> b.lockTimeout(Duration.ZERO), "lockTimeout", "PT0S");
    refused(b -> b.maxConcurrency(0), "maxConcurrency", "0", "1 to 10000");
    refused(b -> b.maxConcurrency(10_001), "maxConcurrency", "10001");
    refused(b -> b.maxConcurrency(3).workers(4), "workers", "4", "1 to 3");
    refused(b -> b.grace(Duration.ofSeconds(-1)), "grace", "PT-1S");
    refused(b -> b.poll(Duration.ZERO), "poll", "PT0S");
    refused(b -> b.nodeName("a b"), "nodeName");
    refused(b -> b.cluster("memory:x"), "cluster");
    // What was not set follows what was.
    nodes.built("slow", b -> b.heartbeat(Duration.ofMinutes(1)).maxConcurrency(2));
  }

  private void refused(UnaryOperator<NodeBuilder> setting, String... parts) {
    assertThatThrownBy(() -> nodes.built("node", setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void driverThatCannotHoldAClusterIsRefusedWithThoseThatCan() {
    Drivers drivers = Drivers.of(List.of(new MemoryDriver(), new PlainDriver()));
    assertThatThrownBy(() -> DistributedQueue.builder("plain:").drivers(drivers).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("plain:", "[memory]", "cluster(url)");
    assertThatThrownBy(
            () -> DistributedQueue.builder("memory:").cluster("plain:").drivers(drivers).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("plain:", "[memory]");
    try (DistributedQueue node =
        DistributedQueue.builder("plain:").cluster("memory:").drivers(drivers).start()) {
      node.queues().queue("q").push("x");
      assertThat(node.stats("q").queues().get(0).ready()).isOne();
    }
  }

  /** Keeps jobs and knows no cluster. */
  private static final class PlainDriver implements QueueDriver {
    @Override
    public String name() {
      return "plain";
    }

    @Override
    public Set<String> schemes() {
      return Set.of("plain");
    }

    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public Capabilities capabilities() {
      return MemoryHub.capabilities();
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }

    @Override
    public JobStore open(QueueUrl url, DriverContext context) {
      return new MemoryDriver().open(QueueUrl.parse("memory:"), context);
    }
  }

  @Test
  void threeNodesOnRealThreadsDoAllJobsAndFollowALeaderThatStops() throws InterruptedException {
    String url = "memory:three-nodes-on-real-threads";
    UnaryOperator<NodeBuilder> fast = b -> b.heartbeat(Duration.ofMillis(100));
    CountDownLatch done = new CountDownLatch(300);
    CountDownLatch elected = new CountDownLatch(1);
    try (DistributedQueue one = fast.apply(DistributedQueue.builder(url)).start();
        DistributedQueue two = fast.apply(DistributedQueue.builder(url)).start();
        DistributedQueue three = fast.apply(DistributedQueue.builder(url)).build()) {
      two.onElected(term -> elected.countDown());
      for (DistributedQueue node : List.of(one, two)) {
        node.worker("q").start(job -> done.countDown());
      }
      for (int i = 0; i < 300; i++) {
        three.queues().queue("q").push("x");
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(one.stopAsync(Duration.ofSeconds(5))).succeedsWithin(Duration.ofSeconds(30));
      assertThat(elected.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(two.nodes()).hasSize(1);
      assertThat(two.stats("q").queues().get(0).completed()).isEqualTo(300);
    }
  }
}
