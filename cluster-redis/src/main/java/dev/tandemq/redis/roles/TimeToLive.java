package dev.tandemq.redis.roles;

import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.Objects;

/** How long something is held without being renewed, as scripts take it. */
final class TimeToLive {

  private static final long NANOS_PER_MICRO = 1_000;

  private TimeToLive() {}

  /**
   * Checks one that came from outside.
   *
   * @return microseconds, rounded up: nothing ends before its time
   * @throws IllegalArgumentException when it is not more than zero, or too long
   */
  static long micros(Duration timeToLive) {
    Objects.requireNonNull(timeToLive, "timeToLive");
    if (timeToLive.isNegative()
        || timeToLive.isZero()
        || timeToLive.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "timeToLive is %s; it must be more than zero and at most %d days",
              timeToLive, Job.LIMIT_DURATION.toDays()));
    }
    return (timeToLive.toNanos() + NANOS_PER_MICRO - 1) / NANOS_PER_MICRO;
  }
}
