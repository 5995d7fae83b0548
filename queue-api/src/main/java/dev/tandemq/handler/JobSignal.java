package dev.tandemq.handler;

import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.Objects;

/**
 * What a handler throws to end its attempt otherwise than by success or failure. A signal is no
 * error: it carries no stack trace and is not logged as one.
 */
public abstract sealed class JobSignal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private JobSignal(String message) {
    super(message, null, false, false);
  }

  /** Not now: the job comes back after the delay, and the attempt is not spent. */
  public static JobSignal snooze(Duration delay) {
    return new Snooze(Objects.requireNonNull(delay, "delay"));
  }

  /** Not wanted any more: the job is dropped and counted as removed. */
  public static JobSignal discard(String reason) {
    return new Discard(Objects.requireNonNull(reason, "reason"));
  }

  /** No use trying again: the job is set aside as failed, whatever attempts are left. */
  public static JobSignal bury(String reason) {
    return new Bury(Objects.requireNonNull(reason, "reason"));
  }

  /** See {@link JobSignal#snooze}. */
  public static final class Snooze extends JobSignal {

    private static final long serialVersionUID = 1L;

    private final Duration delay;

    private Snooze(Duration delay) {
      super("snooze for " + delay);
      if (delay.isNegative() || delay.compareTo(Job.LIMIT_DURATION) > 0) {
        throw new IllegalArgumentException(
            "delay is "
                + delay
                + "; it ranges from zero to "
                + Job.LIMIT_DURATION.toDays()
                + " days");
      }
      this.delay = delay;
    }

    /** How long the job stays out of sight. */
    public Duration delay() {
      return delay;
    }
  }

  /** See {@link JobSignal#discard}. */
  public static final class Discard extends JobSignal {

    private static final long serialVersionUID = 1L;

    private Discard(String reason) {
      super(reason);
    }
  }

  /** See {@link JobSignal#bury}. */
  public static final class Bury extends JobSignal {

    private static final long serialVersionUID = 1L;

    private Bury(String reason) {
      super(reason);
    }
  }
}
