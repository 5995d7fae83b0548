package dev.tandemq.engine.metrics;

/**
 * Buckets whose width grows with the value: each power of two is cut into {@value #STEPS} of the
 * same width, so a value differs from the middle of its bucket by less than one part in a thousand.
 */
final class Buckets {

  private static final int STEP_BITS = 10;
  static final int STEPS = 1 << STEP_BITS;

  /** Powers of two that are told apart. */
  static final int ROWS = Long.SIZE - STEP_BITS;

  /** For all values that a long can hold. */
  static final int COUNT = ROWS * STEPS;

  private Buckets() {}

  static int indexOf(long value) {
    if (value < STEPS) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - STEP_BITS - Long.numberOfLeadingZeros(value);
    return (shift + 1) * STEPS + (int) (value >>> shift) - STEPS;
  }

  static long valueOf(int index) {
    if (index < STEPS) {
      return index;
    }
    int shift = index / STEPS - 1;
    long lowest = (long) (index % STEPS + STEPS) << shift;
    return lowest + (1L << shift) / 2;
  }
}
