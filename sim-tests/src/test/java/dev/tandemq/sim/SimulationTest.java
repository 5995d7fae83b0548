package dev.tandemq.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.history.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shipped engine in worlds full of faults. How many seeds: {@code -Dsim.seeds=N}, else 10,000
 * on the JDK of the build and 500 on a newer one.
 */
final class SimulationTest {

  /** What no event of a history can tell, or only where something is declared that is not here. */
  private static final Set<String> NOT_LOOKED_AT = Set.of();

  private static final int FEW = 500;
  private static final int MANY = 10_000;

  @Test
  @Timeout(600) // a minute where nothing else runs
  void seedsAreGreenAndEveryFaultBites() throws InterruptedException {
    int seeds = Integer.getInteger("sim.seeds", Boolean.getBoolean("tests.again") ? FEW : MANY);

    CampaignReport report = new Campaign(SimSettings.STANDARD, 1, seeds).run(seed -> {});

    assertThat(report.failures()).extracting(SeedReport::trouble).isEmpty();
    assertThat(report.seeds()).isEqualTo(seeds);
    assertThat(report.faults()).hasSize(FaultKind.values().length);
    if (seeds >= 100) {
      assertThat(report.faults())
          .as("faults that bit")
          .allSatisfy((kind, count) -> assertThat(count).as(kind).isPositive());
      assertThat(unchecked(report)).as("invariants that were never looked at").isEmpty();
    }
  }

  private static List<String> unchecked(CampaignReport report) {
    List<String> invariants = new ArrayList<>();
    for (Verdict verdict : report.verdicts()) {
      if (verdict.checked() == 0 && !NOT_LOOKED_AT.contains(verdict.invariant())) {
        invariants.add(verdict.invariant());
      }
    }
    return invariants;
  }

  /** Each of these once found something; what it was stands beside it. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        26, // a push that had met others in a full batch was sent alone, and its call had no end
        2362, // a stop that had slept gave handlers up in the instant in which it told them to end
        434, // a call that took long, of which no fault was told, and a job was called late
        970, // the same
      })
  void seedThatOnceFailedIsGreen(long seed) {
    assertThat(Simulation.run(seed, SimSettings.STANDARD).trouble()).isEmpty();
  }

  @Test
  void otherWorldsAreGreenToo() {
    assertThat(Simulation.run(1, new SimSettings(1, 20, java.time.Duration.ofMinutes(2))).trouble())
        .isEmpty();
    assertThat(
            Simulation.run(2, new SimSettings(9, 500, java.time.Duration.ofMinutes(3))).trouble())
        .isEmpty();
  }
}
