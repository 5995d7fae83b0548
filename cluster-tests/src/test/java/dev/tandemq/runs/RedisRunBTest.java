package dev.tandemq.runs;

/** Run B on a Redis server. */
final class RedisRunBTest extends KilledNodesRun {

  @Override
  Backend backend() {
    return Backends.REDIS;
  }
}
