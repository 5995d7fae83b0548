package dev.tandemq.sim;

import dev.tandemq.history.HistoryEvent;
import java.util.function.Consumer;

/** One world from one seed: the same seed and settings give the same history, byte for byte. */
public final class Simulation {

  private Simulation() {}

  /** Runs the world of the seed to its end. */
  public static SeedReport run(long seed, SimSettings settings) {
    return run(seed, settings, event -> {});
  }

  /** Runs the world of the seed to its end, and tells of every event of its history. */
  @SuppressWarnings("try") // closed, and not used otherwise
  public static SeedReport run(long seed, SimSettings settings, Consumer<HistoryEvent> history) {
    try (QuietLogs quiet = new QuietLogs()) {
      return new Trial(seed, settings, history).run();
    }
  }
}
