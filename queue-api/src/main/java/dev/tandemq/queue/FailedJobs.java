package dev.tandemq.queue;

import dev.tandemq.job.JobId;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The jobs of one queue that were set aside: out of attempts, or buried. They stay, with the
 * history of their attempts, until somebody retries or forgets them or they are pruned.
 *
 * <p><b>Threads and blocking.</b> As {@link Queue}. What concerns many jobs takes one call per page
 * and is no single step: jobs that fail meanwhile may be seen or not; none is seen twice.
 */
public interface FailedJobs {

  /** How many there are. */
  long count();

  /**
   * Some of them. A filter may leave a page with fewer jobs than asked for, even with none,
   * although there is a next one.
   */
  Page<JobView> list(FailedFilter filter, PageRequest page);

  /** Some of all. */
  default Page<JobView> list(PageRequest page) {
    return list(FailedFilter.any(), page);
  }

  /** One of them; empty when there is no such job or it is not failed. */
  Optional<JobView> find(JobId id);

  /**
   * Brings one back into line, with all its attempts to come; its history stays.
   *
   * @return false when it is not one of them, or another job has its unique key now
   */
  boolean retry(JobId id);

  /**
   * Brings those that fit back into line, each at most once, also when it fails again meanwhile.
   *
   * @return how many
   * @throws dev.tandemq.error.OutcomeUnknownException when a call failed after some were retried;
   *     it may be repeated for the others
   */
  int retryAll(FailedFilter filter);

  /**
   * Removes one for good. Somebody who retries it at the same moment may find it removed.
   *
   * @return false when it is not one of them
   */
  boolean forget(JobId id);

  /**
   * Removes those that fit for good, as {@link #forget} does.
   *
   * @return how many
   * @throws dev.tandemq.error.OutcomeUnknownException when a call failed after some were removed;
   *     it may be repeated for the others
   */
  int forgetAll(FailedFilter filter);

  /**
   * Removes, oldest failure first, those that failed longer ago than the age and those beyond the
   * newest {@code keep}. Connections with a worker do this by themselves once a minute, with 30
   * days and 10,000.
   *
   * @param olderThan zero or more
   * @param keep zero or more
   * @return how many
   */
  int prune(Duration olderThan, int keep);
}
