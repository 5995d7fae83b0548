package dev.tandemq.cluster;

import java.time.Duration;
import java.util.Objects;

/**
 * A lock that is held, as others see it.
 *
 * @param lock the grant
 * @param remaining how long it still holds without an extension, by the backend's clock
 */
public record LockView(Lock lock, Duration remaining) {

  /** Checks that nothing is missing. */
  public LockView {
    Objects.requireNonNull(lock, "lock");
    Objects.requireNonNull(remaining, "remaining");
  }
}
