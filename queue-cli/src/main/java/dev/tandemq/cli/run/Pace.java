package dev.tandemq.cli.run;

import java.time.Duration;

/**
 * Spaces starts evenly: each gets a moment of its own, at least one interval after the one before.
 * Time that went by without a start is not saved up, so there are no bursts. Not safe for
 * concurrent use.
 */
final class Pace {

  private final long interval;
  private long next;
  private boolean hasBegun;

  /**
   * Makes a pace.
   *
   * @param interval time between two starts; more than zero
   */
  Pace(Duration interval) {
    this.interval = interval.toNanos();
  }

  /**
   * Gives the next moment away.
   *
   * @param now a monotonic reading, in nanoseconds
   * @return when to start, by the same clock; not before {@code now}
   */
  long take(long now) {
    if (!hasBegun || next - now < 0) {
      hasBegun = true;
      next = now;
    }
    long taken = next;
    next += interval;
    return taken;
  }
}
