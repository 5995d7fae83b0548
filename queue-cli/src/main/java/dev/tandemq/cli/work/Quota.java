package dev.tandemq.cli.work;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Lets no more jobs be finished than were asked for: an attempt begins only while all that are
 * under way might end for good without one too many. Safe for concurrent use.
 */
final class Quota {

  private final long most;
  private final Brakes brakes;
  // Guarded by this.
  private final Set<AttemptKey> inside = new HashSet<>();
  private long finished;

  /**
   * Makes a quota.
   *
   * @param most how many jobs may be finished; empty for any number
   */
  Quota(OptionalLong most, Brakes brakes) {
    this.most = most.orElse(Long.MAX_VALUE);
    this.brakes = brakes;
  }

  /**
   * An attempt begins, or waits until another has shown that it does not finish its job.
   *
   * @throws InterruptedException when interrupted while it waits; it has not begun then
   */
  synchronized void enter(AttemptKey attempt) throws InterruptedException {
    while (isUsed()) {
      wait();
    }
    inside.add(attempt);
    if (isUsed()) {
      brakes.apply(Brakes.Reason.QUOTA);
    }
  }

  /**
   * The store has spoken on an attempt.
   *
   * @param isFinal whether its job is finished
   * @return whether nothing is left to be begun or waited for
   */
  synchronized boolean settled(AttemptKey attempt, boolean isFinal) {
    if (!inside.remove(attempt)) {
      return false;
    }
    if (isFinal) {
      finished++;
    } else {
      brakes.release(Brakes.Reason.QUOTA);
      notifyAll();
    }
    return finished >= most;
  }

  private boolean isUsed() {
    return finished + inside.size() >= most;
  }
}
