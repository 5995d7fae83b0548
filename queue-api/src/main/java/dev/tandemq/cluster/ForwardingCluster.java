package dev.tandemq.cluster;

import dev.tandemq.store.JobStore;
import java.util.Objects;

/**
 * Passes every call on to another cluster: the base of decorators, which override the roles that
 * they change. As safe for concurrent use as it.
 */
public abstract class ForwardingCluster implements Cluster {

  private final Cluster target;

  /** A cluster that behaves as the target does, but for what a subclass overrides. */
  protected ForwardingCluster(Cluster target) {
    this.target = Objects.requireNonNull(target, "target");
  }

  /** The cluster behind this one. */
  protected final Cluster target() {
    return target;
  }

  @Override
  public JobStore jobs() {
    return target.jobs();
  }

  @Override
  public Membership membership() {
    return target.membership();
  }

  @Override
  public Election election() {
    return target.election();
  }

  @Override
  public Locks locks() {
    return target.locks();
  }

  @Override
  public Broadcast broadcast() {
    return target.broadcast();
  }

  @Override
  public void close() {
    target.close();
  }
}
