package dev.tandemq.runs;

/** The leader of nodes on a Redis server is killed, and frozen. */
final class RedisLeaderTest extends LeaderRun {

  @Override
  Backend backend() {
    return Backends.REDIS;
  }
}
