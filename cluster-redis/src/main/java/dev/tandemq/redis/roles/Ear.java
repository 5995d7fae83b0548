package dev.tandemq.redis.roles;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One listener. It is told on a step of its own, never on a thread of the client library, and only
 * while it is open. Safe for concurrent use.
 */
final class Ear implements Subscription {

  private static final Logger LOG = System.getLogger(Ear.class.getName());

  private final ProcessContext process;
  private final Consumer<byte[]> listener;
  private final Consumer<Ear> afterClose;
  private volatile boolean isClosed;

  /**
   * An open ear.
   *
   * @param afterClose may be run more than once
   */
  Ear(ProcessContext process, Consumer<byte[]> listener, Consumer<Ear> afterClose) {
    this.process = process;
    this.listener = listener;
    this.afterClose = afterClose;
  }

  /** Tells the listener soon, with a copy of its own. */
  void tell(byte[] message) {
    byte[] own = message.clone();
    try {
      process.execute(() -> call(own));
    } catch (RejectedExecutionException e) {
      // The process has ended: nobody is there to be told.
    }
  }

  private void call(byte[] message) {
    if (isClosed) {
      return;
    }
    try {
      listener.accept(message);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "a listener of a topic failed; it goes on listening", e);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    afterClose.accept(this);
  }
}
