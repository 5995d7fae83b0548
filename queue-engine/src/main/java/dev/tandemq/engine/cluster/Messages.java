package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.job.Names;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Words between nodes: those of applications, and hints of our own on topics that begin with
 * {@value #OWN}. A hint that cannot be sent or heard costs time and nothing else.
 */
final class Messages {

  /** Topics that applications may not use. */
  static final String OWN = "tandem.";

  private static final Logger LOG = System.getLogger(DistributedQueue.class.getName());

  private final ProcessContext context;
  private final Broadcast broadcast;

  // Guarded by this.
  private final Map<String, Consumer<String>> hintsToHear = new LinkedHashMap<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private boolean isClosed;

  Messages(ProcessContext context, Broadcast broadcast) {
    this.context = context;
    this.broadcast = broadcast;
  }

  CompletionStage<Void> send(String topic, byte[] message) {
    checkTopic(topic);
    if (message.length > Broadcast.MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "message has "
              + message.length
              + " bytes; it has at most "
              + Broadcast.MAX_MESSAGE_BYTES
              + ": send the address of what is larger");
    }
    return broadcast.send(topic, message);
  }

  Subscription onMessage(String topic, Consumer<byte[]> listener) {
    checkTopic(topic);
    InOrder pieces = new InOrder(context);
    return added(broadcast.listen(topic, heard -> pieces.run(() -> listener.accept(heard))));
  }

  private static void checkTopic(String topic) {
    Names.check("topic", topic);
    if (topic.startsWith(OWN)) {
      throw new IllegalArgumentException(
          "topic is " + topic + "; those that begin with " + OWN + " are the framework's own");
    }
  }

  private synchronized Subscription added(Subscription made) {
    if (isClosed) {
      Calls.close(made);
      throw new IllegalStateException("the node was stopped");
    }
    subscriptions.add(made);
    return () -> {
      synchronized (this) {
        subscriptions.remove(made);
      }
      made.close();
    };
  }

  /** Says something to the other nodes, and to this one, that they may miss. */
  void hint(String topic, String word) {
    byte[] message = word.getBytes(StandardCharsets.UTF_8);
    Calls.whenDone(Calls.of(() -> broadcast.send(topic, message)), () -> {});
  }

  /** Hears hints from the next {@link #listen} on. */
  synchronized void hear(String topic, Consumer<String> listener) {
    hintsToHear.put(topic, listener);
  }

  /** Subscribes what is not subscribed yet; tried again with the next call when it fails. */
  synchronized void listen() {
    hintsToHear.entrySet().removeIf(hint -> isClosed || isHeard(hint.getKey(), hint.getValue()));
  }

  private boolean isHeard(String topic, Consumer<String> listener) {
    try {
      subscriptions.add(
          broadcast.listen(
              topic, heard -> listener.accept(new String(heard, StandardCharsets.UTF_8))));
      return true;
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "hints on {0} are not heard yet: {1}", topic, e.toString());
      return false;
    }
  }

  /** Hears nothing more. Idempotent. */
  void close() {
    List<Subscription> ending;
    synchronized (this) {
      isClosed = true;
      ending = List.copyOf(subscriptions);
      subscriptions.clear();
    }
    ending.forEach(Calls::close);
  }
}
