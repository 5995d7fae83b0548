package dev.tandemq.tck.store;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The fixture of a store that lives on a manual clock: nothing waits, every instant is exact. */
public final class ManualStoreFixture implements StoreFixture {

  // Longer than until the clock overflows, so that about every test with time in it crosses that.
  private static final Duration STEP = ManualContext.UNTIL_OVERFLOW.multipliedBy(2);

  private final ManualContext context;
  private final Capabilities capabilities;
  private final Supplier<JobStore> opener;
  private final boolean remembersSettled;

  /**
   * Makes the fixture of a store that remembers nothing of what is over.
   *
   * @param context the clock of the stores that the opener gives
   * @param opener gives an empty store with each call
   */
  public ManualStoreFixture(
      ManualContext context, Capabilities capabilities, Supplier<JobStore> opener) {
    this(context, capabilities, opener, false);
  }

  /**
   * Makes the fixture.
   *
   * @param context the clock of the stores that the opener gives
   * @param opener gives an empty store with each call
   * @param remembersSettled as {@link #remembersSettled()}
   */
  public ManualStoreFixture(
      ManualContext context,
      Capabilities capabilities,
      Supplier<JobStore> opener,
      boolean remembersSettled) {
    this.context = context;
    this.capabilities = capabilities;
    this.opener = opener;
    this.remembersSettled = remembersSettled;
  }

  @Override
  public JobStore open() {
    return opener.get();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public void pass(Duration time) {
    context.advance(time);
  }

  @Override
  public Duration precision() {
    return Duration.ofNanos(1);
  }

  @Override
  public Duration step() {
    return STEP;
  }

  @Override
  public boolean remembersSettled() {
    return remembersSettled;
  }

  @Override
  public Optional<Consumer<Duration>> wallClock() {
    return Optional.of(context::jumpWallClock);
  }

  @Override
  public <T> T await(CompletionStage<T> stage) {
    if (!stage.toCompletableFuture().isDone()) {
      synchronized (context) {
        context.runUntilIdle();
      }
    }
    return StoreFixture.super.await(stage);
  }
}
