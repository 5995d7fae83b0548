package dev.tandemq.kv.tck;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.kv.KvCluster;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.driver.RealTimeContext;
import dev.tandemq.tck.store.StoreFixture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Stores of jobs on a real server, each in a namespace of its own. */
public final class KvStoreFixture implements StoreFixture {

  /** More than a call takes on the slowest machine. */
  private static final Duration PRECISION = Duration.ofSeconds(8);

  /** For what has become due to be looked at, which takes some calls. */
  private static final long BREATH_MILLIS = 200;

  private final RealTimeContext context;
  private final Supplier<Kv> connect;

  /**
   * Makes the fixture.
   *
   * @param context the clocks of the stores; not those of the connections
   * @param connect makes a connection; closed with the store
   */
  public KvStoreFixture(RealTimeContext context, Supplier<Kv> connect) {
    this.context = context;
    this.connect = connect;
  }

  @Override
  public Capabilities capabilities() {
    return KvCluster.CAPABILITIES;
  }

  @Override
  public Duration precision() {
    return PRECISION;
  }

  @Override
  public void pass(Duration time) {
    context.skip(time);
    try {
      TimeUnit.MILLISECONDS.sleep(BREATH_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while time passed", e);
    }
  }

  @Override
  public Optional<Consumer<Duration>> wallClock() {
    return Optional.of(context::jumpWallClock);
  }

  @Override
  public JobStore open() {
    SkippedTime time = new SkippedTime(context);
    Cluster cluster = time.open(connect.get(), time.freshNamespace());
    return new ForwardingJobStore(cluster.jobs()) {
      @Override
      public void close() {
        super.close();
        cluster.close();
      }
    };
  }

  @Override
  public boolean remembersSettled() {
    return true;
  }
}
