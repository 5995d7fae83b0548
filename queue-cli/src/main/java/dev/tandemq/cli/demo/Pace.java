package dev.tandemq.cli.demo;

import java.time.Duration;

/**
 * How fast the tour goes.
 *
 * @param speed how many times faster than people can follow, more than zero
 */
public record Pace(double speed) {

  /** Slow enough to be followed. */
  public static final Pace USUAL = new Pace(1);

  /** So much time at this pace. */
  Duration millis(long atUsualPace) {
    return Duration.ofNanos(Math.round(atUsualPace * 1e6 / speed));
  }
}
