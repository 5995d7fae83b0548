package dev.tandemq.cli.work;

import java.util.EnumSet;
import java.util.Set;

/**
 * Keeps the worker from claiming while there is a reason for it, and lets it go on when the last
 * reason is gone: jobs that we cannot begin are left to others. Safe for concurrent use.
 */
final class Brakes {

  /** Why nothing more is claimed. */
  enum Reason {
    /** Nobody takes our output as fast as it comes. */
    OUTPUT,
    /** As many jobs are under way as may still be finished. */
    QUOTA
  }

  private final Runnable pause;
  private final Runnable resume;
  private final Set<Reason> reasons = EnumSet.noneOf(Reason.class); // guarded by this

  /**
   * Makes brakes.
   *
   * @param pause keeps the worker from claiming; returns at once
   * @param resume ends that; returns at once
   */
  Brakes(Runnable pause, Runnable resume) {
    this.pause = pause;
    this.resume = resume;
  }

  /** There is this reason from now on. */
  synchronized void apply(Reason reason) {
    if (reasons.isEmpty()) {
      unlessStopped(pause);
    }
    reasons.add(reason);
  }

  /** There is this reason no more. */
  synchronized void release(Reason reason) {
    if (reasons.remove(reason) && reasons.isEmpty()) {
      unlessStopped(resume);
    }
  }

  private static void unlessStopped(Runnable step) {
    try {
      step.run();
    } catch (IllegalStateException e) {
      // It stops, and claims nothing anyway.
    }
  }
}
