package dev.tandemq.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides when a failed attempt is tried again. A pure function: equal arguments and equal chance
 * give equal answers; it never blocks. Safe for concurrent use. It is not asked after the last
 * attempt.
 */
@FunctionalInterface
public interface RetryPolicy {

  /**
   * The delay before the next attempt, counted from the end of this one.
   *
   * @param attempt the attempt that failed, from 1
   * @param failure what it threw; {@link java.util.concurrent.TimeoutException} when it ran out of
   *     time
   * @param random chance for jitter
   * @return zero means at once; empty means never: the job is set aside
   */
  Optional<Duration> delayAfter(int attempt, Throwable failure, RandomGenerator random);
}
