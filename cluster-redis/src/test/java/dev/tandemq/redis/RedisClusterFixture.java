package dev.tandemq.redis;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.redis.jobs.RedisJobStore;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.roles.RolesKeys;
import dev.tandemq.tck.cluster.ClusterFixture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Connections to a namespace on a real server. Time passes there without waiting, by the clock that
 * all scripts of the roles go by, in steps so large that a slow machine does no harm; only words
 * are waited for. The server's own clock is what {@code roles.RealTimeTest} waits for, and all
 * tests do with {@code -Dredis.waits=true}, in smaller steps.
 */
final class RedisClusterFixture implements ClusterFixture {

  private static final Duration HEARS = Duration.ofSeconds(1);
  private static final boolean WAITS = Boolean.getBoolean("redis.waits");

  private final RolesKeys keys;

  RedisClusterFixture(RolesKeys keys) {
    this.keys = keys;
  }

  @Override
  public Cluster open() {
    RedisLink link = keys.open();
    return new RedisCluster(link, new RedisJobStore(link, RedisDriver.CAPABILITIES));
  }

  @Override
  public void pass(Duration time) {
    if (!WAITS && time.compareTo(HEARS) > 0) {
      keys.skip(time);
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while time passed", e);
    }
  }

  /** More than a call takes on the slowest machine. */
  @Override
  public Duration precision() {
    return WAITS ? Duration.ofMillis(500) : Duration.ofSeconds(8);
  }

  @Override
  public Duration hears() {
    return HEARS;
  }
}
