package dev.tandemq.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.cluster.NodeFixture.Node;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who leads, who believes so, and who does the chores. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeadershipTest {

  private final NodeFixture nodes = new NodeFixture();
  private final Node one = nodes.started("one");
  private final Node two = nodes.started("two");

  private long leading() {
    return Stream.of(one, two).filter(node -> node.term().isPresent()).count();
  }

  @Test
  @Rule("D4")
  void oneLeadsAndKeepsItsTerm() {
    for (int minute = 0; minute < 10; minute++) {
      nodes.advance(Duration.ofMinutes(1));
      assertThat(one.term()).hasValue(1);
      assertThat(leading()).isOne();
    }
    assertThat(two.queue().leader().orElseThrow().id()).isEqualTo(one.queue().id());
    assertThat(two.queue().stats().isLeader()).isFalse();
    assertThat(one.queue().stats().isLeader()).isTrue();
  }

  @Test
  @Rule("D5")
  void killedLeaderIsFollowedWithinItsTimeAndAHeartbeat() {
    one.process().kill();
    nodes.advance(NodeFixture.ELECTION_TIMEOUT.plus(NodeFixture.HEARTBEAT));
    assertThat(two.term()).hasValue(2);
    assertThat(one.term()).isEmpty();
  }

  @Test
  @Rule("D5")
  void leaderThatStopsIsFollowedWithinAHeartbeat() {
    assertThat(nodes.stop(one)).isCompleted();
    assertThat(one.term()).isEmpty();
    nodes.advance(NodeFixture.HEARTBEAT);
    assertThat(two.term()).hasValue(2);
  }

  @Test
  @Rule("D4")
  void frozenLeaderBelievesNoMoreThanItsTimeCountedFromTheCall() {
    one.process().freeze();
    // Never two at a time, although the leader does not run at all.
    for (int i = 0; i < 400; i++) {
      nodes.advance(Duration.ofMillis(100));
      assertThat(leading()).isLessThanOrEqualTo(1);
    }
    assertThat(two.term()).hasValue(2);
    one.process().thaw();
    nodes.advance(NodeFixture.HEARTBEAT);
    assertThat(one.term()).isEmpty();
    assertThat(two.term()).hasValue(2);
  }

  @Test
  @Rule("D4")
  void beliefIsCountedFromBeforeTheCallWasSent() {
    long renewals = one.cluster().count("tryLead 0");
    one.cluster().line = WatchedCluster.Line.LATE;
    while (one.cluster().count("tryLead 0") == renewals) {
      nodes.advance(Duration.ofMillis(50));
    }
    one.cluster().line = WatchedCluster.Line.DEAF;
    nodes.advance(Duration.ofMillis(29_900));
    assertThat(one.term()).isPresent();
    nodes.advance(Duration.ofMillis(200));
    assertThat(one.term()).isEmpty();
  }

  @Test
  @Rule("D4")
  void leaderCutOffStopsBelievingBeforeAnotherLeads() {
    nodes.hub.cut("one");
    List<String> told = new ArrayList<>();
    one.queue().onDeposed(term -> told.add("one deposed " + term));
    two.queue().onElected(term -> told.add("two elected " + term));
    for (int i = 0; i < 400; i++) {
      nodes.advance(Duration.ofMillis(100));
      assertThat(leading()).isLessThanOrEqualTo(1);
    }
    assertThat(told).containsExactly("one deposed 1", "two elected 2");
  }

  @Test
  @Rule("D6")
  void listenersAreToldInOrderAndMayFail() {
    List<String> told = new ArrayList<>();
    Node three = nodes.built("three");
    three
        .queue()
        .onElected(
            term -> {
              throw new IllegalStateException("planted");
            });
    three.queue().onElected(term -> told.add("elected " + term));
    three.queue().onDeposed(term -> told.add("deposed " + term));
    one.process().kill();
    two.process().kill();
    three.queue().start();
    nodes.advance(Duration.ofSeconds(40));
    assertThat(told).containsExactly("elected 2");
    nodes.hub.expire(three.queue().id());
    nodes.advance(NodeFixture.HEARTBEAT);
    assertThat(nodes.stop(three)).isCompleted();
    nodes.advance(NodeFixture.HEARTBEAT);
    assertThat(told).containsExactly("elected 2", "deposed 2", "elected 3", "deposed 3");
  }

  @Test
  @Rule("D7")
  void onlyTheLeaderDoesTheChoresAndOfAllQueues() {
    one.queue().queues().queue("lonely").push("x");
    nodes.advance(Duration.ofSeconds(20));
    assertThat(one.cluster().count("sweep lonely 1")).isBetween(15L, 25L);
    assertThat(two.cluster().calls).noneMatch(call -> call.startsWith("sweep"));
    assertThat(two.cluster().calls).doesNotContain("queues");

    one.process().kill();
    nodes.advance(Duration.ofSeconds(40));
    assertThat(two.cluster().calls).contains("sweep lonely 2");
    assertThat(two.cluster().calls).doesNotContain("sweep lonely 1");
  }

  @Test
  @Rule("D7")
  void withoutElectionEveryNodeDoesTheChoresInNobodysOffice() {
    NodeFixture others = new NodeFixture();
    Node a = others.started("a", builder -> builder.leaderElection(false));
    Node b = others.started("b", builder -> builder.leaderElection(false));
    a.queue().queues().queue("q").push("x");
    others.advance(Duration.ofSeconds(20));
    assertThat(a.cluster().count("sweep q 0")).isBetween(15L, 25L);
    assertThat(b.cluster().count("sweep q 0")).isBetween(15L, 25L);
    assertThat(a.term()).isEmpty();
    assertThat(a.cluster().calls).noneMatch(call -> call.startsWith("tryLead"));
  }

  @Test
  @Rule("D8")
  void leaderWhoseTermIsRefusedRunsForOneBeyond() {
    List<String> told = new ArrayList<>();
    one.queue().onDeposed(term -> told.add("deposed " + term));
    one.queue().onElected(term -> told.add("elected " + term));
    one.queue().queues().queue("q").push("x");
    // The jobs have seen a leader of another cluster.
    var unused = two.cluster().jobs().sweep("q", 10, 70);
    nodes.advance(Duration.ofSeconds(3));
    assertThat(one.cluster().calls).contains("resign 1", "tryLead 70");
    assertThat(one.term()).hasValue(71);
    assertThat(told).containsExactly("elected 1", "deposed 1", "elected 71");
    nodes.advance(Duration.ofSeconds(3));
    assertThat(one.cluster().calls).contains("sweep q 71");
    assertThat(one.cluster().count("sweep q 1")).isLessThan(4);
  }
}
