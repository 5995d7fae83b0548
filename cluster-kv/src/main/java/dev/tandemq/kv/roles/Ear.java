package dev.tandemq.kv.roles;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One listener. It is told one word after the other, on steps of its own, never on a thread of the
 * backend, and only while it is open. Safe for concurrent use.
 */
final class Ear implements Subscription {

  /** Most words that wait for a listener; what comes beyond that is lost to it. */
  static final int MAX_WAITING = 1_000;

  private static final Logger LOG = System.getLogger(Ear.class.getName());

  private final ProcessContext process;
  private final Consumer<byte[]> listener;
  private final Consumer<Ear> afterClose;
  private final Queue<byte[]> waiting = new ArrayDeque<>(); // guarded by itself
  private boolean isTelling; // guarded by waiting
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
    synchronized (waiting) {
      if (isClosed) {
        return;
      }
      if (waiting.size() == MAX_WAITING) {
        LOG.log(Level.WARNING, "a listener of a topic is too slow: it lost a word");
        return;
      }
      waiting.add(message.clone());
      if (isTelling) {
        return;
      }
      isTelling = true;
    }
    step();
  }

  private void step() {
    try {
      process.execute(this::next);
    } catch (RejectedExecutionException e) {
      // The process has ended: nobody is there to be told.
      isClosed = true;
    }
  }

  private void next() {
    byte[] message = poll();
    if (message == null) {
      return;
    }
    if (!isClosed) {
      call(message);
    }
    step();
  }

  private byte @Nullable [] poll() {
    synchronized (waiting) {
      byte[] message = waiting.poll();
      isTelling = message != null;
      return message;
    }
  }

  private void call(byte[] message) {
    try {
      listener.accept(message);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "a listener of a topic failed; it goes on listening", e);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    synchronized (waiting) {
      waiting.clear();
    }
    afterClose.accept(this);
  }
}
