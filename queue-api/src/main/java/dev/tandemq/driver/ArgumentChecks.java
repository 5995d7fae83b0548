package dev.tandemq.driver;

import dev.tandemq.job.Job;
import dev.tandemq.job.Names;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a store refuses before it does anything (rule X2), for drivers: the arguments of a {@link
 * dev.tandemq.store.JobStore} against the limits that the driver declares, and against those that
 * all stores have. Stores of {@link JobStores#blocking} are checked so already.
 *
 * <p>Each check throws an {@link IllegalArgumentException} that names argument, value and limit, or
 * a {@link NullPointerException} that names what is missing. Checks of lists answer a copy, which
 * the store's caller cannot change any more. Safe for concurrent use; nothing blocks.
 */
public final class ArgumentChecks {

  private final Capabilities limits;

  /**
   * Checks for one driver.
   *
   * @param limits what the driver declares
   */
  public ArgumentChecks(Capabilities limits) {
    this.limits = Objects.requireNonNull(limits, "capabilities");
  }

  /** The jobs of a put: at most a batch, each payload within the limit. */
  public List<Job> jobs(List<Job> jobs) {
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

  /**
   * A turn with at most a batch of settlements; more than a batch of claims may be wanted, and is
   * cut down to one, for a store may always give fewer.
   */
  public TurnRequest turn(TurnRequest request) {
    Objects.requireNonNull(request, "request");
    checkBatch("settlements", request.done());
    return request.want() <= limits.maxBatch()
        ? request
        : new TurnRequest(
            request.done(), request.queues(), limits.maxBatch(), request.lease(), request.node());
  }

  /**
   * The items of a call that takes a batch, as claims or ids.
   *
   * @param what how they are called in the message
   */
  public <T> List<T> items(String what, List<T> items) {
    checkBatch(what, items);
    return List.copyOf(items);
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

  /** The name of a queue, as of {@link Names}. */
  public static void queue(String queue) {
    Names.check("queue", queue);
  }

  /** Names of queues, as of {@link Names}. */
  public static List<String> queues(List<String> queues) {
    List<String> copy = List.copyOf(Objects.requireNonNull(queues, "queues"));
    copy.forEach(ArgumentChecks::queue);
    return copy;
  }

  /**
   * The lease of a claim or of an extension: more than zero, at most {@link Job#LIMIT_DURATION}.
   */
  public static void lease(Duration lease) {
    Objects.requireNonNull(lease, "lease");
    if (lease.isNegative() || lease.isZero() || lease.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "lease is %s; it must be more than zero and at most %d days",
              lease, Job.LIMIT_DURATION.toDays()));
    }
  }

  /** How many jobs a sweep or a prune may move: at least one. */
  public static void max(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max is " + max + "; it must be at least 1");
    }
  }

  /** What a prune keeps, by age and by number, and how many it may remove. */
  public static void prune(Duration olderThan, int keep, int max) {
    Objects.requireNonNull(olderThan, "olderThan");
    if (olderThan.isNegative() || keep < 0) {
      throw new IllegalArgumentException(
          "olderThan is " + olderThan + ", keep is " + keep + "; neither may be negative");
    }
    max(max);
  }

  /** The term of a sweep or a prune: zero, for nobody's, or more. */
  public static void term(long term) {
    if (term < 0) {
      throw new IllegalArgumentException(
          "term is " + term + "; it must be zero, for no leader, or more");
    }
  }

  /** The bound of a queue: zero, for none, or more. */
  public static void bound(long maxJobs) {
    if (maxJobs < 0) {
      throw new IllegalArgumentException(
          "maxJobs is " + maxJobs + "; it must be zero, for no bound, or more");
    }
  }
}
