package dev.tandemq.sim;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the engine's log silent while worlds are simulated: what goes wrong there is meant to, ten
 * thousand times a minute. The level from before is restored when the last one is closed.
 */
final class QuietLogs implements AutoCloseable {

  /** Held, for a logger that nobody holds is forgotten with its level. */
  private static final Logger ENGINE = Logger.getLogger("dev.tandemq");

  private static int open;
  private static @Nullable Level before;

  QuietLogs() {
    synchronized (ENGINE) {
      if (open++ == 0) {
        before = ENGINE.getLevel();
        ENGINE.setLevel(Level.OFF);
      }
    }
  }

  @Override
  public void close() {
    synchronized (ENGINE) {
      if (--open == 0) {
        ENGINE.setLevel(before);
      }
    }
  }
}
