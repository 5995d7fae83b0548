package dev.tandemq.fault;

import java.time.Duration;
import java.util.Objects;

/**
 * What becomes of one call to a port.
 *
 * @param before how long it takes to get there, zero or more; calls with different times overtake
 *     each other
 * @param end how it goes
 * @param after how long the answer takes to come back, zero or more
 */
public record Fate(Duration before, End end, Duration after) {

  /** How a call goes. */
  public enum End {
    /** It is applied and answered. */
    ANSWERED,
    /** It fails before it is applied: the caller may try again. */
    REFUSED,
    /** It is applied, and the caller is told that the outcome is unknown. */
    LOST_ANSWER,
    /** It never gets there, and the caller is told that the outcome is unknown. */
    LOST_CALL,
    /** It is applied, and the caller never hears of it. */
    SILENT
  }

  /** Applied and answered at once. */
  public static final Fate NONE = new Fate(Duration.ZERO, End.ANSWERED, Duration.ZERO);

  /** Refused at once. */
  public static final Fate REFUSED = new Fate(Duration.ZERO, End.REFUSED, Duration.ZERO);

  /** Applied at once, the answer lost. */
  public static final Fate LOST_ANSWER = new Fate(Duration.ZERO, End.LOST_ANSWER, Duration.ZERO);

  /** Not applied, and nobody knows. */
  public static final Fate LOST_CALL = new Fate(Duration.ZERO, End.LOST_CALL, Duration.ZERO);

  /** Applied at once, and no word of it for ever. */
  public static final Fate SILENT = new Fate(Duration.ZERO, End.SILENT, Duration.ZERO);

  /** Checks that nothing is missing and no time is negative. */
  public Fate {
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(after, "after");
    if (before.isNegative() || after.isNegative()) {
      throw new IllegalArgumentException(
          "before is " + before + ", after is " + after + "; neither may be negative");
    }
  }

  /** Applied after a while and answered after another. */
  public static Fate delayed(Duration before, Duration after) {
    return new Fate(before, End.ANSWERED, after);
  }

  /** The fate that goes like this, without delay. */
  public static Fate of(End end) {
    return switch (end) {
      case ANSWERED -> NONE;
      case REFUSED -> REFUSED;
      case LOST_ANSWER -> LOST_ANSWER;
      case LOST_CALL -> LOST_CALL;
      case SILENT -> SILENT;
    };
  }

  /** Whether the call goes as if nobody had touched it. */
  public boolean isNone() {
    return end == End.ANSWERED && !isDelayed();
  }

  /** Whether the call or its answer takes time. */
  public boolean isDelayed() {
    return !before.isZero() || !after.isZero();
  }
}
