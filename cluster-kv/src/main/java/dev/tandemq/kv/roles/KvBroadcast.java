package dev.tandemq.kv.roles;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.context.Cancellable;
import dev.tandemq.job.Names;
import dev.tandemq.store.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The broadcast of a namespace on a coordination store: each word is a key, which is there for half
 * a minute. Listeners are woken by a watch, and look every second besides, since a watch may be
 * lost.
 *
 * <p>Safe for concurrent use. A word is heard some round trips after it was sent; by a listener
 * whose connection was away for longer than half a minute, not at all.
 */
public final class KvBroadcast implements Broadcast, AutoCloseable {

  /** How often listeners look when nothing wakes them. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** Topics that are remembered by who sends; more are no harm, but for a round trip each. */
  private static final int MAX_OUTBOXES = 1_000;

  private final RoleSetup setup;

  // Guarded by this.
  private final Map<String, Outbox> outboxes = new HashMap<>();
  private final Map<String, Topic> topics = new HashMap<>();
  private Cancellable timer = () -> {};
  private boolean isClosed;

  /** The broadcast of a namespace; to be closed before the connection. */
  public KvBroadcast(RoleSetup setup) {
    this.setup = setup;
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
    return outbox(topic).send(message.clone());
  }

  private synchronized Outbox outbox(String topic) {
    checkOpen();
    if (outboxes.size() >= MAX_OUTBOXES && !outboxes.containsKey(topic)) {
      outboxes.clear();
    }
    return outboxes.computeIfAbsent(topic, name -> new Outbox(setup, name));
  }

  @Override
  public Subscription listen(String topic, Consumer<byte[]> listener) {
    Names.check("topic", topic);
    Objects.requireNonNull(listener, "listener");
    Ear ear = new Ear(setup.process(), listener, closed -> remove(topic, closed));
    Topic opened = null;
    synchronized (this) {
      checkOpen();
      Topic listened = topics.get(topic);
      if (listened == null) {
        listened = new Topic(setup, topic);
        opened = listened;
        if (topics.isEmpty()) {
          timer = setup.process().schedule(PAUSE, this::lookAtAll);
        }
        topics.put(topic, listened);
      }
      listened.add(ear);
    }
    if (opened != null) {
      opened.open();
    }
    return ear;
  }

  private void remove(String topic, Ear ear) {
    Topic left;
    synchronized (this) {
      left = topics.get(topic);
      if (left == null) {
        return;
      }
      left.remove(ear);
      if (!left.isEmpty()) {
        return;
      }
      topics.remove(topic);
      if (topics.isEmpty()) {
        timer.cancel();
      }
    }
    left.close();
  }

  private void lookAtAll() {
    List<Topic> all;
    synchronized (this) {
      if (isClosed || topics.isEmpty()) {
        return;
      }
      all = List.copyOf(topics.values());
      timer = setup.process().schedule(PAUSE, this::lookAtAll);
    }
    all.forEach(Topic::wake);
  }

  private void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException("the connection was closed");
    }
  }

  /** Ends all subscriptions of this connection, which itself stays open. Idempotent. */
  @Override
  public void close() {
    List<Topic> all;
    synchronized (this) {
      isClosed = true;
      timer.cancel();
      all = List.copyOf(topics.values());
      topics.clear();
    }
    all.forEach(Topic::silence);
  }
}
