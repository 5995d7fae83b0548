package dev.tandemq.engine.worker;

import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.Objects;

/** What every stop checks. */
final class Stopping {

  private Stopping() {}

  /** The grace, if it may be one. */
  static Duration checkGrace(Duration grace) {
    Objects.requireNonNull(grace, "grace");
    if (grace.isNegative() || grace.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          "grace is "
              + grace
              + "; it ranges from zero to "
              + Job.LIMIT_DURATION.toDays()
              + " days");
    }
    return grace;
  }
}
