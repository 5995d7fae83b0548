package dev.tandemq.redis;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import java.util.Set;

/** Keeps jobs, and a cluster, on a Redis server. */
public final class RedisDriver {

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
}
