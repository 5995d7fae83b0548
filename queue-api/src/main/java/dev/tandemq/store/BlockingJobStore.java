package dev.tandemq.store;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps jobs by calls that may block: the port for a driver whose backend has no other way, as a
 * file system or a plain JDBC connection. {@link dev.tandemq.driver.JobStores#blocking} makes a
 * {@link JobStore} of it. Each method does what the one of the same name in {@link JobStore} says,
 * by the same rules; only how the answer comes differs.
 *
 * <p><b>Threads.</b> Called on the threads of the executor that was given to {@link
 * dev.tandemq.driver.JobStores#blocking}, several at the same time if it has several. A method
 * returns its answer and may block until it has it, but not for ever: a call that hangs keeps its
 * thread. {@link #onReady}, {@link #onRoom} and {@link #close} are called on threads of the caller
 * and must not block for long.
 *
 * <p><b>Errors.</b> Arguments have been checked before a method is called: names, nulls, sizes of
 * batches and payloads, ranges. Trouble with the backend is thrown as a {@link
 * dev.tandemq.error.QueueException}: {@link dev.tandemq.error.OutcomeUnknownException} when
 * something may have been changed, one of the others when surely nothing was. An {@link
 * IllegalArgumentException}, as for a page's cursor that the store never gave, is passed on too.
 * Whatever else is thrown is told to the caller as an unknown outcome.
 *
 * <p>After {@link #close} nothing is called any more, and it is not called while another call runs.
 */
public interface BlockingJobStore extends AutoCloseable {

  /** Adds jobs; see {@link JobStore#put}. */
  List<PutResult> put(List<Job> jobs);

  /** Settles claims, then claims jobs; see {@link JobStore#turn}. */
  Turn turn(TurnRequest request);

  /** Lets leases run anew; see {@link JobStore#extend}. */
  List<Extended> extend(List<Claim> claims, Duration lease);

  /** Moves what time has moved; see {@link JobStore#sweep(String, int, long)}. */
  Swept sweep(String queue, int max, long term);

  /** A job with its state; see {@link JobStore#find}. */
  Optional<JobView> find(JobId id);

  /** The job that holds a unique key; see {@link JobStore#findUnique}. */
  Optional<JobId> findUnique(String queue, String uniqueKey);

  /** Jobs in one state; see {@link JobStore#list}. */
  Page<JobView> list(String queue, JobState state, PageRequest page);

  /** Moves failed jobs back into line; see {@link JobStore#requeue}. */
  int requeue(String queue, List<JobId> ids);

  /** Removes jobs in any state; see {@link JobStore#remove}. */
  int remove(List<JobId> ids);

  /** Removes failed jobs; see {@link JobStore#forget}. */
  int forget(String queue, List<JobId> ids);

  /** Cancels jobs; see {@link JobStore#cancel}. */
  List<CancelResult> cancel(List<JobId> ids);

  /** Removes what waits or runs; see {@link JobStore#clear}. */
  int clear(String queue);

  /** Removes old failed jobs; see {@link JobStore#prune(String, Duration, int, int, long)}. */
  Pruned prune(String queue, Duration olderThan, int keep, int max, long term);

  /** How queues stand; see {@link JobStore#stats}. */
  List<QueueStats> stats(List<String> queues);

  /** Names of all queues, sorted; see {@link JobStore#queues}. */
  List<String> queues();

  /** Sets or clears the pause flag; see {@link JobStore#pause}. */
  void pause(String queue, boolean paused);

  /** Sets the bound; see {@link JobStore#bound}. */
  void bound(String queue, long maxJobs);

  /** Subscribes to jobs that become ready; see {@link JobStore#onReady}. */
  Subscription onReady(String queue, Runnable hint);

  /** Subscribes to room; see {@link JobStore#onRoom}. */
  Subscription onRoom(String queue, Runnable hint);

  /** Gives up what the store holds in this process. Called once. */
  @Override
  void close();
}
