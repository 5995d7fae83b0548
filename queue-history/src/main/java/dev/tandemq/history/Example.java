package dev.tandemq.history;

import org.jspecify.annotations.Nullable;

/** Writes counter-examples: a line for each thing that has to be seen to believe it. */
final class Example {

  private Example() {}

  static String line(long at, @Nullable NodeTrack node, String what) {
    // No formatter: some lines are kept for the case that something breaks later, which is rare.
    String who = node == null ? "?" : node.toString();
    return time(at) + ' ' + who + " ".repeat(Math.max(0, 10 - who.length())) + ' ' + what;
  }

  /** Seconds since the run began, to the microsecond. */
  static String time(long at) {
    long micros = Math.floorDiv(at + 500, 1000);
    long seconds = Math.floorDiv(micros, 1_000_000);
    String fraction = Long.toString(1_000_000 + Math.floorMod(micros, 1_000_000)).substring(1);
    String number = seconds + "." + fraction;
    return " ".repeat(Math.max(0, 12 - number.length())) + number + " s ";
  }

  static String of(String... lines) {
    return String.join("\n", lines);
  }
}
