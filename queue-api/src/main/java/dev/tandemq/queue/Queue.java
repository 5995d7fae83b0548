package dev.tandemq.queue;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.job.JobView;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.SettleResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A named queue as applications see it.
 *
 * <p><b>Threads and blocking.</b> Safe for concurrent use. Every method waits for the store's
 * answer; how long at most is the call time of the connection, 10 s. Only {@link #pop} and {@link
 * #popBatch} wait for jobs.
 *
 * <p><b>Errors.</b> Bad arguments bring {@link NullPointerException} or {@link
 * IllegalArgumentException} before anything is sent; a closed queue brings {@link
 * IllegalStateException}; backend trouble brings a {@link dev.tandemq.error.QueueException}. When
 * the answer was lost, or the thread was interrupted while it waited for one, that is {@link
 * dev.tandemq.error.OutcomeUnknownException} with the ids; the interrupt flag is set again.
 */
public interface Queue extends AutoCloseable {

  /** Its name. */
  String name();

  /** A builder for a job of this queue, with a fresh id; everything else has its default. */
  Job.Builder newJob();

  /**
   * A builder for a job of this queue with the payload in the form of its type.
   *
   * @throws IllegalArgumentException when the payload cannot be written
   */
  <T> Job.Builder newJob(JobType<T> type, T payload);

  /**
   * The payload of a job of that type, of any version that the type knows.
   *
   * @throws IllegalArgumentException when the job is of another type
   * @throws dev.tandemq.error.CorruptJobException when the payload cannot be read as its type says
   */
  <T> T read(JobType<T> type, Job job);

  /**
   * Adds a job. Repeating the push of the same job is safe: it is added once.
   *
   * @return id of the job in the store: this one's, or that of the job with the same unique key
   * @throws dev.tandemq.error.QueueFullException when the queue is at its bound
   */
  JobId push(Job job);

  /**
   * Adds a job, waiting for room if the queue is at its bound.
   *
   * @param timeout how long to wait at most; zero tries once
   * @throws dev.tandemq.error.QueueFullException when there was no room all the time
   * @throws InterruptedException when interrupted while waiting for room; nothing is stored then
   */
  JobId push(Job job, Duration timeout) throws InterruptedException;

  /**
   * Adds a job without making the caller wait: for programs that hold no thread while they do.
   *
   * @return the store's word, a full queue too; fails with what {@link #push(Job)} throws for
   *     trouble of the backend. After an {@link dev.tandemq.error.OutcomeUnknownException} the same
   *     job may be pushed again. On a store that answers late or never the stage does so as well.
   */
  CompletionStage<PutResult> pushAsync(Job job);

  /** Adds a typed job. */
  default <T> JobId push(JobType<T> type, T payload) {
    return push(newJob(type, payload).build());
  }

  /** Adds a job of bare bytes. */
  default JobId push(byte[] payload) {
    return push(newJob().payload(payload).build());
  }

  /** Adds a job of text in UTF-8. */
  default JobId push(String text) {
    return push(newJob().payload(text).build());
  }

  /** Adds the job with this delay instead of its own. */
  default JobId later(Duration delay, Job job) {
    return push(Objects.requireNonNull(job, "job").toBuilder().delay(delay).build());
  }

  /** Adds a typed job that becomes ready after the delay. */
  default <T> JobId later(Duration delay, JobType<T> type, T payload) {
    return push(newJob(type, payload).delay(delay).build());
  }

  /** Adds a job of bare bytes that becomes ready after the delay. */
  default JobId later(Duration delay, byte[] payload) {
    return push(newJob().payload(payload).delay(delay).build());
  }

  /** Adds a job of text that becomes ready after the delay. */
  default JobId later(Duration delay, String text) {
    return push(newJob().payload(text).delay(delay).build());
  }

  /**
   * Adds jobs with as few round trips as the store allows. Each job has its own answer, in order; a
   * full queue is an answer here, not an exception.
   */
  List<PutResult> pushBatch(List<Job> jobs);

  /** As {@link #pushBatch}, each job with this delay instead of its own. */
  default List<PutResult> laterBatch(Duration delay, List<Job> jobs) {
    return pushBatch(
        Objects.requireNonNull(jobs, "jobs").stream()
            .map(job -> Objects.requireNonNull(job, "job").toBuilder().delay(delay).build())
            .toList());
  }

  /**
   * Claims the next job, waiting for one if need be. It must be settled by {@link #delete} or
   * {@link #release} before its lease ends: the job's timeout, or 30 s when it has none.
   *
   * @param timeout how long to wait at most; zero looks once
   * @return empty when the time is over
   * @throws InterruptedException when interrupted while waiting; nothing is claimed then
   */
  Optional<Claim> pop(Duration timeout) throws InterruptedException;

  /**
   * Claims up to {@code max} jobs, waiting until there is at least one.
   *
   * @return empty when the time is over
   * @throws InterruptedException when interrupted while waiting; nothing is claimed then
   */
  List<Claim> popBatch(int max, Duration timeout) throws InterruptedException;

  /** Settles a claim as done: the job is gone and counted as completed. */
  SettleResult delete(Claim claim);

  /**
   * Gives a job back after an attempt that counts: ready again after the delay, or failed when it
   * was the last attempt. A job that was cancelled meanwhile is gone instead, and the answer is
   * {@link SettleResult#REMOVED}.
   */
  SettleResult release(Claim claim, Duration delay);

  /**
   * Sets the job aside as failed, whatever attempts are left.
   *
   * @param reason what its history shall tell
   */
  SettleResult bury(Claim claim, String reason);

  /**
   * Lets the lease of a claim run anew from now: for work that takes longer than the lease.
   *
   * @param lease more than zero
   */
  Extended extend(Claim claim, Duration lease);

  /** A job of this queue with its state; empty when it is gone, or of another queue. */
  Optional<JobView> find(JobId id);

  /**
   * Cancels a job: one that waits is removed; one that runs has its handler told and does not come
   * back.
   */
  CancelResult cancel(JobId id);

  /** The jobs that were set aside. */
  FailedJobs failed();

  /**
   * Pauses the queue for everybody: nothing is claimed, pushes go on. Stays until {@link #resume},
   * in a durable store beyond the end of this process.
   */
  void pause();

  /** Ends a pause. */
  void resume();

  /**
   * Sets how many jobs the queue holds at most for everybody, ready, delayed and reserved together;
   * stays as {@link #pause} does. Beyond it pushes are refused or wait.
   *
   * @param maxJobs zero takes the bound away
   */
  void bound(long maxJobs);

  /** Jobs that still have something to do: ready, delayed and reserved. */
  default long size() {
    return stats().size();
  }

  /** How the queue stands. */
  QueueStats stats();

  /**
   * Removes all jobs that are ready, delayed or reserved; failed ones stay.
   *
   * @return how many were removed
   */
  int clear();

  /** Ends this handle, waking whoever waits in a pop. Jobs and connection stay. Idempotent. */
  @Override
  void close();
}
