package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;

/**
 * A claim, as a line of the page of the connection that claimed.
 *
 * @param id the job
 * @param token of this claim
 * @param from where the job stood before
 * @param node who claimed
 * @param until when the lease ends, in the cluster's time
 * @param claimedAt when it was claimed, by the wall clock; for people
 * @param leaseUntil when the lease ends, by the wall clock; for people
 * @param isCancelled whether somebody asked for the job to be cancelled
 */
record Line(
    JobId id,
    long token,
    Place from,
    String node,
    long until,
    long claimedAt,
    long leaseUntil,
    boolean isCancelled) {

  Line extended(long newUntil, long newLeaseUntil) {
    return new Line(id, token, from, node, newUntil, claimedAt, newLeaseUntil, isCancelled);
  }

  Line cancelled() {
    return new Line(id, token, from, node, until, claimedAt, leaseUntil, true);
  }
}
