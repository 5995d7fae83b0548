package dev.tandemq.engine.metrics;

import java.time.Duration;
import java.util.Objects;

/**
 * What many durations come to. Percentiles are by nearest rank: each is one of the values, or
 * within a thousandth of one when there are more than 100,000. All are zero without values.
 *
 * @param count how many there were
 * @param mean their arithmetic mean
 * @param p50 half of them were not longer
 * @param p90 90 per cent of them were not longer
 * @param p99 99 per cent of them were not longer
 * @param max the longest
 */
public record Timing(
    long count, Duration mean, Duration p50, Duration p90, Duration p99, Duration max) {

  /** Checks that nothing is missing. */
  public Timing {
    Objects.requireNonNull(mean, "mean");
    Objects.requireNonNull(p50, "p50");
    Objects.requireNonNull(p90, "p90");
    Objects.requireNonNull(p99, "p99");
    Objects.requireNonNull(max, "max");
  }
}
