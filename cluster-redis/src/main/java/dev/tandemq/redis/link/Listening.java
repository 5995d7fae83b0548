package dev.tandemq.redis.link;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RTopic;

/**
 * One listener of one channel. The client library subscribes again after the server was away; what
 * it does not do is to go on trying when the first time failed. Safe for concurrent use.
 */
final class Listening implements Subscription {

  private static final Logger LOG = System.getLogger("dev.tandemq.redis");
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final RTopic topic;
  private final ProcessContext process;
  private final Consumer<byte[]> listener;
  private final String what;

  private final Object monitor = new Object();
  // Guarded by the monitor.
  private boolean isClosed;
  private boolean isTold;
  private @Nullable Integer id;

  Listening(RTopic topic, ProcessContext process, Consumer<byte[]> listener, String what) {
    this.topic = topic;
    this.process = process;
    this.listener = listener;
    this.what = what;
  }

  /** Subscribes, and again each second until it worked or was closed. Never throws. */
  void start() {
    synchronized (monitor) {
      if (isClosed) {
        return;
      }
    }
    try {
      topic
          .addListenerAsync(byte[].class, (channel, message) -> hear(message))
          .whenComplete(this::subscribed);
    } catch (RuntimeException e) {
      subscribed(null, e);
    }
  }

  private void subscribed(@Nullable Integer newId, @Nullable Throwable failure) {
    synchronized (monitor) {
      if (newId != null && !isClosed) {
        id = newId;
        return;
      }
      if (newId == null && isClosed) {
        return;
      }
      if (newId == null && !isTold) {
        isTold = true;
        String why = failure == null ? "no answer" : Failures.said(Failures.unwrap(failure));
        LOG.log(Level.WARNING, "{0}: cannot listen yet, will try again: {1}", what, why);
      }
    }
    if (newId == null) {
      var unused = process.schedule(AGAIN, this::start);
    } else {
      remove(newId);
    }
  }

  private void hear(byte[] message) {
    synchronized (monitor) {
      if (isClosed) {
        return;
      }
    }
    try {
      listener.accept(message);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, what + ": a listener failed", e);
    }
  }

  @Override
  public void close() {
    Integer old;
    synchronized (monitor) {
      isClosed = true;
      old = id;
      id = null;
    }
    if (old != null) {
      remove(old);
    }
  }

  private void remove(int old) {
    try {
      var unused = topic.removeListenerAsync(old);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "{0}: the subscription ends with its connection", what);
    }
  }
}
