package dev.tandemq.cluster;

import dev.tandemq.store.Subscription;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Passes every call on to another broadcast: the base of decorators. As safe for concurrent use as
 * it.
 */
public abstract class ForwardingBroadcast implements Broadcast {

  private final Broadcast target;

  /** A broadcast that behaves as the target does, but for what a subclass overrides. */
  protected ForwardingBroadcast(Broadcast target) {
    this.target = Objects.requireNonNull(target, "target");
  }

  /** The broadcast behind this one. */
  protected final Broadcast target() {
    return target;
  }

  @Override
  public CompletionStage<Void> send(String topic, byte[] message) {
    return target.send(topic, message);
  }

  @Override
  public Subscription listen(String topic, Consumer<byte[]> listener) {
    return target.listen(topic, listener);
  }
}
