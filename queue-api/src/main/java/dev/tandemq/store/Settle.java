package dev.tandemq.store;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.Objects;

/**
 * How a claim ends: one arrow of the life cycle, asked of the store. Made by the factory of the
 * arrow's name.
 *
 * @param claim which claim, with its token
 * @param arrow which arrow
 * @param delay how long the job stays out of sight, from the moment the store applies it; zero
 *     means at once. Used by retry, release and snooze.
 * @param failure what the history shall tell; empty text when there is nothing to tell
 */
public record Settle(Claim claim, Arrow arrow, Duration delay, Failure failure) {

  /** The arrows that leave RESERVED by the holder's word. */
  public enum Arrow {
    /** Done: the job is gone and counted as completed. */
    COMPLETE,
    /** The attempt failed: READY or DELAYED again, FAILED when it was the last. */
    RETRY,
    /** Failed for good, whatever attempts are left: FAILED. */
    BURY,
    /** Given back, the attempt is spent: READY or DELAYED, FAILED when it was the last. */
    RELEASE,
    /** Not now: DELAYED, the attempt is not spent. */
    SNOOZE,
    /** Never begun or cut short by a stop: READY in its old place, the attempt is not spent. */
    HAND_BACK,
    /** Not wanted any more: the job is gone and counted as removed. */
    DISCARD;

    /** Whether the job may be in line again after it: what a cancelled job is kept from (K3). */
    public boolean leadsBack() {
      return this == RETRY || this == RELEASE || this == SNOOZE || this == HAND_BACK;
    }
  }

  private static final Failure NONE = new Failure("");

  /** Checks the delay: zero to {@link Job#LIMIT_DURATION}. */
  public Settle {
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(arrow, "arrow");
    Objects.requireNonNull(delay, "delay");
    Objects.requireNonNull(failure, "failure");
    if (delay.isNegative() || delay.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          "delay is "
              + delay
              + "; it ranges from zero to "
              + Job.LIMIT_DURATION.toDays()
              + " days");
    }
  }

  /** The attempt did its work. */
  public static Settle complete(Claim claim) {
    return new Settle(claim, Arrow.COMPLETE, Duration.ZERO, NONE);
  }

  /** The attempt failed; try again after the delay if attempts are left. */
  public static Settle retry(Claim claim, Duration delay, Failure failure) {
    return new Settle(claim, Arrow.RETRY, delay, failure);
  }

  /** Set the job aside. */
  public static Settle bury(Claim claim, Failure failure) {
    return new Settle(claim, Arrow.BURY, Duration.ZERO, failure);
  }

  /** Give the job back after an attempt that counts. */
  public static Settle release(Claim claim, Duration delay) {
    return new Settle(claim, Arrow.RELEASE, delay, NONE);
  }

  /** Put the job off without spending the attempt. */
  public static Settle snooze(Claim claim, Duration delay) {
    return new Settle(claim, Arrow.SNOOZE, delay, NONE);
  }

  /** Give the job back as if it had not been claimed. */
  public static Settle handBack(Claim claim) {
    return new Settle(claim, Arrow.HAND_BACK, Duration.ZERO, NONE);
  }

  /** Drop the job. */
  public static Settle discard(Claim claim) {
    return new Settle(claim, Arrow.DISCARD, Duration.ZERO, NONE);
  }
}
