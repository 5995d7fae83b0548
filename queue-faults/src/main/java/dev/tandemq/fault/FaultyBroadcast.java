package dev.tandemq.fault;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.store.Subscription;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Words over a bad network: calls have a fate, messages get lost or late. */
record FaultyBroadcast(Broadcast target, Link link) implements Broadcast {

  @Override
  public CompletionStage<Void> send(String topic, byte[] message) {
    Fate fate = link.next("Broadcast.send");
    if (fate.isNone()) {
      return target.send(topic, message);
    }
    byte[] sent = message.clone();
    return link.send(fate, "Broadcast.send", () -> target.send(topic, sent));
  }

  @Override
  public Subscription listen(String topic, Consumer<byte[]> listener) {
    Objects.requireNonNull(listener, "listener");
    return target.listen(topic, message -> link.hint(() -> listener.accept(message)));
  }
}
