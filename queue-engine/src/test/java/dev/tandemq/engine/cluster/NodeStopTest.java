package dev.tandemq.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.cluster.NodeFixture.Node;
import dev.tandemq.job.JobState;
import dev.tandemq.store.PageRequest;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a node comes to rest. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NodeStopTest {

  private final NodeFixture nodes = new NodeFixture();
  private final Node one = nodes.started("one");
  private final Node two = nodes.started("two");

  @Test
  @Rule("D11")
  void membershipLeadershipAndLocksAreKeptUntilTheLastHandlerHasEnded() {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    DistributedLock lock = one.queue().lock("report");
    assertThat(lock.tryAcquire()).isTrue();
    NodeFixture.pushEndless(one);
    one.queue().worker("q").startAsync(job -> done);
    nodes.advance(Duration.ofSeconds(2));

    var stopped = one.queue().stopAsync(Duration.ofHours(1)).toCompletableFuture();
    nodes.advance(Duration.ofMinutes(5));
    assertThat(stopped).isNotDone();
    assertThat(one.queue().phase()).isEqualTo(NodePhase.STOPPING);
    assertThat(nodes.names()).containsExactly("one", "two");
    assertThat(one.cluster().calls).contains("renew STOPPING");
    assertThat(one.term()).hasValue(1);
    assertThat(lock.isHeld()).isTrue();
    assertThat(
            one.cluster().jobs().stats(List.of("q")).toCompletableFuture().join().get(0).reserved())
        .isOne();

    one.cluster().calls.clear();
    done.complete(null);
    nodes.advance(Duration.ofSeconds(1));
    assertThat(stopped).isCompleted();
    assertThat(
            one.cluster().calls.stream()
                .filter(call -> !call.startsWith("sweep") && !call.equals("queues")))
        .endsWith("resign 1", "unlock report", "leave");
    assertThat(nodes.names()).containsExactly("two");
    assertThat(one.cluster().isClosed).as("it was given to the node").isFalse();
    nodes.advance(NodeFixture.HEARTBEAT);
    assertThat(two.term()).hasValue(2);
  }

  @Test
  @Rule("D11")
  void nothingIsCalledAfterTheStop() {
    assertThat(nodes.stop(one)).isCompleted();
    one.cluster().calls.clear();
    nodes.advance(Duration.ofMinutes(10));
    assertThat(one.cluster().calls).isEmpty();
    assertThatThrownBy(() -> one.queue().worker("q").start(job -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> one.queue().nodes()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> one.queue().lock("l")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Rule("D11")
  void stopIsBoundedWhenTheBackendIsAway() {
    one.queue().worker("q").start(job -> {});
    assertThat(one.queue().lock("a").tryAcquire()).isTrue();
    one.cluster().line = WatchedCluster.Line.DEAF;
    nodes.advance(Duration.ofSeconds(3));
    var stopped = one.queue().stopAsync(Duration.ZERO).toCompletableFuture();
    nodes.advance(Duration.ofSeconds(30));
    assertThat(stopped).isCompleted();
  }

  @Test
  @Rule("D11")
  void nodeThatWasNeverStartedIsStopped() {
    Node three = nodes.built("three");
    assertThat(nodes.stop(three)).isCompleted();
    assertThat(three.cluster().calls).isEmpty();
    assertThatThrownBy(() -> three.queue().start()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Rule("D11")
  void nodeThatIsStoppedWhileItJoinsSaysSo() {
    Node three = nodes.built("three");
    three.cluster().line = WatchedCluster.Line.DOWN;
    var started = three.queue().startAsync().toCompletableFuture();
    nodes.advance(Duration.ofSeconds(7));
    var stopped = nodes.stop(three);
    nodes.advance(Duration.ofSeconds(10));
    assertThat(stopped).isCompleted();
    assertThatThrownBy(started::join).hasMessageContaining("stopped before it had joined");
  }

  @Test
  @Rule("D11")
  void leadershipWhoseAnswerWasLostIsResigned() {
    assertThat(nodes.stop(one)).isCompleted();
    assertThat(nodes.stop(two)).isCompleted();
    Node three = nodes.built("three");
    three.cluster().losesAnswersTo = "tryLead 0";
    three.queue().start();
    nodes.advance(Duration.ofSeconds(7));
    assertThat(three.term()).isEmpty();
    assertThat(nodes.hub.connect("asker").election().leader().toCompletableFuture().join())
        .isPresent();
    var stopped = nodes.stop(three);
    nodes.advance(Duration.ofSeconds(10));
    assertThat(stopped).isCompleted();
    assertThat(nodes.hub.connect("asker").election().leader().toCompletableFuture().join())
        .isEmpty();
  }

  @Test
  @Rule("D9")
  void jobsOfADeadNodeGoToAnother() {
    one.queue().queues().queue("q").push("x");
    one.queue().worker("q").startAsync(job -> new CompletableFuture<>());
    nodes.advance(Duration.ofSeconds(2));
    one.process().kill();
    two.queue().worker("q").start(job -> {});
    nodes.advance(Duration.ofSeconds(20));
    assertThat(two.queue().stats("q").queues().get(0).completed()).isOne();
    assertThat(
            two.cluster()
                .jobs()
                .list("q", JobState.FAILED, PageRequest.first(1))
                .toCompletableFuture()
                .join()
                .items())
        .isEmpty();
  }
}
