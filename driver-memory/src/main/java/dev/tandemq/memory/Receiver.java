package dev.tandemq.memory;

import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One listener at the end of a link. It is told on a step of its own, and only what arrives while
 * the link is whole and the subscription open. Safe for concurrent use.
 */
final class Receiver implements Subscription {

  private static final Logger LOG = System.getLogger(Receiver.class.getName());

  private final Connection connection;
  private final AtomicReference<@Nullable Runnable> end = new AtomicReference<>();
  private volatile boolean closed;

  Receiver(Connection connection) {
    this.connection = connection;
  }

  /** It listens now, until the step is run. */
  void begin(Runnable howToEnd) {
    end.set(howToEnd);
  }

  /** Tells the listener soon, on another stack; lost when the link is cut now or then. */
  void tell(Runnable listener) {
    if (!isUp()) {
      return;
    }
    try {
      connection.executor().execute(() -> call(listener));
    } catch (RejectedExecutionException e) {
      // The node's process has ended: nobody is there to be told.
    }
  }

  private void call(Runnable listener) {
    if (!isUp()) {
      return;
    }
    try {
      listener.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "a listener failed", e);
    }
  }

  private boolean isUp() {
    return !closed && connection.isUp();
  }

  @Override
  public void close() {
    closed = true;
    Runnable how = end.getAndSet(null);
    if (how != null) {
      connection.forget(this);
      how.run();
    }
  }
}
