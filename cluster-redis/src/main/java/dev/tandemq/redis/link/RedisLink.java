package dev.tandemq.redis.link;

import dev.tandemq.context.Cancellable;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * A connection to one server and one namespace there. It finds the server again after it was away,
 * and listens on; calls meanwhile fail within their time. Safe for concurrent use.
 *
 * <p>Stages complete on a network thread of the client library: what continues there must not block
 * nor wait for another call. Listeners run on a thread of the library as well.
 */
public final class RedisLink implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.tandemq.redis");

  /** Redisson bounds all that it waits for; this is for what it might forget. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private static final Duration FAREWELL = Duration.ofMillis(500);
  private static final Duration END = Duration.ofSeconds(2);

  private final RedissonClient client;
  private final DriverContext context;
  private final RedisSettings settings;
  private final ServerFacts facts;
  private final Witness witness;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private RedisLink(
      RedissonClient client, DriverContext context, RedisSettings settings, ServerFacts facts) {
    this.client = client;
    this.context = context;
    this.settings = settings;
    this.facts = facts;
    String id = String.format("%016x", context.process().random().nextLong());
    this.witness = new Witness(client, context.process(), settings.toString(), key("link", id));
  }

  /**
   * Connects and looks whether the server is fit to keep jobs. Blocks for the connect time and a
   * few calls.
   *
   * @throws IllegalArgumentException when the URL makes no sense
   * @throws QueueException in one sentence: the server is not reached ({@link
   *     dev.tandemq.error.QueueUnavailableException}) or is not fit or refuses ({@link
   *     dev.tandemq.error.QueueForbiddenException})
   */
  public static RedisLink open(QueueUrl url, DriverContext context) {
    RedisSettings settings = RedisSettings.of(url);
    RedissonClient client = connect(settings);
    try {
      RedisLink link =
          new RedisLink(client, context, settings, new StartCheck(client, settings).run());
      link.witness.look();
      return link;
    } catch (RuntimeException e) {
      client.shutdown(0, END.toMillis(), TimeUnit.MILLISECONDS);
      throw e;
    }
  }

  private static RedissonClient connect(RedisSettings settings) {
    try {
      return Clients.connect(settings);
    } catch (RuntimeException e) {
      throw Failures.ofConnecting(settings, e);
    }
  }

  /** What the driver was given. */
  public DriverContext context() {
    return context;
  }

  /** What the server keeps of acknowledged jobs when it ends, as it said at the start. */
  public Persistence persistence() {
    return facts.persistence();
  }

  /** How often the server was seen to come back with older data, or with none. */
  public int losses() {
    return witness.losses();
  }

  /** A key of this namespace, in the one hash slot that all its keys share. */
  public String key(String... parts) {
    return "{" + settings.namespace() + "}:" + String.join(":", parts);
  }

  /**
   * Runs a script: one call, sent once, whatever becomes of its answer. A server that does not know
   * the script refuses before it does anything; then it is given the script, and asked once more.
   *
   * <p>The answer has Long, byte[], lists of those, or null; a status is a String. The stage fails
   * with a {@link QueueException} without a cause, within the call time and a little more, or as
   * soon as its connection breaks:
   *
   * <ul>
   *   <li>not sent, or refused before anything was written (server away, loading, replica): {@link
   *       dev.tandemq.error.QueueUnavailableException}
   *   <li>sent, and no answer, or an error in the script: {@link OutcomeUnknownException}, without
   *       ids
   *   <li>the memory of the server is full: {@link dev.tandemq.error.QueueFullException}
   *   <li>no right: {@link dev.tandemq.error.QueueForbiddenException}
   *   <li>a key of another type than ours: {@link dev.tandemq.error.CorruptJobException}; what the
   *       script wrote before it met the key stays, so a script that writes several keys looks
   *       first
   * </ul>
   *
   * @throws IllegalStateException once closed
   */
  public CompletionStage<@Nullable Object> run(
      Script script, List<String> keys, List<byte[]> args) {
    checkOpen();
    String what = settings + ": " + script.name();
    CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
    Cancellable timer =
        context
            .process()
            .schedule(
                settings.callTimeout().multipliedBy(3).plus(GRACE),
                () ->
                    answer.completeExceptionally(
                        new OutcomeUnknownException(
                            what + ": no answer; it may or may not have been applied",
                            List.of(),
                            null)));
    try {
      RFuture<@Nullable Object> sent =
          client
              .getScript(ByteArrayCodec.INSTANCE)
              .evalAsync(
                  RScript.Mode.READ_WRITE,
                  script.text(),
                  RScript.ReturnType.LIST,
                  List.copyOf(keys),
                  args.toArray());
      sent.whenComplete((value, failure) -> finish(answer, timer, what, value, failure));
    } catch (RuntimeException e) {
      timer.cancel();
      answer.completeExceptionally(Failures.of(what, settings.namespace(), e));
    }
    return answer;
  }

  private void finish(
      CompletableFuture<@Nullable Object> answer,
      Cancellable timer,
      String what,
      @Nullable Object value,
      @Nullable Throwable failure) {
    timer.cancel();
    if (failure == null) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(Failures.of(what, settings.namespace(), failure));
    }
  }

  /**
   * Sends to all who listen now, on any connection. Fails as {@link #run} does.
   *
   * @throws IllegalStateException once closed
   */
  public CompletionStage<Void> publish(String channel, byte[] message) {
    checkOpen();
    String what = settings + ": publish to " + channel;
    CompletableFuture<Void> answer = new CompletableFuture<>();
    try {
      topic(channel)
          .publishAsync(message)
          .whenComplete(
              (heard, failure) -> {
                if (failure == null) {
                  answer.complete(null);
                } else {
                  answer.completeExceptionally(Failures.of(what, settings.namespace(), failure));
                }
              });
    } catch (RuntimeException e) {
      answer.completeExceptionally(Failures.of(what, settings.namespace(), e));
    }
    return answer;
  }

  /**
   * Listens, from about now on, and again after the server was away; what is sent meanwhile is not
   * heard. A listener that throws is logged, and must not block.
   *
   * @throws IllegalStateException once closed
   */
  public Subscription listen(String channel, Consumer<byte[]> listener) {
    checkOpen();
    Listening listening = listeningTo(channel, listener, true);
    listening.start();
    return listening;
  }

  /**
   * As {@link #listen}; the stage completes once the server has taken note of the listener. When
   * that failed it fails, as {@link #run} does, and nothing is tried again.
   *
   * @throws IllegalStateException once closed
   */
  public CompletionStage<Subscription> listening(String channel, Consumer<byte[]> listener) {
    checkOpen();
    Listening listening = listeningTo(channel, listener, false);
    listening.start();
    return listening.noted();
  }

  private Listening listeningTo(String channel, Consumer<byte[]> listener, boolean persists) {
    return new Listening(
        topic(channel),
        context.process(),
        message -> {
          if (!isClosed.get()) {
            listener.accept(message);
          }
        },
        failure -> Failures.of(settings + ": listen to " + channel, settings.namespace(), failure),
        persists);
  }

  private RTopic topic(String channel) {
    return client.getTopic(key(channel), ByteArrayCodec.INSTANCE);
  }

  /** Fails once closed. */
  public void checkOpen() {
    if (isClosed.get()) {
      throw new IllegalStateException("the connection to Redis was closed");
    }
  }

  /**
   * Ends the connection and the threads of the client library, within a few seconds whether or not
   * the server is there. Calls under way fail. Idempotent.
   */
  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    if (Thread.currentThread().getName().startsWith("redisson")) {
      // It would wait for itself.
      context.process().execute(this::shutDown);
    } else {
      shutDown();
    }
  }

  private void shutDown() {
    witness.close(FAREWELL);
    try {
      client.shutdown(0, END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "{0}: the client did not end cleanly: {1}", settings, e);
    }
  }

  @Override
  public String toString() {
    return settings + "?namespace=" + settings.namespace();
  }
}
