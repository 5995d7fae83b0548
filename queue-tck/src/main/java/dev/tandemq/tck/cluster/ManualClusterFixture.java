package dev.tandemq.tck.cluster;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The fixture of a cluster that lives on a manual clock: nothing waits, every instant is exact. */
public final class ManualClusterFixture implements ClusterFixture {

  // Longer than until the clock overflows, so that about every test with time in it crosses that.
  private static final Duration STEP = ManualContext.UNTIL_OVERFLOW.multipliedBy(2);

  private final ManualContext context;
  private final Supplier<Cluster> opener;

  /**
   * Makes the fixture.
   *
   * @param context the clock of the clusters that the opener gives
   * @param opener gives one more connection to one and the same backend with each call; the backend
   *     is empty before the first
   */
  public ManualClusterFixture(ManualContext context, Supplier<Cluster> opener) {
    this.context = Objects.requireNonNull(context, "context");
    this.opener = Objects.requireNonNull(opener, "opener");
  }

  @Override
  public Cluster open() {
    return opener.get();
  }

  @Override
  public void pass(Duration time) {
    synchronized (context) {
      context.advance(time);
    }
  }

  @Override
  public Duration precision() {
    return Duration.ofNanos(1);
  }

  @Override
  public Duration step() {
    return STEP;
  }

  /** A millisecond: a word may take steps, but waits for nothing. */
  @Override
  public Duration hears() {
    return Duration.ofMillis(1);
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
    return ClusterFixture.super.await(stage);
  }
}
