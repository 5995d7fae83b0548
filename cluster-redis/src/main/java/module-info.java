/** Jobs and a cluster on Redis. */
module dev.tandemq.redis {
  requires transitive dev.tandemq.api;
  requires static org.jspecify;
  requires redisson;

  exports dev.tandemq.redis;
}
