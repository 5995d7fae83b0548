package dev.tandemq.kv.roles;

import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.Objects;

/** How long something is held without being renewed. */
final class TimeToLive {

  private TimeToLive() {}

  /**
   * Checks one that came from outside.
   *
   * @return nanoseconds
   * @throws IllegalArgumentException when it is not more than zero, or too long
   */
  static long nanos(Duration timeToLive) {
    Objects.requireNonNull(timeToLive, "timeToLive");
    if (timeToLive.isNegative()
        || timeToLive.isZero()
        || timeToLive.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "timeToLive is %s; it must be more than zero and at most %d days",
              timeToLive, Job.LIMIT_DURATION.toDays()));
    }
    return timeToLive.toNanos();
  }
}
