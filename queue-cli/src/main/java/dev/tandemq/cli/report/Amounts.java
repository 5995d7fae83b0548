package dev.tandemq.cli.report;

import java.time.Duration;
import java.util.Locale;

/** Durations and rates as people read them. */
public final class Amounts {

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;

  private Amounts() {}

  /**
   * A short time: {@code 0.4 ms}, {@code 3 ms}, {@code 1.2 s}, {@code 2 m 05 s}, {@code 1 h 05 m}.
   */
  public static String latency(Duration time) {
    double millis = time.toNanos() / 1e6;
    if (millis < 0.05) {
      return "0 ms";
    }
    if (millis < 0.95) {
      return decimal(millis) + " ms";
    }
    return Math.round(millis) < 1000 ? Math.round(millis) + " ms" : elapsed(time);
  }

  /** The time that something took: {@code 9.8 s}, {@code 2 m 05 s}, {@code 1 h 05 m}. */
  public static String elapsed(Duration time) {
    long tenths = Math.round(time.toNanos() / 1e8);
    if (tenths < MINUTE * 10) {
      return decimal(tenths / 10.0) + " s";
    }
    long seconds = Math.round(time.toNanos() / 1e9);
    return seconds < HOUR
        ? String.format(Locale.ROOT, "%d m %02d s", seconds / MINUTE, seconds % MINUTE)
        : String.format(Locale.ROOT, "%d h %02d m", seconds / HOUR, seconds % HOUR / MINUTE);
  }

  /** How many per second: {@code 204}, {@code 7.5}, {@code 0}. */
  public static String rate(double perSecond) {
    boolean isWhole = perSecond >= 9.95 || perSecond < 0.05;
    return isWhole ? String.valueOf(Math.round(perSecond)) : decimal(perSecond);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
