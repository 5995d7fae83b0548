package dev.tandemq.backend;

/** A real Redis server for tests, on a fixed port of the loopback. */
public final class RedisServer {

  private static final RedisServer SHARED =
      new RedisServer(System.getenv().getOrDefault("REDIS_FOR_TESTS", "redis://127.0.0.1:6390/0"));

  private final String url;

  private RedisServer(String url) {
    this.url = url;
  }

  /** The server that the tests of this JVM share, each with a namespace of its own. */
  public static RedisServer shared() {
    return SHARED;
  }

  /** As {@code redis://127.0.0.1:6390/0}. */
  public String url() {
    return url;
  }
}
