package dev.tandemq.redis;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.roles.RedisBroadcast;
import dev.tandemq.redis.roles.RedisElection;
import dev.tandemq.redis.roles.RedisLocks;
import dev.tandemq.redis.roles.RedisMembership;
import dev.tandemq.store.JobStore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection to a namespace on Redis with its jobs and all roles. Closing it closes the jobs
 * and the link; what it holds on the server is left to its time to live. Safe for concurrent use.
 */
final class RedisCluster implements Cluster {

  private final RedisLink link;
  private final JobStore jobs;
  private final Membership membership;
  private final Election election;
  private final Locks locks;
  private final RedisBroadcast broadcast;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Takes over the link and the jobs. Waits until words come through.
   *
   * @param jobs over the same link; closed before it
   * @throws dev.tandemq.error.QueueException when words do not; the caller closes link and jobs
   */
  RedisCluster(RedisLink link, JobStore jobs) {
    this.link = link;
    this.jobs = jobs;
    this.membership = new RedisMembership(link);
    this.election = new RedisElection(link);
    this.locks = new RedisLocks(link);
    this.broadcast = new RedisBroadcast(link);
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
    if (closed.compareAndSet(false, true)) {
      broadcast.close();
      jobs.close();
      link.close();
    }
  }
}
