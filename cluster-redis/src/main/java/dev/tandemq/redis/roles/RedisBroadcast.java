package dev.tandemq.redis.roles;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Names;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The broadcast of a namespace on Redis. All topics travel over one channel, to which each
 * connection subscribes once, when it is opened: a listener then hears from the moment of {@link
 * #listen}, without waiting for the server. Each connection gets all words of its namespace and
 * keeps those that somebody here listens to; words are few and small.
 *
 * <p>Safe for concurrent use. What is said while the connection to the server is down is lost.
 */
public final class RedisBroadcast implements Broadcast, AutoCloseable {

  private static final Logger LOG = System.getLogger(RedisBroadcast.class.getName());

  private static final String CHANNEL = "roles:words";
  private static final int KNOCKS = 50;
  private static final Duration BETWEEN_KNOCKS = Duration.ofMillis(100);

  private final RedisLink link;
  private final ProcessContext process;
  private final ConcurrentHashMap<String, List<Ear>> byTopic = new ConcurrentHashMap<>();
  private final ByteBuffer knock;
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final Subscription subscription;
  private volatile boolean isClosed;

  /**
   * Subscribes, and waits until words come through: a few milliseconds, at most five seconds.
   *
   * @throws QueueException when the server does not let words through
   */
  public RedisBroadcast(RedisLink link) {
    this.link = link;
    this.process = link.context().process();
    this.knock =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(process.random().nextLong())
            .putLong(process.random().nextLong())
            .flip();
    this.subscription = link.listen(CHANNEL, this::hear);
    try {
      awaitFirstWord();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void awaitFirstWord() {
    byte[] word = Word.knock(knock.array()).toBytes();
    boolean isThere = false;
    for (int i = 0; i < KNOCKS && !isThere; i++) {
      var unused =
          link.publish(CHANNEL, word)
              .whenComplete(
                  (sent, failure) -> {
                    if (failure != null) {
                      connected.completeExceptionally(failure);
                    }
                  });
      isThere = await();
    }
    if (!isThere) {
      throw new QueueUnavailableException(
          "the server takes messages of a channel but passes none on; check PUBLISH and SUBSCRIBE",
          null);
    }
  }

  private boolean await() {
    try {
      if (!process.await(connected, BETWEEN_KNOCKS)) {
        return false;
      }
      connected.join();
      return true;
    } catch (CompletionException e) {
      throw e.getCause() instanceof QueueException known ? known : e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueUnavailableException("interrupted while subscribing", e);
    }
  }

  @Override
  public CompletionStage<Void> send(String topic, byte[] message) {
    Names.check("topic", topic);
    Objects.requireNonNull(message, "message");
    if (message.length > MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              "message has %d bytes; the limit is %d: send where the data is",
              message.length, MAX_MESSAGE_BYTES));
    }
    checkOpen();
    return link.publish(CHANNEL, new Word(topic, message).toBytes());
  }

  @Override
  public Subscription listen(String topic, Consumer<byte[]> listener) {
    Names.check("topic", topic);
    Objects.requireNonNull(listener, "listener");
    checkOpen();
    Ear added = new Ear(process, listener, ear -> remove(topic, ear));
    byTopic.merge(
        topic,
        List.of(added),
        (ears, more) -> Stream.concat(ears.stream(), more.stream()).toList());
    return added;
  }

  private void remove(String topic, Ear ear) {
    byTopic.computeIfPresent(
        topic,
        (name, ears) -> {
          List<Ear> left = ears.stream().filter(other -> other != ear).toList();
          return left.isEmpty() ? null : left;
        });
  }

  /** On a thread of the client library: passes on and returns. */
  private void hear(byte[] bytes) {
    if (isClosed) {
      return;
    }
    try {
      Word word = Word.of(bytes);
      if (word.isKnock()) {
        answerKnock(word);
      } else {
        byTopic.getOrDefault(word.topic(), List.of()).forEach(ear -> ear.tell(word.message()));
      }
    } catch (IllegalArgumentException e) {
      LOG.log(
          Level.WARNING, "another program sends to the channel of the roles: " + e.getMessage());
    }
  }

  private void answerKnock(Word word) {
    if (ByteBuffer.wrap(word.message()).equals(knock)) {
      connected.complete(null);
    }
  }

  private void checkOpen() {
    link.checkOpen();
    if (isClosed) {
      throw new IllegalStateException("the connection to Redis was closed");
    }
  }

  /** Ends all subscriptions of this connection; the link stays open. Idempotent. */
  @Override
  public void close() {
    isClosed = true;
    byTopic.values().forEach(ears -> ears.forEach(Ear::close));
    subscription.close();
  }
}
