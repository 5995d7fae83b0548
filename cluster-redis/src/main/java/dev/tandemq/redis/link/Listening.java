package dev.tandemq.redis.link;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.error.QueueException;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
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
  private final Function<Throwable, QueueException> meaning;
  private final boolean persists;
  private final CompletableFuture<Subscription> noted = new CompletableFuture<>();

  private final Object monitor = new Object();
  // Guarded by the monitor.
  private boolean isClosed;
  private boolean isTold;
  private @Nullable Integer id;

  /**
   * Not yet started.
   *
   * @param meaning what a failure of the library means
   * @param persists whether to try again, each second, when the first time failed
   */
  Listening(
      RTopic topic,
      ProcessContext process,
      Consumer<byte[]> listener,
      Function<Throwable, QueueException> meaning,
      boolean persists) {
    this.topic = topic;
    this.process = process;
    this.listener = listener;
    this.meaning = meaning;
    this.persists = persists;
  }

  /** Completes when the server has taken note, or fails when it is not tried again. */
  CompletionStage<Subscription> noted() {
    return noted;
  }

  /** Subscribes. Never throws. */
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
    if (newId == null) {
      failed(failure == null ? new IllegalStateException("no answer") : failure);
      return;
    }
    synchronized (monitor) {
      if (!isClosed) {
        id = newId;
      } else {
        remove(newId);
      }
    }
    noted.complete(this);
  }

  private void failed(Throwable failure) {
    QueueException reason = meaning.apply(failure);
    if (!persists) {
      noted.completeExceptionally(reason);
      return;
    }
    synchronized (monitor) {
      if (isClosed) {
        return;
      }
      if (!isTold) {
        isTold = true;
        LOG.log(Level.WARNING, "will try again: {0}", reason.getMessage());
      }
    }
    var unused = process.schedule(AGAIN, this::start);
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
      LOG.log(Level.WARNING, "a listener failed", e);
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
      LOG.log(Level.DEBUG, "the subscription ends with its connection");
    }
  }
}
