package dev.tandemq.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Locks by name, each held by at most one grant at a time, for a time (rules A1 to A6). A lock is a
 * hint: a holder that sleeps does not notice its end. What makes it safe is its token.
 */
public interface Locks {

  /**
   * Takes the lock if nobody holds it (rules A1, A2, A6). The same owner does not get it twice.
   * After a lost answer it may be held by nobody's knowledge, until its time to live ends.
   *
   * @param timeToLive how long it holds without an extension; more than zero, at most {@link
   *     dev.tandemq.job.Job#LIMIT_DURATION} (rule Y2)
   * @return the grant; empty while another grant holds
   */
  CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration timeToLive);

  /**
   * Runs the time to live of this grant anew, longer or shorter than before (rule A3). {@link
   * Renewal#LOST} when the grant is not the newest of its name, has ended or was unlocked. May be
   * repeated.
   *
   * @param timeToLive as for {@link #tryLock}
   */
  CompletionStage<Renewal> extend(Lock lock, Duration timeToLive);

  /**
   * Ends this grant and no other, its owner and token compared and the grant ended in one step
   * (rule A4).
   *
   * @return whether it held until now
   */
  CompletionStage<Boolean> unlock(Lock lock);

  /** The locks that are held, sorted by name (rule A5). */
  CompletionStage<List<LockView>> locks();
}
