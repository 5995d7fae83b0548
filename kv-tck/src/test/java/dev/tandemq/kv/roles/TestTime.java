package dev.tandemq.kv.roles;

import dev.tandemq.kv.clock.Reading;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The cluster's time in a test: that of its clock, known to everybody within bounds. */
record TestTime(ManualContext context, long origin, Duration below, Duration above)
    implements Supplier<CompletionStage<Reading>> {

  /** So that a reading is never below zero. */
  private static final long START = Duration.ofMinutes(1).toNanos();

  /** Time that everybody knows exactly; to be made when the test begins. */
  static TestTime exact(ManualContext context) {
    return within(context, Duration.ZERO, Duration.ZERO);
  }

  static TestTime within(ManualContext context, Duration below, Duration above) {
    return new TestTime(context, context.time().nanoTime(), below, above);
  }

  /** What it is, which nobody knows. */
  long nanos() {
    return START + context.time().nanoTime() - origin;
  }

  @Override
  public CompletionStage<Reading> get() {
    long now = nanos();
    return CompletableFuture.completedFuture(
        new Reading(now - below.toNanos(), now + above.toNanos()));
  }
}
