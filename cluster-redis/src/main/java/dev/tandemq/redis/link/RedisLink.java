package dev.tandemq.redis.link;

import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.store.Subscription;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;

/** One connection to a server and one namespace there. Safe for concurrent use. */
public final class RedisLink implements AutoCloseable {

  private final RedissonClient client;
  private final DriverContext context;
  private final String namespace;
  private volatile boolean isClosed;

  private RedisLink(RedissonClient client, DriverContext context, String namespace) {
    this.client = client;
    this.context = context;
    this.namespace = namespace;
  }

  /** Connects. */
  public static RedisLink open(QueueUrl url, DriverContext context) {
    Config config = new Config();
    config.setThreads(4).setNettyThreads(4);
    config
        .useSingleServer()
        .setAddress("redis:" + url.address().replaceAll("/[0-9]+$", ""))
        .setConnectionMinimumIdleSize(2)
        .setConnectionPoolSize(8)
        .setRetryAttempts(0);
    return new RedisLink(
        Redisson.create(config), context, url.option("namespace").orElse("tandem"));
  }

  /** What the driver was given. */
  public DriverContext context() {
    return context;
  }

  /** A key of this namespace, in the one hash slot that all its keys share. */
  public String key(String... parts) {
    return "{" + namespace + "}:" + String.join(":", parts);
  }

  /**
   * Runs a script: one call, sent once. The answer has Long, byte[], lists of those, or null.
   *
   * <p>The stage fails with a {@link dev.tandemq.error.QueueException}.
   *
   * @throws IllegalStateException once closed
   */
  public CompletionStage<@Nullable Object> run(
      Script script, List<String> keys, List<byte[]> args) {
    checkOpen();
    RScript scripts = client.getScript(ByteArrayCodec.INSTANCE);
    return scripts.evalAsync(
        RScript.Mode.READ_WRITE,
        script.text(),
        RScript.ReturnType.LIST,
        List.copyOf(keys),
        args.toArray());
  }

  /** Sends to all who listen now, on any connection. */
  public CompletionStage<Void> publish(String channel, byte[] message) {
    checkOpen();
    return topic(channel).publishAsync(message).thenApply(heard -> null);
  }

  /** Listens, from about now on. */
  public Subscription listen(String channel, Consumer<byte[]> listener) {
    checkOpen();
    RTopic topic = topic(channel);
    CompletableFuture<Integer> id =
        topic
            .addListenerAsync(byte[].class, (name, message) -> listener.accept(message))
            .toCompletableFuture();
    return () -> {
      var unused = id.thenAccept(topic::removeListener);
    };
  }

  /** As {@link #listen}; the stage completes once the server has taken note of the listener. */
  public CompletionStage<Subscription> listening(String channel, Consumer<byte[]> listener) {
    checkOpen();
    RTopic topic = topic(channel);
    return topic
        .addListenerAsync(byte[].class, (name, message) -> listener.accept(message))
        .thenApply(
            id ->
                () -> {
                  var unused = topic.removeListenerAsync(id);
                });
  }

  private RTopic topic(String channel) {
    return client.getTopic(key(channel), ByteArrayCodec.INSTANCE);
  }

  /** Fails once closed. */
  public void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException("the connection to Redis was closed");
    }
  }

  @Override
  public void close() {
    isClosed = true;
    client.shutdown();
  }
}
