package dev.tandemq.context;

import java.time.Instant;

/**
 * The two clocks of a process. Durations are measured with {@link #nanoTime()} only; {@link #now()}
 * is for people to read and may jump. Safe for concurrent use.
 */
public interface TimeSource {

  /** The wall clock. It may jump in either direction; nothing may be timed with it. */
  Instant now();

  /**
   * A monotonic reading in nanoseconds from an arbitrary origin, meaningful only as a difference
   * between two readings of the same source.
   */
  long nanoTime();
}
