package dev.tandemq.runs;

/** Run A on a Redis server. */
final class RedisRunATest extends NoFaultsRun {

  @Override
  Backend backend() {
    return Backends.REDIS;
  }
}
