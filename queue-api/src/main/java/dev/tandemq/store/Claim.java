package dev.tandemq.store;

import dev.tandemq.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The right to do one attempt of a job: whoever holds the claim with the newest token holds the
 * job, until the lease ends.
 *
 * @param job the job
 * @param token grows with every claim of the job, over release, rescue and requeue; what settles
 *     and extends is compared with it by the store (rules S2, E2)
 * @param attempt which attempt this is since the last requeue, from 1
 * @param snoozes how often the job was snoozed since the last requeue
 * @param node who claimed it, as given with the claim
 * @param leaseUntil when the lease ends by the store's wall clock; for people. Programs count the
 *     lease on their own monotonic clock from the moment they sent the call.
 * @param waited how long the job was ready before it was claimed, by the store's clock
 */
public record Claim(
    Job job,
    long token,
    int attempt,
    int snoozes,
    String node,
    Instant leaseUntil,
    Duration waited) {

  /** Checks that nothing is missing, and that no number is below its first. */
  public Claim {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(leaseUntil, "leaseUntil");
    Objects.requireNonNull(waited, "waited");
    if (token < 0 || attempt < 1 || snoozes < 0) {
      throw new IllegalArgumentException(
          String.format(
              "token is %d, attempt is %d, snoozes is %d; an attempt is at least 1, the others 0",
              token, attempt, snoozes));
    }
  }

  /** Whether this attempt spends the last one that the job has. */
  public boolean isLastAttempt() {
    return attempt >= job.maxAttempts();
  }

  /** The same claim with another end of its lease. */
  public Claim until(Instant newLeaseUntil) {
    return new Claim(job, token, attempt, snoozes, node, newLeaseUntil, waited);
  }

  /** Job, token and attempt. */
  @Override
  public String toString() {
    return "Claim[" + job + ", token " + token + ", attempt " + attempt + "]";
  }
}
