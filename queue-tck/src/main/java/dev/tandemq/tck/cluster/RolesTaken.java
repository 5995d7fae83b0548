package dev.tandemq.tck.cluster;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.ForwardingCluster;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.store.JobStore;

/** A cluster whose roles were all asked for when it was made, as an engine does at its start. */
final class RolesTaken extends ForwardingCluster {

  private final JobStore jobs;
  private final Membership membership;
  private final Election election;
  private final Locks locks;
  private final Broadcast broadcast;

  RolesTaken(Cluster cluster) {
    super(cluster);
    this.jobs = cluster.jobs();
    this.membership = cluster.membership();
    this.election = cluster.election();
    this.locks = cluster.locks();
    this.broadcast = cluster.broadcast();
  }

  @Override
  public JobStore jobs() {
    return jobs;
  }

  @Override
  public Membership membership() {
    return membership;
  }

  @Override
  public Election election() {
    return election;
  }

  @Override
  public Locks locks() {
    return locks;
  }

  @Override
  public Broadcast broadcast() {
    return broadcast;
  }
}
