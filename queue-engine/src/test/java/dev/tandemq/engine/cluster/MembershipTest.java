package dev.tandemq.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.engine.cluster.NodeFixture.Node;
import dev.tandemq.error.NameTakenException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How nodes come onto the list of members, stay and leave. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MembershipTest {

  private final NodeFixture nodes = new NodeFixture();

  @Test
  @Rule("D1")
  void startedNodeStaysOnTheListUntilItStops() {
    Node one = nodes.started("one");
    Node two = nodes.started("two");
    nodes.advance(Duration.ofMinutes(10));
    assertThat(nodes.names()).containsExactly("one", "two");
    assertThat(one.cluster().count("join")).isOne();
    assertThat(one.cluster().count("renew ACTIVE")).isBetween(120L, 150L);

    assertThat(nodes.stop(two)).isCompleted();
    assertThat(nodes.names()).containsExactly("one");
    assertThat(two.queue().phase()).isEqualTo(NodePhase.STOPPED);
    two.queue().close();
  }

  @Test
  @Rule("D1")
  void nodeTellsWhatItDoes() {
    Node one = nodes.started("one");
    var worker = one.queue().worker("mails", "bills").start(job -> {});
    nodes.advance(NodeFixture.HEARTBEAT);
    NodeState running = one.queue().nodes().get(0).state();
    assertThat(running)
        .isEqualTo(new NodeState(NodeState.Phase.ACTIVE, 10, 0, List.of("bills", "mails")));
    worker.pause();
    nodes.advance(NodeFixture.HEARTBEAT);
    assertThat(one.queue().nodes().get(0).state().phase()).isEqualTo(NodeState.Phase.PAUSED);
  }

  @Test
  @Rule("D2")
  void nodeThatWasTakenForDeadJoinsAgainWithANewSession() {
    Node one = nodes.started("one");
    nodes.hub.expire(one.queue().id());
    assertThat(nodes.names()).isEmpty();
    nodes.advance(NodeFixture.HEARTBEAT);
    assertThat(nodes.names()).containsExactly("one");
    assertThat(one.queue().isMember()).isTrue();
    assertThat(one.cluster().count("join")).isEqualTo(2);
  }

  @Test
  @Rule("D2")
  void frozenNodeLearnsThatItWasTakenForDeadAndBelievesInNoLeadership() {
    Node one = nodes.started("one");
    assertThat(one.term()).hasValue(1);
    one.process().freeze();
    nodes.advance(Duration.ofMinutes(2));
    assertThat(nodes.names()).isEmpty();
    assertThat(one.term()).isEmpty();

    one.process().thaw();
    nodes.advance(NodeFixture.HEARTBEAT);
    assertThat(nodes.names()).containsExactly("one");
    assertThat(one.term()).hasValue(2);
  }

  @Test
  @Rule("D2")
  void backendThatIsAwayIsTriedAgainWithinFiveSeconds() {
    Node one = nodes.started("one");
    for (WatchedCluster.Line trouble :
        new WatchedCluster.Line[] {
          WatchedCluster.Line.DOWN, WatchedCluster.Line.DEAF, WatchedCluster.Line.MUTE
        }) {
      one.cluster().line = trouble;
      nodes.advance(Duration.ofMinutes(3));
      one.cluster().line = WatchedCluster.Line.UP;
      nodes.advance(Duration.ofSeconds(10));
      assertThat(nodes.names()).as(trouble.name()).containsExactly("one");
      assertThat(one.term()).as(trouble.name()).isPresent();
    }
    // 3 minutes of refusals, at most one in two and a half seconds once it has backed off
    assertThat(one.cluster().count("join")).isLessThan(200);
  }

  @Test
  @Rule("D3")
  void restartAfterACrashWaitsForTheEndOfTheEarlierLife() {
    Node before = nodes.started("one");
    nodes.advance(Duration.ofMinutes(1));
    before.process().kill();
    Node after = nodes.built("one");
    CompletableFuture<Void> started = after.queue().startAsync().toCompletableFuture();
    nodes.advance(Duration.ofSeconds(5));
    assertThat(started).isNotDone();
    nodes.advance(NodeFixture.TIME_TO_LIVE);
    assertThat(started).isCompleted();
    assertThat(after.queue().id().name()).isEqualTo(before.queue().id().name());
    assertThat(after.queue().id()).isNotEqualTo(before.queue().id());
  }

  @Test
  @Rule("D3")
  void nameOfALivingNodeIsTaken() {
    Node first = nodes.started("one");
    nodes.advance(Duration.ofMinutes(1));
    NodeView seen = first.queue().nodes().get(0);
    Node second = nodes.built("one");
    CompletableFuture<Void> started = second.queue().startAsync().toCompletableFuture();
    nodes.advance(Duration.ofSeconds(16));
    assertThat(started).isCompletedExceptionally();
    assertThatThrownBy(started::join)
        .cause()
        .isInstanceOfSatisfying(
            NameTakenException.class,
            taken -> {
              assertThat(taken.startedAt()).isEqualTo(seen.startedAt());
              assertThat(taken.name()).isEqualTo("one");
            })
        .hasMessageContaining("\"one\"")
        .hasMessageContaining(seen.startedAt().toString());
    assertThat(second.queue().phase()).isEqualTo(NodePhase.STOPPED);
    assertThat(first.queue().isMember()).isTrue();
    assertThat(second.cluster().calls).doesNotContain("tryLead 0");
  }

  @Test
  @Rule("D3")
  void startThatWaitsSaysWhoHasTheName() {
    nodes.started("one");
    Node second = nodes.built("one");
    assertThatThrownBy(() -> second.queue().start()).isInstanceOf(NameTakenException.class);
    assertThatThrownBy(() -> second.queue().startAsync())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("STOPPED");
  }

  @Test
  @Rule("D2")
  void startSaysWhenTheBackendDoesNotAnswer() {
    Node one = nodes.built("one");
    one.cluster().line = WatchedCluster.Line.DEAF;
    assertThatThrownBy(() -> one.queue().start())
        .isInstanceOf(QueueUnavailableException.class)
        .hasMessageContaining("PT10S");
    assertThat(one.queue().phase()).isEqualTo(NodePhase.STOPPED);
  }

  @Test
  @Rule("D2")
  void startSaysWhenTheBackendGoesAwayWhileItWaitsForAnEarlierLife() {
    nodes.started("one");
    Node second = nodes.built("one");
    second.cluster().afterJoin = WatchedCluster.Line.DEAF;
    assertThatThrownBy(() -> second.queue().start())
        .isInstanceOf(QueueUnavailableException.class)
        .hasMessageContaining("could not join");
    assertThat(second.queue().phase()).isEqualTo(NodePhase.STOPPED);
  }

  @Test
  @Rule("D2")
  void startThatDoesNotWaitGoesOnUntilTheBackendIsBack() {
    Node one = nodes.built("one");
    one.cluster().line = WatchedCluster.Line.DOWN;
    CompletableFuture<Void> started = one.queue().startAsync().toCompletableFuture();
    nodes.advance(Duration.ofMinutes(5));
    assertThat(started).isNotDone();
    one.cluster().line = WatchedCluster.Line.SLOW;
    nodes.advance(Duration.ofSeconds(6));
    assertThat(started).isCompleted();
    assertThat(one.term()).isPresent();
  }
}
