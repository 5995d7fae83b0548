package dev.tandemq.engine.explain;

import dev.tandemq.job.JobId;
import dev.tandemq.job.JobView;
import dev.tandemq.store.QueueStats;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that an explanation follows from.
 *
 * @param id the job that was asked for
 * @param now the wall clock of this process
 * @param job the job as the store knows it
 * @param twin the job that a push of this one was answered with
 * @param keyHolder the job that holds the unique key of this one; may be this one
 * @param stats how the job's queue stands, and others that its workers serve
 * @param workers the workers of this connection
 */
record Facts(
    JobId id,
    Instant now,
    Optional<JobView> job,
    Optional<JobId> twin,
    Optional<JobId> keyHolder,
    List<QueueStats> stats,
    List<WorkerView> workers) {

  /** How a queue stands; zeros when that was not asked. */
  QueueStats stats(String queue) {
    return stats.stream()
        .filter(one -> one.queue().equals(queue))
        .findFirst()
        .orElseGet(() -> QueueStats.none(queue));
  }
}
