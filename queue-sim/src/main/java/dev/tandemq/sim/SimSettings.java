package dev.tandemq.sim;

import java.time.Duration;
import java.util.Objects;

/**
 * What a simulated world is made of.
 *
 * @param nodes how many, 1 to 100
 * @param jobs how many are pushed in all, 1 to 100,000
 * @param time how long faults are injected, in virtual time; one second to one day
 */
public record SimSettings(int nodes, int jobs, Duration time) {

  private static final int LIMIT_NODES = 100;
  private static final int LIMIT_JOBS = 100_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Four nodes, 200 jobs, ten minutes. */
  public static final SimSettings STANDARD = new SimSettings(4, 200, Duration.ofMinutes(10));

  /** Checks the limits. */
  public SimSettings {
    check("nodes", nodes, LIMIT_NODES);
    check("jobs", jobs, LIMIT_JOBS);
    Objects.requireNonNull(time, "time");
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "time is " + time + "; it ranges from " + SHORTEST + " to " + LONGEST);
    }
  }

  private static void check(String field, int value, int limit) {
    if (value < 1 || value > limit) {
      throw new IllegalArgumentException(field + " is " + value + "; it ranges from 1 to " + limit);
    }
  }
}
