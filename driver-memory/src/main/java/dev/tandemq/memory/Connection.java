package dev.tandemq.memory;

import dev.tandemq.error.QueueUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's end of its link to the hub: lets calls through while it is open and whole, and keeps
 * the node's listeners. Safe for concurrent use.
 */
final class Connection {

  private final MemoryHub hub;
  private final String link;
  private final ReentrantLock lock;
  private final Executor executor;
  private final Runnable afterClose;

  private final Set<Receiver> receivers = new LinkedHashSet<>(); // guarded by the lock
  private volatile boolean cut; // written under the lock
  private volatile boolean closed; // written under the lock

  /**
   * A whole and open end.
   *
   * @param lock the hub's
   * @param executor runs the node's listeners
   * @param afterClose runs once, outside of the lock
   */
  Connection(
      MemoryHub hub, String link, ReentrantLock lock, Executor executor, Runnable afterClose) {
    this.hub = hub;
    this.link = link;
    this.lock = lock;
    this.executor = executor;
    this.afterClose = afterClose;
  }

  String link() {
    return link;
  }

  void cut(boolean isCut) {
    cut = isCut;
  }

  /** Whether anything comes through to the node. */
  boolean isUp() {
    return !cut && !closed;
  }

  Executor executor() {
    return executor;
  }

  /** Takes a step under the hub's lock, if the link is whole. */
  <T extends @Nullable Object> CompletionStage<T> call(String what, Supplier<T> step) {
    lock.lock();
    try {
      checkOpen();
      return cut ? refused(what) : CompletableFuture.completedFuture(step.get());
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #call}, with something to do outside of the lock once the step was taken. */
  <T> CompletionStage<Void> callThen(String what, Supplier<T> step, Consumer<T> after) {
    T result;
    lock.lock();
    try {
      checkOpen();
      if (cut) {
        return refused(what);
      }
      result = step.get();
    } finally {
      lock.unlock();
    }
    after.accept(result);
    return CompletableFuture.completedFuture(null);
  }

  /** Makes a call to something that has a lock of its own, if the link is whole. */
  <T extends @Nullable Object> CompletionStage<T> pass(
      String what, Supplier<CompletionStage<T>> call) {
    checkOpen();
    return cut ? refused(what) : call.get();
  }

  private <T extends @Nullable Object> CompletionStage<T> refused(String what) {
    return CompletableFuture.failedFuture(
        new QueueUnavailableException(
            what + ": the link " + link + " is cut; nothing was changed, try again", null));
  }

  /**
   * Listens at the hub until the receiver or the connection is closed. A cut link keeps nobody from
   * listening; nothing is heard over it.
   *
   * @param listen begins to listen for the receiver and answers how to end it; takes the locks that
   *     it needs
   */
  Receiver subscribe(Function<Receiver, Runnable> listen) {
    checkOpen();
    Receiver receiver = new Receiver(this);
    receiver.begin(listen.apply(receiver));
    boolean isLate;
    lock.lock();
    try {
      isLate = closed;
      if (!isLate) {
        receivers.add(receiver);
      }
    } finally {
      lock.unlock();
    }
    if (isLate) {
      receiver.close();
    }
    return receiver;
  }

  void forget(Receiver receiver) {
    locked(() -> receivers.remove(receiver));
  }

  /** Takes a step under the hub's lock whatever the link is like. */
  void locked(Runnable step) {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the connection is closed");
    }
  }

  /** Ends it and its listeners. Idempotent. */
  void close() {
    List<Receiver> open;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      hub.left(this);
      open = new ArrayList<>(receivers);
    } finally {
      lock.unlock();
    }
    open.forEach(Receiver::close);
    afterClose.run();
  }
}
