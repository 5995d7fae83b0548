package com.example.directory;

import dev.tandemq.context.TimeSource;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The clock that all processes of one directory share: the machine's wall clock plus an offset that
 * stands in the lock file. No job may be early because the wall clock was set (rule P3), and a
 * monotonic clock means nothing to another process or after a restart. So each process compares how
 * far both of its clocks have come since it last looked; when the wall clock went its own way it
 * changes the offset, for everybody. What nobody sees is a jump while no process has the store
 * open. Guarded by the store's lock.
 */
final class StoreClock {

  /** Less is the doing of clock discipline, or of a pause between the two readings. */
  private static final long TOLERANCE = TimeUnit.MILLISECONDS.toNanos(100);

  private final TimeSource time;
  private boolean hasRead;
  private long lastNow;
  private long lastMonotonic;
  private long offset;

  StoreClock(TimeSource time) {
    this.time = time;
  }

  /**
   * The time in nanoseconds since 1970, give or take the offset.
   *
   * @param sharedOffset the offset as the lock file has it
   */
  long read(long sharedOffset) {
    offset = sharedOffset;
    long monotonic = time.nanoTime();
    long wall = wall();
    long now = wall + offset;
    if (hasRead) {
      long expected = lastNow + (monotonic - lastMonotonic);
      if (Math.abs(now - expected) > TOLERANCE) {
        offset = expected - wall;
        now = expected;
      }
    }
    hasRead = true;
    lastNow = now;
    lastMonotonic = monotonic;
    return now;
  }

  /** The offset as it must stand in the lock file after {@link #read}. */
  long offset() {
    return offset;
  }

  private long wall() {
    Instant wall = time.now();
    return TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano();
  }

  /** A moment of this clock as the wall clock has it now; for people. */
  Instant instant(long moment) {
    return Instant.ofEpochSecond(0, moment - offset);
  }
}
