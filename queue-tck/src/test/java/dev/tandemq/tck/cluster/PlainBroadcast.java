package dev.tandemq.tck.cluster;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.store.Subscription;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Broadcast as a list of listeners, called by whoever sends. */
final class PlainBroadcast implements Broadcast {

  private static final System.Logger LOG = System.getLogger(PlainBroadcast.class.getName());

  // Compared by identity, so that one listener may listen twice.
  private static final class Ear {

    private final String topic;
    private final Consumer<byte[]> listener;

    Ear(String topic, Consumer<byte[]> listener) {
      this.topic = topic;
      this.listener = listener;
    }
  }

  private final List<Ear> ears = new CopyOnWriteArrayList<>();

  @Override
  public CompletionStage<Void> send(String topic, byte[] message) {
    for (Ear ear : ears) {
      if (ear.topic.equals(topic)) {
        tell(ear, message.clone());
      }
    }
    return completedFuture(null);
  }

  private static void tell(Ear ear, byte[] message) {
    try {
      ear.listener.accept(message);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "a listener failed", e);
    }
  }

  @Override
  public Subscription listen(String topic, Consumer<byte[]> listener) {
    Ear ear = new Ear(topic, listener);
    ears.add(ear);
    return () -> ears.remove(ear);
  }
}
