package dev.tandemq.engine.metrics;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Durations gathered one by one: exact up to {@value #EXACT} values, then a histogram with three
 * significant digits, so that memory is bounded. Not safe for concurrent use.
 */
public final class Sample {

  /** Values that are kept one by one. */
  static final int EXACT = 100_000;

  private static final long[] NONE = new long[0];

  private long[] exact = NONE;
  private @Nullable Histogram histogram;
  private long count;
  // A double: the sum of many long waits is more nanoseconds than a long holds.
  private double sum;
  private long max;

  /** A sample without values; it takes no memory for any yet. */
  public Sample() {}

  /** Adds a value in nanoseconds; a negative one counts as zero. */
  public void add(long nanos) {
    long value = Math.max(0, nanos);
    Histogram buckets = histogram;
    if (buckets == null && count == EXACT) {
      buckets = toHistogram();
    }
    if (buckets == null) {
      room((int) count + 1);
      exact[(int) count] = value;
    } else {
      buckets.add(value);
    }
    count++;
    sum += value;
    max = Math.max(max, value);
  }

  /** Adds all values of another one, which stays as it is. */
  public void addAll(Sample other) {
    Histogram theirs = other.histogram;
    if (histogram == null && theirs == null && count + other.count <= EXACT) {
      room((int) (count + other.count));
      System.arraycopy(other.exact, 0, exact, (int) count, (int) other.count);
    } else {
      Histogram buckets = histogram == null ? toHistogram() : histogram;
      if (theirs == null) {
        for (int i = 0; i < other.count; i++) {
          buckets.add(other.exact[i]);
        }
      } else {
        buckets.addAll(theirs);
      }
    }
    count += other.count;
    sum += other.sum;
    max = Math.max(max, other.max);
  }

  private void room(int needed) {
    if (needed > exact.length) {
      int grown = Math.max(256, Math.max(needed, exact.length * 4));
      exact = Arrays.copyOf(exact, Math.min(EXACT, grown));
    }
  }

  private Histogram toHistogram() {
    Histogram buckets = new Histogram();
    for (int i = 0; i < count; i++) {
      buckets.add(exact[i]);
    }
    exact = NONE;
    histogram = buckets;
    return buckets;
  }

  /**
   * The smallest value that so many per cent of all values do not exceed; zero when there is none.
   *
   * @param percent more than 0, at most 100
   */
  public Duration at(double percent) {
    return nearestRanks(percent)[0];
  }

  /** What the values come to. */
  public Timing timing() {
    Duration[] ranks = nearestRanks(50, 90, 99);
    Duration mean = Duration.ofNanos(count == 0 ? 0 : Math.round(sum / count));
    return new Timing(count, mean, ranks[0], ranks[1], ranks[2], Duration.ofNanos(max));
  }

  private Duration[] nearestRanks(double... percents) {
    Histogram buckets = histogram;
    long[] sorted = Arrays.copyOf(exact, buckets == null ? (int) count : 0);
    Arrays.sort(sorted);
    Duration[] values = new Duration[percents.length];
    for (int i = 0; i < percents.length; i++) {
      long rank = Math.max(1, (long) Math.ceil(percents[i] / 100 * count));
      if (count == 0) {
        values[i] = Duration.ZERO;
      } else if (buckets == null) {
        values[i] = Duration.ofNanos(sorted[(int) rank - 1]);
      } else {
        // The middle of the last bucket may lie beyond the largest value in it.
        values[i] = Duration.ofNanos(Math.min(max, buckets.at(rank)));
      }
    }
    return values;
  }
}
