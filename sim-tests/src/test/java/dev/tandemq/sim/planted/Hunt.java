package dev.tandemq.sim.planted;

import dev.tandemq.history.Verdict;
import dev.tandemq.sim.SeedReport;
import dev.tandemq.sim.SimSettings;
import dev.tandemq.sim.Simulation;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs seeds until one is red: loaded anew in the world of a plant, spoken to in plain text. */
public final class Hunt {

  private static final Pattern INVARIANT = Pattern.compile("\\b(I\\d\\d): ");

  private Hunt() {}

  /** How many nodes a standard world has: what a test of the harness changes. */
  public static Integer nodes() {
    return SimSettings.STANDARD.nodes();
  }

  /**
   * Runs the seeds from 1 on, until one breaks one of the checks.
   *
   * @return the seed that did, or 0; the checks that it broke; the story of it, or of the first
   *     seed that was red for another reason; how many seeds were red for another reason
   */
  public static String[] untilCaught(String checks, Integer seeds) {
    Set<String> expected = Set.of(checks.split(","));
    int others = 0;
    String other = "";
    for (long seed = 1; seed <= seeds; seed++) {
      SeedReport report = Simulation.run(seed, SimSettings.STANDARD);
      List<String> broken = broken(report);
      if (broken.stream().anyMatch(expected::contains)) {
        return new String[] {
          Long.toString(seed), String.join(",", broken), report.trouble(), Integer.toString(others)
        };
      }
      if (!report.isGreen()) {
        others++;
        other = other.isEmpty() ? "seed " + seed + ": " + broken + " " + report.trouble() : other;
      }
    }
    return new String[] {"0", "", other, Integer.toString(others)};
  }

  /** What the checker says, or else the world itself, which looks where no history can. */
  private static List<String> broken(SeedReport report) {
    List<String> broken =
        report.verdicts().stream()
            .filter(verdict -> verdict.violations() > 0)
            .map(Verdict::invariant)
            .toList();
    Matcher named = INVARIANT.matcher(report.trouble());
    return broken.isEmpty() && named.find() ? List.of(named.group(1)) : broken;
  }
}
