package dev.tandemq.memory;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The membership of a hub, over one link: checks arguments, then makes the call. */
final class MemoryMembership implements Membership {

  private final Connection connection;
  private final MemberList members;

  MemoryMembership(Connection connection, MemberList members) {
    this.connection = connection;
    this.members = members;
  }

  @Override
  public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(state, "state");
    Duration checked = TimeToLive.check(timeToLive);
    return connection.call("join", () -> members.join(node, state, checked));
  }

  @Override
  public CompletionStage<Renewal> renew(Member member, NodeState state) {
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(state, "state");
    return connection.call("renew", () -> members.renew(member, state));
  }

  @Override
  public CompletionStage<Void> leave(Member member) {
    Objects.requireNonNull(member, "member");
    return connection.call(
        "leave",
        () -> {
          members.leave(member);
          return null;
        });
  }

  @Override
  public CompletionStage<List<NodeView>> nodes() {
    return connection.call("nodes", members::nodes);
  }
}
