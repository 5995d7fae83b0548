package dev.tandemq.cluster;

import dev.tandemq.store.JobStore;

/**
 * What the nodes of a distributed queue share: one connection with one life cycle and four small
 * roles beside the jobs. The rules with a letter and a number stand in {@code docs/contract.md}.
 *
 * <p>Every method of every role makes a single attempt. Waiting, renewing and trying again are the
 * engine's, so that they are the same on every backend.
 *
 * <p><b>Threads and blocking.</b> As for {@link JobStore}: any thread, returns at once, the stage
 * completes on any thread; no method waits for another client.
 *
 * <p><b>Time.</b> A time to live counts from the moment the backend applies the call, by a
 * monotonic clock of its own. A backend may notice its end later, within a bound that its driver
 * declares. Whoever holds something counts it from before the call was sent, and so ends it
 * earlier.
 *
 * <p><b>Errors.</b> As for {@link JobStore}: misuse throws from the call, trouble of the backend
 * fails the stage with a {@link dev.tandemq.error.QueueException}, and only after an {@link
 * dev.tandemq.error.OutcomeUnknownException} something may have been changed. That something is
 * held, a name is taken or an entry has ended is an answer.
 */
public interface Cluster extends AutoCloseable {

  /** The jobs that this cluster keeps, the same on every connection; closed with it (rule Y4). */
  JobStore jobs();

  /** Who is here. */
  Membership membership();

  /** Who leads. */
  Election election();

  /** Who may enter, one at a time. */
  Locks locks();

  /** Words to all. */
  Broadcast broadcast();

  /**
   * Gives up what the connection holds in this process (rules Y1, Y3): every later call of every
   * role throws {@link IllegalStateException}, and listeners hear nothing. What it holds in the
   * backend (members, leadership, locks) is left to its time to live: whoever wants more leaves,
   * resigns and unlocks before. Idempotent.
   */
  @Override
  void close();
}
