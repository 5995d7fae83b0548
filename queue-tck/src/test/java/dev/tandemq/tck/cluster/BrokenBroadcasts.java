package dev.tandemq.tck.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.ForwardingBroadcast;
import dev.tandemq.job.Names;
import dev.tandemq.store.Subscription;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Clusters that break a rule of broadcast. */
final class BrokenBroadcasts {

  private BrokenBroadcasts() {}

  static List<BrokenCluster> all() {
    return List.of(
        BrokenCluster.broadcast("does not let a sender hear itself", Set.of("W1", "W2"), Deaf::new),
        BrokenCluster.broadcast("tells all topics", Set.of("W1"), OneTopic::new),
        BrokenCluster.broadcast("sends words as text", Set.of("W1"), AsText::new),
        BrokenCluster.broadcast("gives all listeners one array", Set.of("W1"), OneArray::new),
        BrokenCluster.broadcast("swallows empty words", Set.of("W1"), NoEmptyWords::new),
        BrokenCluster.broadcast(
            "tells nobody any more when a listener threw", Set.of("W2"), EndsByThrowing::new),
        BrokenCluster.broadcast(
            "goes on after the end of a subscription", Set.of("W3"), Endless::new));
  }

  private static final class Deaf extends ForwardingBroadcast {

    private final AtomicBoolean sending = new AtomicBoolean();

    Deaf(Broadcast target) {
      super(target);
    }

    @Override
    public CompletionStage<Void> send(String topic, byte[] message) {
      sending.set(true);
      try {
        return target().send(topic, message);
      } finally {
        sending.set(false);
      }
    }

    @Override
    public Subscription listen(String topic, Consumer<byte[]> listener) {
      Objects.requireNonNull(listener, "listener");
      return target()
          .listen(
              topic,
              message -> {
                if (!sending.get()) {
                  listener.accept(message);
                }
              });
    }
  }

  private static final class OneTopic extends ForwardingBroadcast {

    OneTopic(Broadcast target) {
      super(target);
    }

    @Override
    public CompletionStage<Void> send(String topic, byte[] message) {
      Names.check("topic", topic);
      return target().send("all", message);
    }

    @Override
    public Subscription listen(String topic, Consumer<byte[]> listener) {
      Names.check("topic", topic);
      return target().listen("all", listener);
    }
  }

  private static final class AsText extends ForwardingBroadcast {

    AsText(Broadcast target) {
      super(target);
    }

    @Override
    public Subscription listen(String topic, Consumer<byte[]> listener) {
      Objects.requireNonNull(listener, "listener");
      return target()
          .listen(topic, message -> listener.accept(new String(message, UTF_8).getBytes(UTF_8)));
    }
  }

  private static final class NoEmptyWords extends ForwardingBroadcast {

    NoEmptyWords(Broadcast target) {
      super(target);
    }

    @Override
    public Subscription listen(String topic, Consumer<byte[]> listener) {
      Objects.requireNonNull(listener, "listener");
      return target()
          .listen(
              topic,
              message -> {
                if (message.length > 0) {
                  listener.accept(message);
                }
              });
    }
  }

  private static final class OneArray extends ForwardingBroadcast {

    private final List<Consumer<byte[]>> listeners = new CopyOnWriteArrayList<>();

    OneArray(Broadcast target) {
      super(target);
    }

    @Override
    public Subscription listen(String topic, Consumer<byte[]> listener) {
      Objects.requireNonNull(listener, "listener");
      // The first subscription of this connection tells all of them, with the same array.
      listeners.add(listener);
      Subscription first =
          listeners.size() == 1
              ? target().listen(topic, this::tellAll)
              : target().listen(topic, message -> {});
      return () -> {
        listeners.remove(listener);
        if (listeners.isEmpty()) {
          first.close();
        }
      };
    }

    private void tellAll(byte[] message) {
      for (Consumer<byte[]> listener : listeners) {
        try {
          listener.accept(message);
        } catch (IllegalStateException e) {
          // The fault is another one.
          continue;
        }
      }
    }
  }

  private static final class EndsByThrowing extends ForwardingBroadcast {

    private final AtomicBoolean ended = new AtomicBoolean();

    EndsByThrowing(Broadcast target) {
      super(target);
    }

    @Override
    public Subscription listen(String topic, Consumer<byte[]> listener) {
      Objects.requireNonNull(listener, "listener");
      return target().listen(topic, message -> tell(listener, message));
    }

    private void tell(Consumer<byte[]> listener, byte[] message) {
      if (ended.get()) {
        return;
      }
      try {
        listener.accept(message);
      } catch (RuntimeException e) {
        ended.set(true);
        throw e;
      }
    }
  }

  private static final class Endless extends ForwardingBroadcast {

    Endless(Broadcast target) {
      super(target);
    }

    @Override
    public Subscription listen(String topic, Consumer<byte[]> listener) {
      Subscription unused = target().listen(topic, listener);
      return () -> {};
    }
  }
}
