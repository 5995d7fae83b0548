package dev.tandemq.history;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes counter-examples: a line for each thing that has to be seen to believe it. */
final class Example {

  private Example() {}

  static String line(long at, @Nullable NodeTrack node, String what) {
    return String.format(Locale.ROOT, "%s %-10s %s", time(at), node == null ? "?" : node, what);
  }

  /** Seconds since the run began, to the microsecond. */
  static String time(long at) {
    return String.format(Locale.ROOT, "%12.6f s ", at / 1e9);
  }

  static String of(String... lines) {
    return String.join("\n", lines);
  }
}
