package dev.tandemq.engine.cluster;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.settings.Defaults;
import java.time.Duration;

/** The pauses between calls, with jitter so that nodes do not march in step. */
final class Pace {

  private static final Duration FIRST_RETRY = Duration.ofMillis(250);

  private final ProcessContext context;
  private final Duration every;

  /** A pace of one call in each such time, or a little more often. */
  Pace(ProcessContext context, Duration every) {
    this.context = context;
    this.every = every;
  }

  /** Until the next call is due, counted from when the last was sent. */
  Duration since(long sentAt) {
    long whole = every.toNanos();
    long early = context.random().nextLong((long) (Defaults.JITTER * whole) + 1);
    long elapsed = context.time().nanoTime() - sentAt;
    return Duration.ofNanos(Math.max(0, whole - early - elapsed));
  }

  /**
   * Until a call that failed is made again: longer each time, never longer than the pace itself.
   *
   * @param times how often it has failed in a row, at least 1
   */
  Duration afterTrouble(int times) {
    long cap = Math.min(every.toNanos(), Defaults.RETRY_CAP.toNanos());
    long grown = FIRST_RETRY.toNanos() << Math.min(times - 1, 10);
    long most = Math.min(cap, grown);
    return Duration.ofNanos(most - context.random().nextLong(most / 2 + 1));
  }
}
