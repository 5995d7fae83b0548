package dev.tandemq.engine.event;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.event.QueueEvent;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Brings the events of one connection to its listeners. Each has a bounded buffer of its own and is
 * called on the context's threads, so that what a listener does, be it to block for ever, is felt
 * by nobody else. Safe for concurrent use; no method blocks.
 */
public final class EventBus implements EventSink, AutoCloseable {

  /** Largest buffer of one listener, in events. */
  public static final int MAX_CAPACITY = 1_000_000;

  private static final Listener[] NONE = {};

  private final ProcessContext context;
  private volatile Listener[] listeners = NONE; // replaced under this, never changed
  private boolean isClosed; // guarded by this

  /** A bus without listeners. */
  public EventBus(ProcessContext context) {
    this.context = context;
  }

  /**
   * Tells the listener of all events from now on: one at a time, in order, never on the thread that
   * made the event.
   *
   * @param capacity most events that wait for the listener, 1 to {@value #MAX_CAPACITY}; what comes
   *     while so many wait is dropped and counted
   * @throws IllegalStateException after {@link #close}
   */
  public EventSubscription subscribe(Consumer<? super QueueEvent> listener, int capacity) {
    Objects.requireNonNull(listener, "listener");
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "capacity is " + capacity + "; it ranges from 1 to " + MAX_CAPACITY);
    }
    Listener added = new Listener(context, listener, new EventRing(capacity), this::remove);
    synchronized (this) {
      if (isClosed) {
        throw new IllegalStateException("the connection was closed");
      }
      Listener[] more = Arrays.copyOf(listeners, listeners.length + 1);
      more[listeners.length] = added;
      listeners = more;
    }
    return added;
  }

  private synchronized void remove(Listener listener) {
    listeners =
        Arrays.stream(listeners).filter(other -> other != listener).toArray(Listener[]::new);
  }

  @Override
  public boolean isWanted() {
    Listener[] all = listeners;
    for (Listener listener : all) {
      if (listener.hasRoom()) {
        return true; // those without room count their drop when the event is told
      }
    }
    for (Listener listener : all) {
      listener.drop();
    }
    return false;
  }

  @Override
  public void tell(QueueEvent event) {
    for (Listener listener : listeners) {
      listener.offer(event);
    }
  }

  /**
   * Takes no more events. What is buffered is delivered as long as the context still runs; nobody
   * waits for that. Idempotent.
   */
  @Override
  public void close() {
    Listener[] ending;
    synchronized (this) {
      isClosed = true;
      ending = listeners;
      listeners = NONE;
    }
    for (Listener listener : ending) {
      listener.end();
    }
  }
}
