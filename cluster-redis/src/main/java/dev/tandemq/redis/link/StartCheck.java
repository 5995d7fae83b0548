package dev.tandemq.redis.link;

import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.api.redisnode.RedisSingle;
import org.redisson.client.codec.ByteArrayCodec;

/** Whether a server is fit to keep jobs; refused in one sentence that says what to do. */
final class StartCheck {

  /** Scripts say by their flags what they may do when the memory is full: since 7.0. */
  static final int LEAST_MAJOR = 7;

  static final int LEAST_MINOR = 0;

  private static final Logger LOG = System.getLogger("dev.tandemq.redis");
  private static final String KEEPS_ALL = "noeviction";

  /** Reads the clock, writes, runs and publishes beneath the prefix, and leaves nothing behind. */
  private static final String TRY =
      "redis.call('TIME') redis.call('SET', KEYS[1], '1', 'PX', 1000)"
          + " redis.call('DEL', KEYS[1]) redis.call('PUBLISH', KEYS[1], '') return 1";

  private final RedissonClient client;
  private final RedisSettings settings;

  StartCheck(RedissonClient client, RedisSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * Looks at the server. Blocks for a few calls.
   *
   * @throws QueueException when the server is not fit, or is away meanwhile
   */
  ServerFacts run() {
    ServerFacts facts = facts();
    refuseReplica(facts);
    refuseOldVersion(facts);
    checkEviction(facts);
    tryRights();
    LOG.log(Level.INFO, "{0}: persistence is {1}", settings, facts.persistence().promise());
    return facts;
  }

  private ServerFacts facts() {
    RedisSingle nodes = client.getRedisNodes(RedisNodes.SINGLE);
    RedisNode node = nodes.getInstance();
    Map<String, String> info;
    try {
      info = node.info(RedisNode.InfoSection.ALL);
    } catch (RuntimeException e) {
      throw failed("INFO", e);
    }
    if ("1".equals(info.get("loading"))) {
      throw new QueueUnavailableException(
          settings + ": the server is still loading its data; try again later", null);
    }
    return ServerFacts.of(info, config(node, "appendfsync"), config(node, "save"));
  }

  /** Many providers forbid CONFIG; what it would tell is for information alone. */
  private static Optional<String> config(RedisNode node, String name) {
    try {
      return Optional.ofNullable(node.getConfig(name).get(name));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private void refuseReplica(ServerFacts facts) {
    if (facts.isReplica()) {
      throw new QueueForbiddenException(
          settings
              + ": the server is a replica of "
              + facts.master().orElse("another")
              + " and takes no writes; give the URL of its master",
          null);
    }
  }

  private void refuseOldVersion(ServerFacts facts) {
    if (!facts.isAtLeast(LEAST_MAJOR, LEAST_MINOR)) {
      throw new QueueForbiddenException(
          settings
              + ": the server is Redis "
              + facts.version().orElse("of an unknown version")
              + "; Tandem needs "
              + LEAST_MAJOR
              + "."
              + LEAST_MINOR
              + " or newer",
          null);
    }
  }

  private void checkEviction(ServerFacts facts) {
    String policy = facts.eviction().orElse(KEEPS_ALL);
    if (policy.equals(KEEPS_ALL)) {
      return;
    }
    String danger =
        settings
            + ": the server has maxmemory-policy "
            + policy
            + ": when its memory is full it throws jobs away without a word; ";
    if (!settings.allowsEviction()) {
      throw new QueueForbiddenException(
          danger
              + "run CONFIG SET maxmemory-policy noeviction and put it into its configuration, or"
              + " accept the loss with allow-eviction=true in the URL",
          null);
    }
    LOG.log(Level.WARNING, "{0}accepted by allow-eviction=true", danger);
  }

  private void tryRights() {
    String key = "{" + settings.namespace() + "}:check";
    try {
      Object unused =
          client
              .getScript(ByteArrayCodec.INSTANCE)
              .eval(RScript.Mode.READ_WRITE, TRY, RScript.ReturnType.LIST, List.of(key));
    } catch (RuntimeException e) {
      QueueException failure = failed("a script", e);
      if (!(failure instanceof dev.tandemq.error.QueueFullException)) {
        throw failure;
      }
      // Jobs can be claimed and settled: that is what empties it.
      LOG.log(Level.WARNING, "{0}: the memory of the server is full: pushes are refused", settings);
    }
  }

  private QueueException failed(String what, RuntimeException e) {
    QueueException failure =
        Failures.of(settings + ": " + what + " at the start", settings.namespace(), e);
    if (failure instanceof QueueForbiddenException) {
      return new QueueForbiddenException(failure.getMessage() + Rights.needed(settings), null);
    }
    return failure;
  }
}
