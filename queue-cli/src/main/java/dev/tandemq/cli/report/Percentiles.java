package dev.tandemq.cli.report;

import java.time.Duration;
import java.util.Arrays;

/**
 * Percentiles of durations by nearest rank: exact up to {@value #EXACT} values, then from a
 * histogram with three significant digits, so that memory is bounded. Safe for concurrent use.
 */
public final class Percentiles {

  /** Values that are kept one by one. */
  static final int EXACT = 100_000;

  private long[] exact = new long[256]; // guarded by this, as is all below
  private long[] buckets = new long[0];
  private long count;

  /** Adds a value; a negative one counts as zero. */
  public synchronized void record(Duration value) {
    long nanos = Math.max(0, value.toNanos());
    if (count < EXACT) {
      if (count == exact.length) {
        exact = Arrays.copyOf(exact, Math.min(EXACT, exact.length * 4));
      }
      exact[(int) count] = nanos;
    } else {
      if (count == EXACT) {
        moveToBuckets();
      }
      buckets[Buckets.indexOf(nanos)]++;
    }
    count++;
  }

  private void moveToBuckets() {
    buckets = new long[Buckets.COUNT];
    for (long nanos : exact) {
      buckets[Buckets.indexOf(nanos)]++;
    }
    exact = new long[0];
  }

  /**
   * The smallest value that so many per cent of all values do not exceed; zero when there is none.
   *
   * @param percent more than 0, at most 100
   */
  public synchronized Duration at(double percent) {
    if (count == 0) {
      return Duration.ZERO;
    }
    long rank = Math.max(1, (long) Math.ceil(percent / 100 * count));
    return Duration.ofNanos(count <= EXACT ? exactAt(rank) : bucketAt(rank));
  }

  private long exactAt(long rank) {
    long[] sorted = Arrays.copyOf(exact, (int) count);
    Arrays.sort(sorted);
    return sorted[(int) rank - 1];
  }

  private long bucketAt(long rank) {
    long seen = 0;
    int index = -1;
    while (seen < rank) {
      index++;
      seen += buckets[index];
    }
    return Buckets.valueOf(index);
  }

  /**
   * Buckets whose width grows with the value: each power of two is cut into {@value #STEPS} of the
   * same width, so a value differs from the middle of its bucket by less than one part in a
   * thousand.
   */
  static final class Buckets {

    private static final int STEP_BITS = 10;
    static final int STEPS = 1 << STEP_BITS;

    /** For all values that a long can hold. */
    static final int COUNT = (Long.SIZE - STEP_BITS) * STEPS;

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
}
