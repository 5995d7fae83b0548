package dev.tandemq.history;

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

/** A list of nodes whose calls are told. */
record RecordingMembership(Membership target, Calls calls) implements Membership {

  @Override
  public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
    return calls.tell(
        Op.JOIN,
        event -> event.leaseNanos(timeToLive.toNanos()),
        () -> target.join(node, state, timeToLive),
        (event, joined) -> {
          if (joined instanceof Joined.Admitted admitted) {
            event.token(admitted.member().session()).result("ADMITTED");
          } else if (joined instanceof Joined.NameTaken taken) {
            event.name(taken.holder().id().incarnation()).result("NAME_TAKEN");
          }
        });
  }

  @Override
  public CompletionStage<Renewal> renew(Member member, NodeState state) {
    return calls.tell(
        Op.RENEW,
        event -> event.token(member.session()),
        () -> target.renew(member, state),
        (event, renewal) -> event.result(renewal.name()));
  }

  @Override
  public CompletionStage<Void> leave(Member member) {
    return calls.tell(
        Op.LEAVE,
        event -> event.token(member.session()),
        () -> target.leave(member),
        (event, nothing) -> {});
  }

  @Override
  public CompletionStage<List<NodeView>> nodes() {
    long call = calls.numbers(1);
    if (calls.tellsBeginnings()) {
      calls.write(calls.event(Op.SEEN, Phase.INVOKE, call));
    }
    return calls.make(
        target::nodes,
        (nodes, phase, error) -> {
          if (nodes != null) {
            for (NodeView node : nodes) {
              calls.write(
                  calls
                      .event(Op.SEEN, phase, call)
                      .name(node.id().incarnation())
                      .leaseNanos(node.timeToLive().toNanos()));
            }
          }
          calls.write(
              calls
                  .event(Op.SEEN, phase, call)
                  .count(nodes == null ? 0 : nodes.size())
                  .error(error));
        });
  }
}
