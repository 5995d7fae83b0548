package dev.tandemq.store;

import java.time.Instant;
import java.util.Optional;

/**
 * How a queue stands, from counters that change in the same step as the jobs. At rest {@code pushed
 * = ready + delayed + reserved + completed + failed + removed} (rule T1).
 *
 * @param queue its name
 * @param ready jobs that wait to be claimed, those of a paused queue too
 * @param delayed jobs whose time has not come
 * @param reserved jobs that are claimed, those whose lease has run out unnoticed too
 * @param failed jobs set aside now
 * @param pushed jobs ever added
 * @param completed jobs ever completed
 * @param removed jobs ever discarded, removed, cancelled, pruned or cleared
 * @param retried jobs that were granted a second attempt, counted anew after a requeue
 * @param retries attempts beyond the first that were granted
 * @param snoozed times that a job was snoozed
 * @param rescued times that a lease ran out
 * @param paused whether claims are answered with nothing
 * @param bound most jobs that may be ready, delayed and reserved together; 0 means no bound
 * @param lastJobAt when the last job was added, by the store's wall clock
 * @param createdAt when the queue first got a job, by the store's wall clock
 */
public record QueueStats(
    String queue,
    long ready,
    long delayed,
    long reserved,
    long failed,
    long pushed,
    long completed,
    long removed,
    long retried,
    long retries,
    long snoozed,
    long rescued,
    boolean paused,
    long bound,
    Optional<Instant> lastJobAt,
    Optional<Instant> createdAt) {

  /** What an unknown queue answers: zeros. */
  public static QueueStats none(String queue) {
    return new QueueStats(
        queue, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, 0, Optional.empty(), Optional.empty());
  }

  /** Jobs that still have something to do: ready, delayed and reserved. */
  public long size() {
    return ready + delayed + reserved;
  }
}
