package dev.tandemq.tck.cluster;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.context.TimeSource;
import dev.tandemq.store.JobStore;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The plainest cluster that keeps the contract: each role is one map under one lock. The kit is
 * tried on it, and faults are put around it.
 */
final class PlainCluster implements Cluster {

  private final PlainJobs jobs;
  private final PlainMembership membership;
  private final PlainElection election;
  private final PlainLocks locks;
  private final PlainBroadcast broadcast;

  private PlainCluster(PlainTime time) {
    this.jobs = new PlainJobs(time);
    this.membership = new PlainMembership(time);
    this.election = new PlainElection(time);
    this.locks = new PlainLocks(time);
    this.broadcast = new PlainBroadcast();
  }

  /** Opens connections to one and the same backend. */
  static Supplier<Cluster> opener(TimeSource clocks) {
    return opener(new PlainTime(clocks));
  }

  static Supplier<Cluster> opener(PlainTime time) {
    return opener(time, UnaryOperator.identity());
  }

  /** As before, with something between each connection and the backend. */
  static Supplier<Cluster> opener(PlainTime time, UnaryOperator<Cluster> between) {
    PlainCluster backend = new PlainCluster(time);
    return () -> new PlainConnection(new PlainChecks(between.apply(backend)));
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

  @Override
  public void close() {
    // The backend outlives the connections to it.
  }
}
