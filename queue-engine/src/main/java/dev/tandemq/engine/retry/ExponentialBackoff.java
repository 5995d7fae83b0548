package dev.tandemq.engine.retry;

import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.job.Job;
import dev.tandemq.retry.RetryPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Waits longer after each failure, with full jitter: a random time between zero and {@code min(cap,
 * base * 2^(attempt - 1))}. Jobs that failed together do not come back together. Immutable.
 */
public final class ExponentialBackoff implements RetryPolicy {

  private final Duration base;
  private final Duration cap;

  private ExponentialBackoff(Duration base, Duration cap) {
    this.base = base;
    this.cap = cap;
  }

  /** The policy with base 1 s and cap 5 min. */
  public static ExponentialBackoff standard() {
    return of(Defaults.BACKOFF_BASE, Defaults.BACKOFF_CAP);
  }

  /**
   * A policy of one's own.
   *
   * @param base upper end of the first delay; zero means always at once
   * @param cap upper end of every delay; not below the base
   */
  public static ExponentialBackoff of(Duration base, Duration cap) {
    Objects.requireNonNull(base, "base");
    if (base.isNegative() || cap.compareTo(base) < 0 || cap.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "base is %s, cap is %s; base must not be negative, cap not below it and at most %d days",
              base, cap, Job.LIMIT_DURATION.toDays()));
    }
    return new ExponentialBackoff(base, cap);
  }

  @Override
  public Optional<Duration> delayAfter(int attempt, Throwable failure, RandomGenerator random) {
    long limit = upperEnd(attempt).toNanos();
    return Optional.of(limit == 0 ? Duration.ZERO : Duration.ofNanos(random.nextLong(limit + 1)));
  }

  private Duration upperEnd(int attempt) {
    Duration end = base;
    for (int i = 1; i < attempt && end.compareTo(cap) < 0 && !end.isZero(); i++) {
      end = end.multipliedBy(2);
    }
    return end.compareTo(cap) < 0 ? end : cap;
  }

  @Override
  public String toString() {
    return "ExponentialBackoff[base " + base + ", cap " + cap + "]";
  }
}
