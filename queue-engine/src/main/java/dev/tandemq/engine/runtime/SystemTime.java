package dev.tandemq.engine.runtime;

import dev.tandemq.context.TimeSource;
import java.time.Instant;

/** The clocks of this machine. */
final class SystemTime implements TimeSource {

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
