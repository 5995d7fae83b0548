package dev.tandemq.cluster;

import dev.tandemq.store.Subscription;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Words to all who listen now, on any node: best effort (rules W1 to W3). A word may be lost,
 * doubled, late or out of order, and nothing may depend on it.
 */
public interface Broadcast {

  /** Most bytes of one message. */
  int MAX_MESSAGE_BYTES = 4096;

  /**
   * Sends to all listeners of the topic, the sender's own too (rules W1, W2).
   *
   * @param topic a name as of {@link dev.tandemq.job.Names}
   * @param message at most {@value #MAX_MESSAGE_BYTES} bytes; copied
   * @return done when the backend has it, which says nothing of the listeners
   */
  CompletionStage<Void> send(String topic, byte[] message);

  /**
   * Calls the listener for each message of the topic from about now on, with a copy of its own. It
   * is called outside of any lock, on any thread, and must not block; what it throws is logged
   * (rules W1 to W3).
   */
  Subscription listen(String topic, Consumer<byte[]> listener);
}
