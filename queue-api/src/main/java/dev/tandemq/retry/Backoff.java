package dev.tandemq.retry;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The usual policies, as a value that a job can carry with it. Immutable.
 *
 * @param kind how the delay is found
 * @param base see {@link Kind}
 * @param cap longest delay; not below the base
 */
public record Backoff(Kind kind, Duration base, Duration cap) implements RetryPolicy {

  /** How the delay is found. */
  public enum Kind {
    /**
     * A random time between zero and {@code min(cap, base * 2^(attempt - 1))}: full jitter, so that
     * jobs that failed together do not come back together.
     */
    EXPONENTIAL,
    /** Always the base. */
    FIXED,
    /** Never tried again: the first failure sets the job aside. */
    NONE
  }

  /** Upper end of the first delay unless told otherwise. */
  public static final Duration STANDARD_BASE = Duration.ofSeconds(1);

  /** Longest delay unless told otherwise: an outage of hours is met again soon after its end. */
  public static final Duration STANDARD_CAP = Duration.ofMinutes(5);

  /** Longest cap. */
  public static final Duration LIMIT = Duration.ofDays(36_500);

  private static final Backoff STANDARD = exponential(STANDARD_BASE, STANDARD_CAP);
  private static final Backoff NONE = new Backoff(Kind.NONE, Duration.ZERO, Duration.ZERO);

  /** Checks that zero &lt;= base &lt;= cap &lt;= {@link #LIMIT}. */
  public Backoff {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(cap, "cap");
    if (base.isNegative() || cap.compareTo(base) < 0 || cap.compareTo(LIMIT) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "base is %s, cap is %s; base must not be negative, cap not below it and at most %d days",
              base, cap, LIMIT.toDays()));
    }
  }

  /** Exponential, with base 1 s and cap 5 min. */
  public static Backoff standard() {
    return STANDARD;
  }

  /**
   * Exponential, with full jitter.
   *
   * @param base upper end of the first delay; zero means always at once
   * @param cap upper end of every delay; not below the base
   */
  public static Backoff exponential(Duration base, Duration cap) {
    return new Backoff(Kind.EXPONENTIAL, base, cap);
  }

  /** The same delay after every failure; zero means at once. */
  public static Backoff fixed(Duration delay) {
    return new Backoff(Kind.FIXED, delay, delay);
  }

  /** No second attempt. */
  public static Backoff none() {
    return NONE;
  }

  @Override
  public Optional<Duration> delayAfter(int attempt, Throwable failure, RandomGenerator random) {
    return switch (kind) {
      case NONE -> Optional.empty();
      case FIXED -> Optional.of(base);
      case EXPONENTIAL -> {
        long limit = upperEnd(attempt).toNanos();
        yield Optional.of(
            limit == 0 ? Duration.ZERO : Duration.ofNanos(random.nextLong(limit + 1)));
      }
    };
  }

  private Duration upperEnd(int attempt) {
    Duration end = base;
    for (int i = 1; i < attempt && end.compareTo(cap) < 0 && !end.isZero(); i++) {
      end = end.multipliedBy(2);
    }
    return end.compareTo(cap) < 0 ? end : cap;
  }
}
