package dev.tandemq.kv.roles;

import dev.tandemq.kv.clock.Reading;
import java.time.Duration;

/**
 * For how long something is held, by the cluster's clock.
 *
 * @param isGivenUp whether it was ended by its holder, before its time
 * @param until when it ends, or when it was given up; nanoseconds
 */
record Hold(boolean isGivenUp, long until) {

  private static final String HELD = "held-until";
  private static final String GIVEN_UP = "given-up";

  /** What is ended for so long may be swept away. A minute would do; this leaves traces to read. */
  static final Duration KEPT = Duration.ofMinutes(10);

  /** Held from now on: counted from the latest time that it may be, so that it never ends early. */
  static Hold during(Reading now, long timeToLive) {
    long until = now.high() + timeToLive;
    return new Hold(false, until < 0 ? Long.MAX_VALUE : until);
  }

  /** Given up now. */
  static Hold givenUp(Reading now) {
    return new Hold(true, now.high());
  }

  /** Whether it has ended for everybody. */
  boolean isOver(Reading now) {
    return isGivenUp || now.low() >= until;
  }

  /** Whether it has ended, and long ago. */
  boolean isLongOver(Reading now) {
    return isOver(now) && now.low() - until >= KEPT.toNanos();
  }

  /** How long it still holds, for all that others may know; more than zero while it is not over. */
  Duration remaining(Reading now) {
    return Duration.ofNanos(Math.max(0, until - now.low()));
  }

  void write(TextWriter text) {
    text.number(isGivenUp ? GIVEN_UP : HELD, until);
  }

  /** The last line of an entry. */
  static Hold read(TextReader text) {
    boolean isGivenUp = text.isNext(GIVEN_UP);
    return new Hold(isGivenUp, text.number(isGivenUp ? GIVEN_UP : HELD));
  }
}
