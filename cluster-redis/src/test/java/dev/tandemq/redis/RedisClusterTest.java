package dev.tandemq.redis;

import dev.tandemq.redis.roles.RolesKeys;
import dev.tandemq.tck.cluster.ClusterContract;
import dev.tandemq.tck.cluster.ClusterFixture;
import dev.tandemq.tck.driver.RealTimeContext;
import org.junit.jupiter.api.AfterEach;

/** A real server keeps the contract of clusters. */
final class RedisClusterTest extends ClusterContract {

  private final RealTimeContext context = new RealTimeContext();
  private final RolesKeys keys = new RolesKeys(context);

  @AfterEach
  void close() {
    keys.close();
    context.close();
  }

  @Override
  protected ClusterFixture fixture() {
    return new RedisClusterFixture(keys);
  }
}
