package dev.tandemq.memory;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.job.Names;
import dev.tandemq.store.Subscription;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The broadcast of a hub, over one link: checks arguments, then makes the call. */
final class MemoryBroadcast implements Broadcast {

  private final Connection connection;
  private final Topics topics;

  MemoryBroadcast(Connection connection, Topics topics) {
    this.connection = connection;
    this.topics = topics;
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
    byte[] own = message.clone();
    return connection.callThen(
        "send", () -> topics.listeners(topic), all -> all.forEach(listener -> listener.tell(own)));
  }

  @Override
  public Subscription listen(String topic, Consumer<byte[]> listener) {
    Names.check("topic", topic);
    Objects.requireNonNull(listener, "listener");
    return connection.subscribe(
        receiver -> {
          Topics.Listener added = new Topics.Listener(receiver, listener);
          connection.locked(() -> topics.add(topic, added));
          return () -> connection.locked(() -> topics.remove(topic, added));
        });
  }
}
