package dev.tandemq.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * Passes every call on to another membership: the base of decorators. As safe for concurrent use as
 * it.
 */
public abstract class ForwardingMembership implements Membership {

  private final Membership target;

  /** A membership that behaves as the target does, but for what a subclass overrides. */
  protected ForwardingMembership(Membership target) {
    this.target = Objects.requireNonNull(target, "target");
  }

  /** The membership behind this one. */
  protected final Membership target() {
    return target;
  }

  @Override
  public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
    return target.join(node, state, timeToLive);
  }

  @Override
  public CompletionStage<Renewal> renew(Member member, NodeState state) {
    return target.renew(member, state);
  }

  @Override
  public CompletionStage<Void> leave(Member member) {
    return target.leave(member);
  }

  @Override
  public CompletionStage<List<NodeView>> nodes() {
    return target.nodes();
  }
}
