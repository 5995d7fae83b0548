package dev.tandemq.kv.tck;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.tck.cluster.ClusterFixture;
import dev.tandemq.tck.driver.RealTimeContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Connections to one namespace on a real server. */
public final class KvClusterFixture implements ClusterFixture {

  private static final Duration HEARS = Duration.ofSeconds(2);

  private final RealTimeContext context;
  private final Supplier<Kv> connect;
  private final SkippedTime time;
  private final String namespace;

  /**
   * Makes the fixture.
   *
   * @param context the clocks of the clusters; not those of the connections
   * @param connect makes a connection; closed with the cluster
   */
  public KvClusterFixture(RealTimeContext context, Supplier<Kv> connect) {
    this.context = context;
    this.connect = connect;
    this.time = new SkippedTime(context);
    this.namespace = time.freshNamespace();
  }

  @Override
  public Cluster open() {
    return time.open(connect.get(), namespace);
  }

  /** Words are waited for; all else is put ahead. */
  @Override
  public void pass(Duration passing) {
    if (passing.compareTo(HEARS) > 0) {
      context.skip(passing);
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(passing.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while time passed", e);
    }
  }

  /** More than a call takes on the slowest machine. */
  @Override
  public Duration precision() {
    return Duration.ofSeconds(8);
  }

  @Override
  public Duration hears() {
    return HEARS;
  }

  @Override
  public Optional<Consumer<Duration>> wallClock() {
    return Optional.of(context::jumpWallClock);
  }
}
