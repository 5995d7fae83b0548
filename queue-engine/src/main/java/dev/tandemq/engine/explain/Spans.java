package dev.tandemq.engine.explain;

import java.time.Duration;

/** Amounts in the words of a sentence. */
final class Spans {

  private Spans() {}

  /** The two largest units, as {@code 3 h 20 min}; below a second in milliseconds. */
  static String text(Duration span) {
    if (span.toDays() > 0) {
      return span.toDays() + " d" + rest(span.toHoursPart(), "h");
    }
    if (span.toHours() > 0) {
      return span.toHours() + " h" + rest(span.toMinutesPart(), "min");
    }
    if (span.toMinutes() > 0) {
      return span.toMinutes() + " min" + rest(span.toSecondsPart(), "s");
    }
    return span.toSeconds() > 0 ? span.toSeconds() + " s" : span.toMillis() + " ms";
  }

  private static String rest(int amount, String unit) {
    return amount == 0 ? "" : " " + amount + " " + unit;
  }

  static String jobs(long count) {
    return count == 1 ? "1 job" : count + " jobs";
  }
}
