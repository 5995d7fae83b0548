package dev.tandemq.cli.report;

import dev.tandemq.engine.metrics.Percentiles;
import java.time.Duration;
import java.util.List;

/**
 * What became of all jobs.
 *
 * @param jobs lines that were taken as jobs
 * @param completed jobs that were completed
 * @param failed jobs that are failed
 * @param retried jobs that had more than one attempt
 * @param retries attempts beyond the first of a job
 * @param notRun jobs that were not even started because of a stop
 * @param waitingForRetry jobs that were started and would have been tried again but for a stop
 * @param isInputLeft whether the input was not read to its end because of a stop
 * @param haltedAfter number of failed jobs upon which nothing more was started; 0 when that did not
 *     happen
 * @param emptyLines lines that were skipped
 * @param elapsed from the first moment to the last
 * @param waits how long jobs waited, by attempt
 * @param runs how long attempts took
 * @param failures the first failed jobs, in the order of the input
 * @param failuresOmitted how many failed jobs there are besides
 */
public record Summary(
    long jobs,
    long completed,
    long failed,
    long retried,
    long retries,
    long notRun,
    long waitingForRetry,
    boolean isInputLeft,
    long haltedAfter,
    long emptyLines,
    Duration elapsed,
    Percentiles waits,
    Percentiles runs,
    List<FinishedJob> failures,
    long failuresOmitted) {

  /** Takes a copy of the list. */
  public Summary {
    failures = List.copyOf(failures);
  }

  /** Jobs brought to an end in a second. */
  double jobsPerSecond() {
    double seconds = elapsed.toNanos() / 1e9;
    return seconds > 0 ? (completed + failed) / seconds : 0;
  }
}
