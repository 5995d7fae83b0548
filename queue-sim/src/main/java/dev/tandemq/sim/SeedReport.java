package dev.tandemq.sim;

import dev.tandemq.history.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of one seed.
 *
 * @param seed which
 * @param trouble what went wrong, in words that tell the story; empty when nothing did
 * @param steps events of the simulated world
 * @param faults how many of each kind were seen to bite, by the name of the kind
 * @param verdicts what the checker says
 */
public record SeedReport(
    long seed, String trouble, long steps, Map<String, Long> faults, List<Verdict> verdicts) {

  /** Takes copies. */
  public SeedReport {
    faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
    verdicts = List.copyOf(verdicts);
  }

  /** Of a world that could not be run to its end. */
  static SeedReport broken(long seed, Throwable thrown) {
    return new SeedReport(
        seed,
        "seed " + seed + ": the simulation itself failed: " + stackOf(thrown),
        0,
        Map.of(),
        List.of());
  }

  static String stackOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().strip();
  }

  /** Whether all held. */
  public boolean isGreen() {
    return trouble.isEmpty();
  }
}
