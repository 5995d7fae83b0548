package dev.tandemq.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Durations in words for people: the two largest units that are not zero. */
final class Spans {

  private Spans() {}

  /** As {@code 3 s}, {@code 1 min 5 s}, {@code 250 ms}, {@code 0 s}. */
  static String text(Duration span) {
    if (span.isNegative()) {
      return "-" + text(span.negated());
    }
    List<String> parts = new ArrayList<>();
    add(parts, span.toDays(), "d");
    add(parts, span.toHoursPart(), "h");
    add(parts, span.toMinutesPart(), "min");
    add(parts, span.toSecondsPart(), "s");
    add(parts, span.toMillisPart(), "ms");
    if (parts.isEmpty()) {
      add(parts, span.toNanosPart(), "ns");
    }
    return parts.isEmpty() ? "0 s" : String.join(" ", parts.subList(0, Math.min(2, parts.size())));
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count != 0) {
      parts.add(count + " " + unit);
    }
  }
}
