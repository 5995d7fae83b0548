package dev.tandemq.cli;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** What the engine logs by itself about a backend that does not answer. */
final class EngineLog {

  /** Held on to, since the levels go with the loggers. */
  private static final List<Logger> ABOUT_THE_STORE =
      Stream.of("worker.Slot", "worker.Heartbeat", "upkeep.Chores", "cluster.DistributedQueue")
          .map(name -> Logger.getLogger("dev.tandemq.engine." + name))
          .toList();

  private EngineLog() {}

  /**
   * Keeps it quiet where the command itself tells of such trouble.
   *
   * @param all whether everything is wanted all the same
   */
  static void quieten(boolean all) {
    ABOUT_THE_STORE.forEach(logger -> logger.setLevel(all ? null : Level.SEVERE));
  }
}
