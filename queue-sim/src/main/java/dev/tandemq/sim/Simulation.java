package dev.tandemq.sim;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.history.HistoryEvent;
import java.util.function.Consumer;
import java.util.function.Function;

/** One world from one seed: the same seed and settings give the same history, byte for byte. */
public final class Simulation {

  private Simulation() {}

  /** Runs the world of the seed to its end. */
  public static SeedReport run(long seed, SimSettings settings) {
    return run(seed, settings, event -> {});
  }

  /** Runs the world of the seed to its end, and tells of every event of its history. */
  public static SeedReport run(long seed, SimSettings settings, Consumer<HistoryEvent> history) {
    return run(seed, settings, MemoryBackend::new, history);
  }

  /**
   * As {@link #run(long, SimSettings, Consumer)}, with something else for the nodes to share.
   *
   * @param backends makes it, of the time and threads that it lives on
   */
  @SuppressWarnings("try") // closed, and not used otherwise
  public static SeedReport run(
      long seed,
      SimSettings settings,
      Function<ProcessContext, WorldBackend> backends,
      Consumer<HistoryEvent> history) {
    try (QuietLogs quiet = new QuietLogs()) {
      return new Trial(seed, settings, backends, history).run();
    }
  }
}
