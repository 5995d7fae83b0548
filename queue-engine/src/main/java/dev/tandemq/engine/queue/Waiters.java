package dev.tandemq.engine.queue;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.store.Subscription;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Threads of the application that wait for a queue to have what they want. They are woken by the
 * store's hint; a look now and then, with jitter, makes up for hints that are lost. Safe for
 * concurrent use.
 */
final class Waiters {

  /** What is waited for; tried again and again. */
  @FunctionalInterface
  interface Attempt<T> {

    /** What was got, or empty when there is nothing yet. */
    Optional<T> make() throws InterruptedException;
  }

  private final ProcessContext context;
  // Guarded by this.
  private final Set<Signal> waiting = new HashSet<>();
  private volatile boolean closed;

  Waiters(ProcessContext context) {
    this.context = context;
  }

  /**
   * Makes the attempt until it brings something, the time is over or the queue is closed.
   *
   * @param subscribe subscribes a hint to try again
   */
  <T> Optional<T> until(
      Duration timeout, Function<Runnable, Subscription> subscribe, Attempt<T> attempt)
      throws InterruptedException {
    long end = context.time().nanoTime() + timeout.toNanos();
    Signal signal = new Signal();
    Subscription hints = subscribe.apply(signal::give);
    join(signal);
    try {
      while (!closed) {
        CompletableFuture<@Nullable Void> given = signal.await();
        Optional<T> got = attempt.make();
        long left = end - context.time().nanoTime();
        if (got.isPresent() || left <= 0) {
          return got;
        }
        boolean unused = context.await(given, Duration.ofNanos(Math.min(left, nextLook())));
      }
      return Optional.empty();
    } finally {
      leave(signal);
      Calls.close(hints); // what was got must not be lost by its trouble
    }
  }

  private long nextLook() {
    long poll = Defaults.POLL.toNanos();
    long jitter = (long) (poll * Defaults.JITTER);
    return poll - jitter + context.random().nextLong(2 * jitter + 1);
  }

  private synchronized void join(Signal signal) {
    waiting.add(signal);
  }

  private synchronized void leave(Signal signal) {
    waiting.remove(signal);
  }

  /** Wakes everybody; nobody waits any more. */
  synchronized void close() {
    closed = true;
    waiting.forEach(Signal::give);
  }

  /** Given any number of times between two looks counts once; one given early is not lost. */
  private static final class Signal {

    private volatile CompletableFuture<@Nullable Void> next = new CompletableFuture<>();

    /**
     * What is done once the signal is given after this call; touched by the waiting thread only.
     */
    CompletableFuture<@Nullable Void> await() {
      CompletableFuture<@Nullable Void> fresh = next;
      if (fresh.isDone()) {
        fresh = new CompletableFuture<>();
        next = fresh;
      }
      return fresh;
    }

    void give() {
      next.complete(null);
    }
  }
}
