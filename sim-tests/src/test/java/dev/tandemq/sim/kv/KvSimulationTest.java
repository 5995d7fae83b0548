package dev.tandemq.sim.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.sim.SeedReport;
import dev.tandemq.sim.SimSettings;
import dev.tandemq.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The shipped engine over the algorithm of the coordination stores, in worlds full of faults. How
 * many seeds, and from which on: {@code -Dsim.seeds=N -Dsim.first=N}.
 */
final class KvSimulationTest {

  private static final int FEW = 3;
  private static final int MANY = 12;

  @Test
  @Timeout(900)
  void seedsAreGreen() {
    int seeds = Integer.getInteger("sim.seeds", Boolean.getBoolean("tests.again") ? FEW : MANY);
    long first = Long.getLong("sim.first", 1L);
    List<String> troubles = new ArrayList<>();
    for (long seed = first; seed < first + seeds && troubles.size() < 5; seed++) {
      SeedReport report = Simulation.run(seed, SimSettings.STANDARD, KvWorld::new, event -> {});
      if (!report.trouble().isEmpty()) {
        troubles.add(report.trouble());
      }
    }
    assertThat(troubles).isEmpty();
  }
}
