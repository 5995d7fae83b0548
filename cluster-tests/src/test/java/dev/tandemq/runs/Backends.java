package dev.tandemq.runs;

import dev.tandemq.backend.RedisServer;

/** The real servers that there are runs on; started by the first who asks for a URL. */
final class Backends {

  /** One Redis server without a file. */
  static final Backend REDIS = namespace -> RedisServer.shared().url() + "?namespace=" + namespace;

  private Backends() {}
}
