package dev.tandemq.redis.roles;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.link.Script;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A namespace of its own on the server of the tests: opens links to it, and reaches under its keys
 * by a link that all tests of this JVM share. Closing it removes the keys of the roles.
 */
public final class RolesKeys implements AutoCloseable {

  private static final List<String> KEYS =
      List.of(
          "roles",
          "roles:leader",
          "roles:locks",
          "roles:locks:ends",
          "roles:members",
          "roles:members:ends");

  private static final Script ADD =
      new Script("add", "redis.call('HINCRBY', KEYS[1], ARGV[1], ARGV[2]) return {1}");
  private static final Script SET =
      new Script("set", "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return {1}");
  private static final Script DEL = new Script("del", "redis.call('DEL', unpack(KEYS)) return {1}");
  private static final Script COUNT = new Script("count", "return {redis.call(ARGV[1], KEYS[1])}");

  /** Opened by the first test that needs it, ended with the JVM. */
  private static final class Reach {
    static final RedisLink LINK = link(new RealTimeContext(), "roles-reach");
  }

  private final String namespace = "roles-" + UUID.randomUUID();
  private final RealTimeContext context;

  /** An empty namespace; the context is not closed with it. */
  public RolesKeys(RealTimeContext context) {
    this.context = context;
  }

  /** One more link to the namespace; the caller closes it. */
  public RedisLink open() {
    return open(context);
  }

  /** As {@link #open()}, for a process with clocks of its own. */
  RedisLink open(RealTimeContext process) {
    return link(process, namespace);
  }

  private static RedisLink link(RealTimeContext process, String namespace) {
    return RedisLink.open(
        QueueUrl.parse(RedisServer.shared().url() + "?namespace=" + namespace),
        new DriverContext(process, new PlainJobCodec()));
  }

  /**
   * Lets time pass without waiting: the clock of the roles goes ahead of the server's, as it does
   * after the server's clock was set back.
   */
  public void skip(Duration time) {
    run(ADD, List.of("roles"), "ahead", Long.toString(time.toNanos() / 1_000));
  }

  /** Writes a field of a hash. */
  void set(String key, String field, String value) {
    run(SET, List.of(key), field, value);
  }

  /** Forgets everything, as a server does that lost its data. */
  public void forget() {
    run(DEL, KEYS);
  }

  /** The size of a hash or a sorted set. */
  long size(String key) {
    String command = key.endsWith(":ends") ? "ZCARD" : "HLEN";
    return (Long) run(COUNT, List.of(key), command).get(0);
  }

  private List<?> run(Script script, List<String> keys, String... args) {
    try {
      Object answer =
          Reach.LINK
              .run(
                  script,
                  keys.stream().map(key -> "{" + namespace + "}:" + key).toList(),
                  Arrays.stream(args).map(arg -> arg.getBytes(StandardCharsets.UTF_8)).toList())
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      return (List<?>) answer;
    } catch (Exception e) {
      throw new AssertionError("the server of the tests does not answer", e);
    }
  }

  @Override
  public void close() {
    forget();
  }
}
