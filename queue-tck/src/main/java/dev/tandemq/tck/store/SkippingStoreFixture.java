package dev.tandemq.tck.store;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.driver.RealTimeContext;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The fixture of a store that works on real threads and takes its time from its context: tests that
 * let time pass put the clocks ahead instead of waiting, by steps so large that a slow machine does
 * no harm. A store whose server has a clock of its own needs a fixture that waits.
 */
public class SkippingStoreFixture implements StoreFixture {

  /** More than a call takes on the slowest machine. */
  private static final Duration PRECISION = Duration.ofSeconds(8);

  /** For other threads to do what has become due. */
  private static final long BREATH_MILLIS = 5;

  private final RealTimeContext context;
  private final Capabilities capabilities;
  private final Supplier<JobStore> opener;

  /**
   * Makes the fixture.
   *
   * @param context the clocks of the stores that the opener gives; not closed
   * @param opener gives an empty store with each call
   */
  public SkippingStoreFixture(
      RealTimeContext context, Capabilities capabilities, Supplier<JobStore> opener) {
    this.context = Objects.requireNonNull(context, "context");
    this.capabilities = Objects.requireNonNull(capabilities, "capabilities");
    this.opener = Objects.requireNonNull(opener, "opener");
  }

  @Override
  public JobStore open() {
    return opener.get();
  }

  @Override
  public final Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public final Duration precision() {
    return PRECISION;
  }

  @Override
  public final void pass(Duration time) {
    context.skip(time);
    try {
      TimeUnit.MILLISECONDS.sleep(BREATH_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while time passed", e);
    }
  }

  /** No: override where the store does. */
  @Override
  public boolean remembersSettled() {
    return false;
  }

  @Override
  public final Optional<Consumer<Duration>> wallClock() {
    return Optional.of(context::jumpWallClock);
  }
}
