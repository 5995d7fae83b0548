package com.example.directory;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.store.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes those of this process who wait for jobs or for room. After a call that got less than it
 * wanted its queue is armed; after each step, and when time makes a job ready, armed queues are
 * looked at. What other processes do is seen with the next step of this one: the engine looks once
 * a second anyway. Safe for concurrent use; knows nothing of the store's lock, so that to subscribe
 * never waits for a disk.
 */
final class Hints {

  private final ProcessContext context;
  private final Runnable look;
  private final Waiting ready = new Waiting();
  private final Waiting room = new Waiting();
  private long timerAt = Long.MAX_VALUE;
  private Cancellable timer = () -> {};

  /**
   * Nobody waits yet.
   *
   * @param look makes a step of the store, so that {@link #due} is asked; must not block
   */
  Hints(ProcessContext context, Runnable look) {
    this.context = context;
    this.look = look;
  }

  /** Who listens, and in which queues somebody got too little. */
  private static final class Waiting {

    private final Map<String, List<Runnable>> listeners = new HashMap<>();
    private final Set<String> armed = new HashSet<>();

    private List<Runnable> fire(String queue) {
      armed.remove(queue);
      return listeners.getOrDefault(queue, List.of());
    }
  }

  Subscription onReady(String queue, Runnable hint) {
    return subscribe(ready, queue, hint);
  }

  Subscription onRoom(String queue, Runnable hint) {
    return subscribe(room, queue, hint);
  }

  private synchronized Subscription subscribe(Waiting waiting, String queue, Runnable hint) {
    // One object for each subscription: the same hint may be given twice, and each is closed alone.
    AtomicBoolean isClosed = new AtomicBoolean();
    Runnable listener =
        () -> {
          if (!isClosed.get()) {
            hint.run();
          }
        };
    waiting.listeners.computeIfAbsent(queue, name -> new ArrayList<>()).add(listener);
    return () -> {
      isClosed.set(true);
      synchronized (this) {
        waiting.listeners.get(queue).remove(listener);
      }
    };
  }

  /** A claim got less than it wanted. */
  synchronized void armReady(String queue) {
    arm(ready, queue);
  }

  /** A put found no room. */
  synchronized void armRoom(String queue) {
    arm(room, queue);
  }

  private static void arm(Waiting waiting, String queue) {
    if (!waiting.listeners.getOrDefault(queue, List.of()).isEmpty()) {
      waiting.armed.add(queue);
    }
  }

  /** Whom to call, outside of the lock, now that a step is done. */
  synchronized List<Runnable> due(Index index, long now) {
    if (ready.armed.isEmpty() && room.armed.isEmpty()) {
      return List.of();
    }
    List<Runnable> calls = new ArrayList<>();
    long next = Long.MAX_VALUE;
    for (String name : List.copyOf(ready.armed)) {
      QueueIndex queue = index.queue(name);
      if (queue.hasClaimable(now)) {
        calls.addAll(ready.fire(name));
      } else {
        next = Math.min(next, queue.nextMoment());
      }
    }
    for (String name : List.copyOf(room.armed)) {
      if (index.queue(name).hasRoom()) {
        calls.addAll(room.fire(name));
      }
    }
    lookAgainAt(next, now);
    return calls;
  }

  private void lookAgainAt(long next, long now) {
    if (next == timerAt) {
      return;
    }
    timer.cancel();
    timerAt = next;
    timer =
        next == Long.MAX_VALUE
            ? () -> {}
            : context.schedule(Duration.ofNanos(next - now), this::rang);
  }

  private void rang() {
    synchronized (this) {
      timerAt = Long.MAX_VALUE;
    }
    look.run();
  }

  synchronized void close() {
    timer.cancel();
    ready.armed.clear();
    room.armed.clear();
  }
}
