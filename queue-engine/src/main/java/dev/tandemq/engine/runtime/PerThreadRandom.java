package dev.tandemq.engine.runtime;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Chance without contention: a generator for each thread, seeded from the machine's entropy so that
 * the ids of two processes do not meet.
 */
final class PerThreadRandom implements RandomGenerator {

  private final ThreadLocal<SplittableRandom> generators;

  PerThreadRandom() {
    SplittableRandom root = new SplittableRandom(new SecureRandom().nextLong());
    this.generators =
        ThreadLocal.withInitial(
            () -> {
              synchronized (root) {
                return root.split();
              }
            });
  }

  @Override
  public long nextLong() {
    return generators.get().nextLong();
  }
}
