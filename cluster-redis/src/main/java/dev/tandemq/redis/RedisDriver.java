package dev.tandemq.redis;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.ClusterDriver;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.redis.jobs.RedisJobStore;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.link.RedisSettings;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import java.util.Set;

/**
 * Keeps jobs, and a cluster, on a Redis server of version 7.0 or newer: {@code
 * redis://user:password@host:6379/0}, or {@code rediss://} over TLS. All keys begin with the
 * namespace, {@code tandem} unless the URL names another, so that several programs can share a
 * server.
 *
 * <p>Opening looks whether the server is fit, and refuses one that is not, in one sentence: a
 * replica, a version too old, one that may throw keys away when its memory is full, missing rights.
 * How long jobs are kept is the server's matter; it is logged at the start.
 */
public final class RedisDriver implements ClusterDriver {

  /** What a store on Redis can do. */
  public static final Capabilities CAPABILITIES =
      new Capabilities(
          Set.of(
              Capability.PRIORITY,
              Capability.FIFO,
              Capability.ATOMIC_BATCH,
              Capability.UNIQUE_KEY,
              Capability.LIST,
              Capability.DURABLE),
          8 << 20,
          256);

  /** For {@link java.util.ServiceLoader}. */
  public RedisDriver() {}

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("redis", "rediss");
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Set<String> options() {
    return RedisSettings.OPTIONS;
  }

  @Override
  public JobStore open(QueueUrl url, DriverContext context) {
    RedisLink link = RedisLink.open(url, context);
    return new ForwardingJobStore(new RedisJobStore(link, CAPABILITIES)) {
      @Override
      public void close() {
        super.close();
        link.close();
      }
    };
  }

  @Override
  public Cluster openCluster(QueueUrl url, DriverContext context) {
    RedisLink link = RedisLink.open(url, context);
    JobStore jobs = new RedisJobStore(link, CAPABILITIES);
    try {
      return new RedisCluster(link, jobs);
    } catch (RuntimeException e) {
      jobs.close();
      link.close();
      throw e;
    }
  }
}
