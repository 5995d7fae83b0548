package dev.tandemq.kv.roles;

import static dev.tandemq.kv.roles.TestWorld.ONE;
import static dev.tandemq.kv.roles.TestWorld.TTL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.job.Job;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What only these roles refuse, or must take, beside what the contract says. */
final class RoleArgumentsTest {

  private final TestWorld world = new TestWorld();
  private final KvMembership members = new KvMembership(world.setup());
  private final KvElection election = new KvElection(world.setup());

  private static NodeState withQueues(int count) {
    List<String> queues =
        IntStream.range(0, count).mapToObj(i -> String.format("%0100d", i)).toList();
    return new NodeState(NodeState.Phase.ACTIVE, 1, 1, queues);
  }

  @Test
  void aStateThatTheBackendCannotKeepIsRefusedBeforeAnythingIsWritten() {
    NodeState tooLarge = withQueues(4_000);

    assertThatThrownBy(() -> members.join(ONE, tooLarge, TTL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4000 queues");
    assertThatThrownBy(() -> members.renew(new Member(ONE, 1), tooLarge))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(world.server.commits()).isZero();
  }

  @Test
  void aStateOfThousandsOfQueuesIsKept() {
    NodeState large = withQueues(3_000);

    assertThat(world.await(members.join(ONE, large, TTL))).isInstanceOf(Joined.Admitted.class);

    assertThat(world.await(members.nodes())).extracting(NodeView::state).containsExactly(large);
  }

  @Test
  void aTermThatLeavesNoRoomIsRefused() {
    assertThatThrownBy(() -> election.tryLead(ONE, TTL, Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> election.resign(ONE, 0)).isInstanceOf(IllegalArgumentException.class);

    assertThat(world.server.commits()).isZero();
  }

  @Test
  void theHighestTermThatIsTakenLeavesRoom() {
    long first = world.await(election.tryLead(ONE, TTL, KvElection.MAX_ABOVE)).term();
    assertThat(world.await(election.resign(ONE, first))).isTrue();

    assertThat(world.await(election.tryLead(ONE, TTL, 0)).term()).isEqualTo(first + 1);
  }

  @Test
  void theLongestTimeToLiveIsKept() {
    assertThat(world.await(members.join(ONE, withQueues(1), Job.LIMIT_DURATION)))
        .isInstanceOf(Joined.Admitted.class);

    assertThat(world.await(members.nodes()))
        .extracting(NodeView::timeToLive)
        .containsExactly(Job.LIMIT_DURATION);
  }
}
