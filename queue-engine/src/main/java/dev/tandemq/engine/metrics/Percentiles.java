package dev.tandemq.engine.metrics;

import java.time.Duration;

/**
 * Percentiles of durations by nearest rank: exact up to 100,000 values, then from a histogram with
 * three significant digits, so that memory is bounded. Safe for concurrent use.
 */
public final class Percentiles {

  private final Sample sample = new Sample(); // guarded by this

  /** Percentiles of no value yet. */
  public Percentiles() {}

  /** Adds a value; a negative one counts as zero. */
  public synchronized void record(Duration value) {
    sample.add(value.toNanos());
  }

  /**
   * The smallest value that so many per cent of all values do not exceed; zero when there is none.
   *
   * @param percent more than 0, at most 100
   */
  public synchronized Duration at(double percent) {
    return sample.at(percent);
  }

  /** What the values recorded so far come to. */
  public synchronized Timing timing() {
    return sample.timing();
  }
}
