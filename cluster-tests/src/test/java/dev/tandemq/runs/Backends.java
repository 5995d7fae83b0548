package dev.tandemq.runs;

import dev.tandemq.backend.RedisServer;

/** The real servers that there are runs on; started by the first who asks for a URL. */
final class Backends {

  /** One Redis server without a file; many processes that start at once may need a while. */
  static final Backend REDIS =
      namespace -> RedisServer.shared().url() + "?connect-timeout=60s&namespace=" + namespace;

  private Backends() {}
}
