package dev.tandemq.history;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.store.Subscription;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Words whose sending and hearing are told. */
record RecordingBroadcast(Broadcast target, Calls calls) implements Broadcast {

  @Override
  public CompletionStage<Void> send(String topic, byte[] message) {
    long hash = ContentHash.of(message);
    return calls.tell(
        Op.SEND,
        event -> event.name(topic).hash(hash),
        () -> target.send(topic, message),
        (event, nothing) -> {});
  }

  @Override
  public Subscription listen(String topic, Consumer<byte[]> listener) {
    Objects.requireNonNull(listener, "listener");
    return target.listen(
        topic,
        message -> {
          calls.write(calls.event(Op.HEAR, Phase.OK, 0).name(topic).hash(ContentHash.of(message)));
          listener.accept(message);
        });
  }
}
