package dev.tandemq.fault;

import java.time.Duration;
import java.util.Objects;

/**
 * What becomes of one call to a port.
 *
 * @param before how long it takes to get there; calls with different times overtake each other
 * @param end how it goes
 * @param after how long the answer takes to come back
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

  /** Checks that nothing is missing. */
  public Fate {
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(after, "after");
  }
}
