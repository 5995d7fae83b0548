package dev.tandemq.sim;

import java.time.Duration;

/**
 * What a simulated world is made of.
 *
 * @param nodes how many, 1 to 100
 * @param jobs how many are pushed in all, 1 to 100,000
 * @param time how long faults are injected, in virtual time
 */
public record SimSettings(int nodes, int jobs, Duration time) {

  /** Four nodes, 200 jobs, ten minutes. */
  public static final SimSettings STANDARD = new SimSettings(4, 200, Duration.ofMinutes(10));
}
