package dev.tandemq.fault;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.store.JobStore;

/**
 * A cluster at the far end of a bad network: each call to its roles and its jobs meets the {@link
 * Fate} that the plan has for it, and broadcast messages get lost. Names of calls are the role and
 * the method, as {@code Election.tryLead} or {@code Locks.unlock}; those of the jobs, delays,
 * errors and the end are as in {@link FaultyJobStore}.
 *
 * <p>That an entry or a session ends, because nobody renewed it, needs no fault of its own: lose or
 * refuse the renewals, or freeze the process with {@link FaultyContext}.
 *
 * <p>As safe for concurrent use as target and plan.
 */
public final class FaultyCluster implements Cluster {

  private final Cluster target;
  private final JobStore jobs;
  private final Membership membership;
  private final Election election;
  private final Locks locks;
  private final Broadcast broadcast;

  /**
   * A cluster in front of another.
   *
   * @param target where calls are applied
   * @param plan what becomes of them
   * @param network where delays run; its {@code execute} is not used
   */
  public FaultyCluster(Cluster target, FaultPlan plan, ProcessContext network) {
    Link link = new Link(plan, network);
    this.target = target;
    this.jobs = new FaultyJobStore(target.jobs(), link);
    this.membership = new FaultyMembership(target.membership(), link);
    this.election = new FaultyElection(target.election(), link);
    this.locks = new FaultyLocks(target.locks(), link);
    this.broadcast = new FaultyBroadcast(target.broadcast(), link);
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
    target.close();
  }
}
