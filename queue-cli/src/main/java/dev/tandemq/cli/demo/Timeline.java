package dev.tandemq.cli.demo;

import dev.tandemq.event.QueueEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What stands before an event: how long after the first one it came, and its name. */
final class Timeline {

  private Timeline() {}

  /** For example {@code " 1.52 s completed "}. */
  static String prefix(Instant start, QueueEvent event) {
    double seconds = Duration.between(start, event.at()).toNanos() / 1e9;
    return String.format(Locale.ROOT, "%5.2f s %-13s ", seconds, EventText.name(event));
  }
}
