package dev.tandemq.sim;

import dev.tandemq.history.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What came of one seed.
 *
 * @param seed which
 * @param trouble what went wrong, in words that tell the story; empty when nothing did
 * @param steps events of the simulated world
 * @param faults how many of each kind were injected, by the name of the kind
 * @param verdicts what the checker says
 */
public record SeedReport(
    long seed, String trouble, long steps, Map<String, Long> faults, List<Verdict> verdicts) {

  /** Whether all held. */
  public boolean isGreen() {
    return trouble.isEmpty();
  }
}
