package dev.tandemq.sim;

import java.util.random.RandomGenerator;

/**
 * Chance from a seed: SplitMix64. Everything that is drawn is worked out here and not by the JDK's
 * defaults, so that two releases of Java draw the same. Confined to one thread.
 */
final class Chance implements RandomGenerator {

  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  private long state;

  Chance(long seed) {
    this.state = mix(seed + GOLDEN);
  }

  /** Another stream, that is the same whatever is drawn from this one later. */
  Chance split(long purpose) {
    return new Chance(mix(state ^ mix(purpose)));
  }

  static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return mixed ^ (mixed >>> 31);
  }

  @Override
  public long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  @Override
  public int nextInt() {
    return (int) (nextLong() >>> 32);
  }

  /** The bias of the multiplication is far below what a simulation could notice. */
  @Override
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound is " + bound + "; it must be more than zero");
    }
    return (int) (((nextLong() >>> 33) * bound) >>> 31);
  }

  @Override
  public int nextInt(int origin, int bound) {
    return origin + nextInt(bound - origin);
  }

  @Override
  public long nextLong(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound is " + bound + "; it must be more than zero");
    }
    return bound < 1L << 62
        ? Math.multiplyHigh(nextLong() >>> 1, bound << 1)
        : Long.remainderUnsigned(nextLong(), bound);
  }

  @Override
  public long nextLong(long origin, long bound) {
    return origin + nextLong(bound - origin);
  }

  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  @Override
  public double nextDouble(double bound) {
    return nextDouble() * bound;
  }

  @Override
  public double nextDouble(double origin, double bound) {
    return origin + nextDouble() * (bound - origin);
  }

  @Override
  public boolean nextBoolean() {
    return nextLong() < 0;
  }

  /** True so many times in a million. */
  boolean happens(int perMillion) {
    return perMillion > 0 && nextInt(1_000_000) < perMillion;
  }

  /** From the first to the last, both possible. */
  long between(long first, long last) {
    return first + nextLong(last - first + 1);
  }
}
