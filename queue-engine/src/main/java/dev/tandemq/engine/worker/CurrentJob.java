package dev.tandemq.engine.worker;

import dev.tandemq.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A job at work, as seen at one moment.
 *
 * @param id the job
 * @param queue its queue
 * @param type its type
 * @param attempt which attempt this is, from 1
 * @param startedAt when its handler was called, by this process' wall clock
 * @param ran how long it has run so far
 * @param isCancelled whether it was asked to end and has not ended yet
 */
public record CurrentJob(
    JobId id,
    String queue,
    String type,
    int attempt,
    Instant startedAt,
    Duration ran,
    boolean isCancelled) {

  /** Checks that nothing is missing. */
  public CurrentJob {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(ran, "ran");
  }
}
