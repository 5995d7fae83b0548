package dev.tandemq.sim;

import dev.tandemq.history.Verdict;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of many seeds.
 *
 * @param seeds how many were run
 * @param failed how many of them were not green
 * @param steps events of all their worlds
 * @param elapsed real time that it took
 * @param faults how many of each kind were seen to bite, by the name of the kind
 * @param verdicts the checker's, added up over all seeds, sorted by number
 * @param failures the first seeds that were not green, in the order in which they ended
 */
public record CampaignReport(
    long seeds,
    long failed,
    long steps,
    Duration elapsed,
    Map<String, Long> faults,
    List<Verdict> verdicts,
    List<SeedReport> failures) {

  /** Takes copies. */
  public CampaignReport {
    faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
    verdicts = List.copyOf(verdicts);
    failures = List.copyOf(failures);
  }

  /** Whether all held in all of them. */
  public boolean isGreen() {
    return failed == 0;
  }

  /** How fast it went. */
  public double seedsPerMinute() {
    return seeds * 60e9 / Math.max(1, elapsed.toNanos());
  }
}
