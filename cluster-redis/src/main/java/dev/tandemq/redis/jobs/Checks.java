package dev.tandemq.redis.jobs;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.job.Job;
import dev.tandemq.job.Names;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What the store refuses before it sends anything (rule X2). Safe for concurrent use. */
final class Checks {

  private final Capabilities limits;

  Checks(Capabilities limits) {
    this.limits = Objects.requireNonNull(limits, "capabilities");
  }

  /** The most that one call may bring. */
  int batch(int want) {
    return Math.min(want, limits.maxBatch());
  }

  /** The jobs of a put, copied. */
  List<Job> jobs(List<Job> jobs) {
    List<Job> copy = items("jobs", jobs);
    for (Job job : copy) {
      if (job.payloadSize() > limits.maxPayloadBytes()) {
        throw new IllegalArgumentException(
            String.format(
                "payload of %s has %d bytes; the limit is %d: push a reference to the data instead",
                job, job.payloadSize(), limits.maxPayloadBytes()));
      }
    }
    return copy;
  }

  /** The items of a batch, copied: none null, no more than the limit. */
  <T> List<T> items(String what, List<T> items) {
    int size = Objects.requireNonNull(items, what).size();
    if (size > limits.maxBatch()) {
      throw new IllegalArgumentException(
          String.format(
              "%s of one call are %d; the limit is %d: make several calls",
              what, size, limits.maxBatch()));
    }
    return List.copyOf(items);
  }

  static void queue(String queue) {
    Names.check("queue", queue);
  }

  static List<String> queues(List<String> queues) {
    Objects.requireNonNull(queues, "queues");
    queues.forEach(Checks::queue);
    return List.copyOf(queues);
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

  static void prune(Duration olderThan, int keep) {
    Objects.requireNonNull(olderThan, "olderThan");
    if (olderThan.isNegative() || keep < 0) {
      throw new IllegalArgumentException(
          "olderThan is " + olderThan + ", keep is " + keep + "; neither may be negative");
    }
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
