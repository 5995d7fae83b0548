package dev.tandemq.runs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what sends no event: it is looked at again and again, for a bounded time. */
final class Until {

  private Until() {}

  /** Waits until it is so; fails when it takes longer than {@link Ledger#LIMIT}. */
  static void so(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Ledger.LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as(what).isNegative();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
