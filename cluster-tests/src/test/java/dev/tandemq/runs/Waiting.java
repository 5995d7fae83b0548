package dev.tandemq.runs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other processes do, which nobody tells us of; never longer than a bound. */
final class Waiting {

  /** For what has no bound of its own: long, for a busy machine, and not for ever. */
  static final Duration LONG = Duration.ofSeconds(60);

  private static final long LOOK_EVERY_MILLIS = 20;

  private Waiting() {}

  /** Returns when the condition holds; fails, and says how it stands, when it does not in time. */
  static void until(BooleanSupplier condition, Duration bound, Supplier<String> state) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > bound.toNanos()) {
        throw new AssertionError("not within " + bound + ": " + state.get());
      }
      pause(LOOK_EVERY_MILLIS);
    }
  }

  /** Returns at a moment of the monotonic clock. */
  static void untilMoment(long nanos) {
    while (System.nanoTime() - nanos < 0) {
      pause(1 + TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime()));
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
