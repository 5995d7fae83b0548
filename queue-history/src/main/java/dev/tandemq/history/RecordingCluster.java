package dev.tandemq.history;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.store.JobStore;

/**
 * A cluster that writes down who joined, renewed and left, who was seen, who led, which locks were
 * granted, extended and given up, and which messages were sent and heard; its jobs are recorded as
 * by {@link RecordingJobStore}.
 *
 * <ul>
 *   <li>{@code JOIN}: {@code leaseNanos} is the time to live; {@code result} ADMITTED, or
 *       NAME_TAKEN with the holder's incarnation as {@code name}.
 *   <li>{@code LEAD}: {@code leaseNanos} is the time to live, {@code count} the term that the new
 *       one must be above; {@code result} LEADS when the candidate leads, else FOLLOWS.
 *   <li>{@code RESIGN}: {@code result} RESIGNED or LOST.
 *   <li>{@code SEEN}: one event for each member, then one without a name whose {@code count} says
 *       how many they were, so that it can be told who was not listed.
 *   <li>{@code LOCK}, {@code EXTEND_LOCK}: {@code leaseNanos} is the time to live.
 *   <li>Looks at the leader and at the locks are not told.
 * </ul>
 *
 * <p>As safe for concurrent use as the target, within what the {@link Side} says.
 */
public final class RecordingCluster implements Cluster {

  private final Cluster target;
  private final JobStore jobs;
  private final Membership membership;
  private final Election election;
  private final Locks locks;
  private final Broadcast broadcast;

  /**
   * A cluster whose calls are told.
   *
   * @param target what is recorded
   * @param recorder writes the events; of the node that makes the calls
   * @param side whether the target is the cluster itself or the way to it
   */
  public RecordingCluster(Cluster target, HistoryRecorder recorder, Side side) {
    Calls calls = new Calls(recorder, side);
    this.target = target;
    this.jobs = new RecordingJobStore(target.jobs(), recorder, side);
    this.membership = new RecordingMembership(target.membership(), calls);
    this.election = new RecordingElection(target.election(), calls);
    this.locks = new RecordingLocks(target.locks(), calls);
    this.broadcast = new RecordingBroadcast(target.broadcast(), calls);
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
