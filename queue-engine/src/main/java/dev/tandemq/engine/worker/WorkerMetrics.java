package dev.tandemq.engine.worker;

import dev.tandemq.engine.metrics.Timing;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a worker has done since it was built, after the store's word on each attempt.
 *
 * @param completed jobs completed
 * @param retried attempts that failed and whose job is tried again
 * @param failed jobs set aside: buried, or out of attempts
 * @param snoozed attempts that put their job off
 * @param handedBack jobs given back unspent by a pause or a stop
 * @param discarded jobs dropped: not wanted any more, or cancelled
 * @param lost settlements that the store refused: the job was in other hands, or gone
 * @param abandoned handlers that ignored their interrupt and were given up; what became of their
 *     jobs is counted as well
 * @param waits how long the jobs of all attempts had been ready before their claim
 * @param runs how long all attempts ran, from the call of the handler to its outcome
 * @param lastJobAt when the latest attempt ended; empty before the first one
 */
public record WorkerMetrics(
    long completed,
    long retried,
    long failed,
    long snoozed,
    long handedBack,
    long discarded,
    long lost,
    long abandoned,
    Timing waits,
    Timing runs,
    Optional<Instant> lastJobAt) {

  /** Checks that nothing is missing. */
  public WorkerMetrics {
    Objects.requireNonNull(waits, "waits");
    Objects.requireNonNull(runs, "runs");
    Objects.requireNonNull(lastJobAt, "lastJobAt");
  }
}
