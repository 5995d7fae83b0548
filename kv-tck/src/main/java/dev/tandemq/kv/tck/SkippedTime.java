package dev.tandemq.kv.tck;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.kv.KvCluster;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connections to a coordination store whose namespace goes by the clocks of this process, which a
 * test puts ahead. That the cluster's own time keeps its bounds is proved elsewhere.
 */
final class SkippedTime {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final long SECONDS = 30;

  private final RealTimeContext context;
  private final long origin;

  SkippedTime(RealTimeContext context) {
    this.context = context;
    this.origin = context.time().nanoTime();
  }

  private CompletionStage<Reading> read() {
    long now = context.time().nanoTime() - origin;
    return CompletableFuture.completedFuture(new Reading(now, now));
  }

  /** Makes a name that nothing else has. */
  String freshNamespace() {
    return "test-" + Long.toHexString(context.random().nextLong());
  }

  Cluster open(Kv kv, String namespace) {
    try {
      kv.makeFolder(KvCluster.root(namespace)).toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the folder of a namespace cannot be made", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return KvCluster.withTime(
        kv, namespace, this::read, new DriverContext(context, new PlainJobCodec()), TICK);
  }
}
