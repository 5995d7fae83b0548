import dev.tandemq.driver.QueueDriver;
import dev.tandemq.redis.RedisDriver;

/** Jobs and a cluster on Redis. */
module dev.tandemq.redis {
  requires transitive dev.tandemq.api;
  requires static org.jspecify;
  requires redisson;
  requires io.netty.common;
  requires io.netty.transport;

  exports dev.tandemq.redis;

  provides QueueDriver with
      RedisDriver;
}
