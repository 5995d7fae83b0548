package dev.tandemq.cluster;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Passes every call on to another election: the base of decorators. As safe for concurrent use as
 * it.
 */
public abstract class ForwardingElection implements Election {

  private final Election target;

  /** An election that behaves as the target does, but for what a subclass overrides. */
  protected ForwardingElection(Election target) {
    this.target = Objects.requireNonNull(target, "target");
  }

  /** The election behind this one. */
  protected final Election target() {
    return target;
  }

  @Override
  public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
    return target.tryLead(candidate, timeToLive, above);
  }

  @Override
  public CompletionStage<Boolean> resign(NodeId leader, long term) {
    return target.resign(leader, term);
  }

  @Override
  public CompletionStage<Optional<Leader>> leader() {
    return target.leader();
  }
}
