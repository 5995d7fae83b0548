package dev.tandemq.sim;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the engine's log silent while worlds are simulated: what goes wrong there is meant to, ten
 * thousand times a minute. The level from before is restored when the last one is closed.
 */
final class QuietLogs implements AutoCloseable {

  private static final Silence SILENCE = new Silence();

  QuietLogs() {
    SILENCE.begin();
  }

  @Override
  public void close() {
    SILENCE.end();
  }

  /** What all worlds of this process share. */
  private static final class Silence {

    /** Held, for a logger that nobody holds is forgotten with its level. */
    private final Logger engine = Logger.getLogger("dev.tandemq");

    private int open;
    private @Nullable Level before;

    synchronized void begin() {
      if (open++ == 0) {
        before = engine.getLevel();
        engine.setLevel(Level.OFF);
      }
    }

    synchronized void end() {
      if (--open == 0) {
        engine.setLevel(before);
      }
    }
  }
}
