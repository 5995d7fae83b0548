package dev.tandemq.fault;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A list of nodes at the far end of a bad network. */
record FaultyMembership(Membership target, Link link) implements Membership {

  @Override
  public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
    Fate fate = link.next("Membership.join");
    return fate.isNone()
        ? target.join(node, state, timeToLive)
        : link.send(fate, "Membership.join", () -> target.join(node, state, timeToLive));
  }

  @Override
  public CompletionStage<Renewal> renew(Member member, NodeState state) {
    Fate fate = link.next("Membership.renew");
    return fate.isNone()
        ? target.renew(member, state)
        : link.send(fate, "Membership.renew", () -> target.renew(member, state));
  }

  @Override
  public CompletionStage<Void> leave(Member member) {
    Fate fate = link.next("Membership.leave");
    return fate.isNone()
        ? target.leave(member)
        : link.send(fate, "Membership.leave", () -> target.leave(member));
  }

  @Override
  public CompletionStage<List<NodeView>> nodes() {
    Fate fate = link.next("Membership.nodes");
    return fate.isNone() ? target.nodes() : link.send(fate, "Membership.nodes", target::nodes);
  }
}
