package dev.tandemq.retry;

import java.time.Duration;
import java.util.List;
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

  /**
   * This policy, but for some failures that no second attempt would mend: after one of these, or of
   * a subclass, the job is set aside at once. Only what the handler threw counts, not its causes.
   *
   * <pre>{@code
   * Backoff.standard().except(IllegalArgumentException.class, AccessDeniedException.class)
   * }</pre>
   *
   * @param failures classes of {@link Throwable}; at least one
   * @throws IllegalArgumentException when there is none, or one is no throwable
   */
  default RetryPolicy except(Class<?>... failures) {
    List<Class<?>> hopeless = List.of(failures);
    if (hopeless.isEmpty()) {
      throw new IllegalArgumentException("failures is empty; name at least one exception class");
    }
    for (Class<?> failure : hopeless) {
      if (!Throwable.class.isAssignableFrom(failure)) {
        throw new IllegalArgumentException(
            "failures holds " + failure.getName() + "; only classes of throwables fail attempts");
      }
    }
    return (attempt, failure, random) ->
        hopeless.stream().anyMatch(type -> type.isInstance(failure))
            ? Optional.empty()
            : delayAfter(attempt, failure, random);
  }
}
