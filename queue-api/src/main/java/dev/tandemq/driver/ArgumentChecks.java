package dev.tandemq.driver;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What a store refuses before it does anything (rule X2). Safe for concurrent use. */
final class ArgumentChecks {

  private final Capabilities limits;

  ArgumentChecks(Capabilities limits) {
    this.limits = Objects.requireNonNull(limits, "capabilities");
  }

  /** The jobs of a put, copied. */
  List<Job> jobs(List<Job> jobs) {
    checkBatch("jobs", jobs);
    for (Job job : jobs) {
      Objects.requireNonNull(job, "job");
      if (job.payloadSize() > limits.maxPayloadBytes()) {
        throw new IllegalArgumentException(
            String.format(
                "payload of %s has %d bytes; the limit is %d: push a reference to the data instead",
                job, job.payloadSize(), limits.maxPayloadBytes()));
      }
    }
    return List.copyOf(jobs);
  }

  /** The request, wanting no more than one call may bring. */
  TurnRequest turn(TurnRequest request) {
    Objects.requireNonNull(request, "request");
    checkBatch("settlements", request.done());
    return request.want() <= limits.maxBatch()
        ? request
        : new TurnRequest(
            request.done(), request.queues(), limits.maxBatch(), request.lease(), request.node());
  }

  List<Claim> claims(List<Claim> claims) {
    checkBatch("claims", claims);
    return List.copyOf(claims);
  }

  List<JobId> ids(List<JobId> ids) {
    checkBatch("ids", ids);
    return List.copyOf(ids);
  }

  private void checkBatch(String what, List<?> batch) {
    int size = Objects.requireNonNull(batch, what).size();
    if (size > limits.maxBatch()) {
      throw new IllegalArgumentException(
          String.format(
              "%s of one call are %d; the limit is %d: make several calls",
              what, size, limits.maxBatch()));
    }
  }

  static void lease(Duration lease) {
    Objects.requireNonNull(lease, "lease");
    if (lease.isNegative() || lease.isZero() || lease.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "lease is %s; it must be more than zero and at most %d days",
              lease, Job.LIMIT_DURATION.toDays()));
    }
  }

  static void max(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max is " + max + "; it must be at least 1");
    }
  }

  static void prune(Duration olderThan, int keep, int max) {
    Objects.requireNonNull(olderThan, "olderThan");
    if (olderThan.isNegative() || keep < 0) {
      throw new IllegalArgumentException(
          "olderThan is " + olderThan + ", keep is " + keep + "; neither may be negative");
    }
    max(max);
  }

  static void term(long term) {
    if (term < 0) {
      throw new IllegalArgumentException(
          "term is " + term + "; it must be zero, for no leader, or more");
    }
  }

  static void bound(long maxJobs) {
    if (maxJobs < 0) {
      throw new IllegalArgumentException(
          "maxJobs is " + maxJobs + "; it must be zero, for no bound, or more");
    }
  }
}
