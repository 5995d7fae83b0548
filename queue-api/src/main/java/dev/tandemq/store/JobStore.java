package dev.tandemq.store;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Keeps jobs: the port that a driver implements. The rules with a letter and a number stand in
 * {@code docs/contract.md}; the contract kit has a test for each.
 *
 * <p><b>Threads and blocking.</b> Every method may be called from any thread and returns at once. A
 * store that knows the answer returns a completed stage; else the stage completes later, on any
 * thread. No method waits for another client or for a job to arrive. Interrupts are not looked at.
 *
 * <p><b>Atomicity.</b> Each job moves in one step, together with the counters; a job is in exactly
 * one state at any moment. A batch is one step per job, in order, unless the method says more.
 *
 * <p><b>Errors.</b> Misuse (null, an empty name, a size over the declared limit) throws {@link
 * NullPointerException} or {@link IllegalArgumentException} from the call itself, before anything
 * is written; a call after {@link #close} throws {@link IllegalStateException}. Backend trouble
 * fails the stage with a {@link dev.tandemq.error.QueueException}; {@link
 * dev.tandemq.error.OutcomeUnknownException} is the only one after which something may have been
 * changed. Unknown queues and ids are no error.
 *
 * <p><b>Time.</b> Leases and delays are judged by the store's own clock, never by the caller's wall
 * clock, and counted from the moment the store applies the call.
 *
 * <p><b>Lists.</b> Arguments are not kept; results cannot be changed. Empty lists are allowed and
 * change nothing.
 */
public interface JobStore extends AutoCloseable {

  /**
   * Adds jobs: to READY, or to DELAYED when they have a delay (rules P1 to P7). All or nothing only
   * where the driver declares {@code ATOMIC_BATCH}; else each job has its own answer. May be
   * repeated with the same ids while the store remembers them: what was added before is answered
   * {@link PutResult.Duplicate} with its own id. A queue that is at its bound answers {@link
   * PutResult.Full} (rule B1).
   *
   * @param jobs at most the declared batch, each payload within the declared limit; of an id that
   *     stands twice the second is a duplicate of the first
   * @return one answer per job, in order
   */
  CompletionStage<List<PutResult>> put(List<Job> jobs);

  /**
   * Settles claims, then claims jobs, in one step and one round trip (rules S1 to S12, C1 to C9).
   *
   * <p>Settling compares the token: a claim that is not the newest of its job is LOST and changes
   * nothing. What would lead back into line of a job that was cancelled meanwhile removes it, and
   * is answered REMOVED (rule K3). Where answers can be lost the store remembers token, arrow and
   * answer of settled claims for ten minutes, and the same settlement again is answered the same
   * (rule S11).
   *
   * <p>Claiming takes, in the queues asked for and in their order, what is ready, what has become
   * due and what a dead holder left (rules C5, R1), highest priority first, then oldest first.
   * Paused queues give nothing. Each claim gets a token that is greater than any before for the
   * same job. When the answer was lost the claims run into the end of their leases.
   *
   * @return answers to the settlements in order, and at most {@code want} claims
   */
  CompletionStage<Turn> turn(TurnRequest request);

  /**
   * Lets leases run anew from now (rules E1 to E3), and tells holders whose job was cancelled (rule
   * K2). Idempotent.
   *
   * @param claims at most the declared batch
   * @param lease how long each claim holds from now; more than zero, at most {@link
   *     Job#LIMIT_DURATION}, may be shorter than before
   * @return one answer per claim, in order
   */
  CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease);

  /**
   * Promotes delayed jobs that are due and rescues reservations whose lease ran out, in a queue
   * where perhaps nobody claims (rules R1 to R4). Idempotent.
   *
   * @param max most jobs to move, at least 1
   * @param term the term of the leader that sweeps; zero when it is nobody's office, which is never
   *     refused (rule F2). Refused, and nothing moved, when the store has seen a greater one from a
   *     sweep or a prune, of whatever queue (rule F1).
   */
  CompletionStage<Swept> sweep(String queue, int max, long term);

  /** As {@link #sweep(String, int, long)}, in nobody's office. */
  default CompletionStage<Swept> sweep(String queue, int max) {
    return sweep(queue, max, 0);
  }

  /** A job with its state, or empty when it is gone or was never there (rule L1). */
  CompletionStage<Optional<JobView>> find(JobId id);

  /**
   * The job that holds a unique key in a queue: the one that a put with this key would be a
   * duplicate of (rule L3). Empty when the key is free, as always where {@code UNIQUE_KEY} is not
   * declared.
   */
  CompletionStage<Optional<JobId>> findUnique(String queue, String uniqueKey);

  /**
   * Jobs of a queue in one state, each at most once, in an order that the store chooses (rule L2).
   * Jobs that move while one pages through may be missed.
   */
  CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page);

  /**
   * Moves FAILED jobs to the tail of READY with attempts and snoozes at 0; token and history stay
   * (rule Q1). Ids that are not FAILED in this queue are passed over.
   *
   * @return how many moved
   */
  CompletionStage<Integer> requeue(String queue, List<JobId> ids);

  /**
   * Removes jobs in whatever state they are; they count as removed, and a late settlement of theirs
   * is LOST (rule Q2). Unknown ids are passed over.
   *
   * @return how many were removed
   */
  CompletionStage<Integer> remove(List<JobId> ids);

  /**
   * Removes FAILED jobs of one queue; they count as removed (rule Q6). Ids that are not FAILED in
   * this queue, because they were requeued meanwhile for example, are passed over: looked at and
   * removed in one step.
   *
   * @param ids at most the declared batch
   * @return how many were removed
   */
  CompletionStage<Integer> forget(String queue, List<JobId> ids);

  /**
   * Cancels jobs (rules K1 to K3): what waits is removed at once; what is claimed gets a flag,
   * which its holder sees with its next extension and with which the claim cannot lead back into
   * line. Idempotent, but that what was removed is unknown from then on.
   *
   * @param ids at most the declared batch
   * @return one answer per id, in order
   */
  CompletionStage<List<CancelResult>> cancel(List<JobId> ids);

  /**
   * Removes all ready, delayed and reserved jobs of a queue; keeps failed ones and counters (rule
   * Q3).
   *
   * @return how many were removed
   */
  CompletionStage<Integer> clear(String queue);

  /**
   * Removes failed jobs, oldest failure first: those that failed longer ago than the age, and those
   * beyond the newest {@code keep} (rule Q4).
   *
   * @param olderThan zero or more
   * @param keep zero or more
   * @param max most jobs to remove, at least 1
   * @param term as for {@link #sweep(String, int, long)}
   */
  CompletionStage<Pruned> prune(String queue, Duration olderThan, int keep, int max, long term);

  /**
   * As {@link #prune(String, Duration, int, int, long)}, in nobody's office.
   *
   * @return how many were removed
   */
  default CompletionStage<Integer> prune(String queue, Duration olderThan, int keep, int max) {
    return prune(queue, olderThan, keep, max, 0).thenApply(Pruned::removed);
  }

  /** How queues stand, all read in one step, in the order asked for (rules T1 to T4). */
  CompletionStage<List<QueueStats>> stats(List<String> queues);

  /** Names of all queues that ever held a job or a flag, sorted. */
  CompletionStage<List<String>> queues();

  /**
   * Sets or clears the pause flag of a queue: while it is set claims give nothing; everything else
   * goes on (rule Q5). Idempotent.
   */
  CompletionStage<Void> pause(String queue, boolean paused);

  /**
   * Sets how many jobs a queue holds at most: ready, delayed and reserved together (rules B1 to
   * B3). While there is no room a put is answered {@link PutResult.Full}; what is there already
   * goes on and comes back into line whatever the bound is, so a queue may hold more than its bound
   * for a while. Makes the queue known, as a pause does. Idempotent.
   *
   * @param maxJobs zero takes the bound away
   */
  CompletionStage<Void> bound(String queue, long maxJobs);

  /**
   * Calls the hint, and every other one of the queue, when a claim in it would likely find
   * something (rules H1, H2): once after each turn that claimed less than it wanted there, when
   * next a job becomes ready, by a push, by its time, by the end of a lease or of a pause. A hint
   * may be late, doubled or lost; nothing but speed may depend on it. It is called outside of any
   * lock of the store, on any thread, the timer's too, and must not block.
   */
  Subscription onReady(String queue, Runnable hint);

  /**
   * Calls the hint when a put in the queue would likely find room (rules H2, H3): once after a put
   * was answered {@link PutResult.Full} while the hint was subscribed, when next a job leaves the
   * queue so that there is room, or its bound is raised or taken away. Who subscribes after a
   * {@code Full} therefore tries once more before waiting. Lossy, and called, as {@link #onReady}
   * says; a store that has no way to tell never calls.
   */
  Subscription onRoom(String queue, Runnable hint);

  /** Gives up what the store holds in this process. Jobs of a durable store stay. Idempotent. */
  @Override
  void close();
}
