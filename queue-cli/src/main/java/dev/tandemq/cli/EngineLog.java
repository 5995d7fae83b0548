package dev.tandemq.cli;

import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** What the engine, drivers and the libraries beneath them log by themselves. */
final class EngineLog {

  // Held on to, since the levels go with the loggers.
  private static final List<Logger> ABOUT_THE_STORE =
      Stream.of("worker.Slot", "worker.Heartbeat", "upkeep.Chores", "cluster.DistributedQueue")
          .map(name -> Logger.getLogger("dev.tandemq.engine." + name))
          .toList();

  private static final Logger ALL = Logger.getLogger("");
  private static final Logger OURS = Logger.getLogger("dev.tandemq");

  private static volatile Level least = Level.WARNING;

  private EngineLog() {}

  /**
   * Keeps to our own warnings, a line for each: what a client library says of its connections is
   * nothing to people who typed a command.
   *
   * @param all whether everything is wanted all the same
   */
  static void oursOnly(boolean all) {
    if (all) {
      return;
    }
    ALL.setLevel(Level.OFF);
    OURS.setLevel(least);
    Stream.of(ALL.getHandlers()).forEach(handler -> handler.setFormatter(new Line()));
  }

  /**
   * Keeps the engine quiet about a backend that does not answer, where the command itself tells of
   * such trouble; what else there is to know at the start of a long life is told.
   *
   * @param all whether everything is wanted all the same
   */
  static void quieten(boolean all) {
    ABOUT_THE_STORE.forEach(logger -> logger.setLevel(all ? null : Level.SEVERE));
    least = Level.INFO;
    oursOnly(all);
  }

  /** As the command's own messages. */
  private static final class Line extends Formatter {

    @Override
    public String format(LogRecord message) {
      return "tandem: " + formatMessage(message) + "\n";
    }
  }
}
