package dev.tandemq.tck.cluster;

import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** The clocks of a plain cluster. */
final class PlainTime {

  private final TimeSource clocks;
  private final LongSupplier nanos;

  /** Times to live by the monotonic clock, as they must be. */
  PlainTime(TimeSource clocks) {
    this(clocks, clocks::nanoTime);
  }

  /** Times to live by another clock. */
  PlainTime(TimeSource clocks, LongSupplier nanos) {
    this.clocks = clocks;
    this.nanos = nanos;
  }

  long nanos() {
    return nanos.getAsLong();
  }

  Instant wall() {
    return clocks.now();
  }

  PlainHold hold(Duration timeToLive) {
    return new PlainHold(nanos(), timeToLive);
  }

  boolean hasEnded(PlainHold hold) {
    return hold.hasEnded(nanos());
  }
}
