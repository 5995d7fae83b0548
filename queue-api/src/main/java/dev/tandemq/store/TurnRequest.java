package dev.tandemq.store;

import dev.tandemq.job.Job;
import dev.tandemq.job.Names;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a worker asks of the store in one turn: settle these claims, then claim some jobs.
 *
 * @param done settlements, applied first and in this order; may belong to any queue
 * @param queues where to claim, in strict order: the second is looked at when the first has no more
 * @param want most jobs to claim; 0 claims none
 * @param lease how long each claim holds unless extended; more than zero
 * @param node who claims, shown to people who ask who holds a job
 */
public record TurnRequest(
    List<Settle> done, List<String> queues, int want, Duration lease, String node) {

  /** Checks the fields and takes copies of the lists. */
  public TurnRequest {
    // By index, for this is made for every job: both lists are short.
    Objects.requireNonNull(done, "done");
    for (int i = 0; i < done.size(); i++) {
      Objects.requireNonNull(done.get(i), "done holds null");
    }
    Objects.requireNonNull(queues, "queues");
    for (int i = 0; i < queues.size(); i++) {
      Names.check("queue", queues.get(i));
    }
    done = List.copyOf(done);
    queues = List.copyOf(queues);
    Names.check("node", node);
    Objects.requireNonNull(lease, "lease");
    if (want < 0) {
      throw new IllegalArgumentException("want is " + want + "; it must not be negative");
    }
    if (lease.isNegative() || lease.isZero() || lease.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          "lease is "
              + lease
              + "; it must be more than zero and at most "
              + Job.LIMIT_DURATION.toDays()
              + " days");
    }
  }
}
