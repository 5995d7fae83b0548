package dev.tandemq.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SimulationTest {

  @Test
  void seedsAreGreen() {
    long from = System.nanoTime();
    long steps = 0;
    int seeds = Integer.getInteger("sim.seeds", 300);
    for (int seed = 1; seed <= seeds; seed++) {
      SeedReport report = Simulation.run(seed, SimSettings.STANDARD);
      steps += report.steps();
      assertThat(report.trouble()).isEmpty();
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    System.out.println(seeds / seconds * 60 + " seeds/min, " + steps / seeds + " steps/seed");
  }
}
