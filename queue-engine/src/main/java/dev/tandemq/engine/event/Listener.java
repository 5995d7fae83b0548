package dev.tandemq.engine.event;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.Failure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One listener with its buffer. At rest it costs no thread; the event that finds it at rest queues
 * a step which empties the buffer. A busy listener looks again by itself a moment after its buffer
 * was empty, so that workers need not wake it for every event.
 */
final class Listener implements EventSubscription {

  private static final Logger LOG = System.getLogger(Listener.class.getName());

  /** After so many events others on the context's threads have a turn. */
  private static final int BURST = 256;

  /** A step that brought so many events was not the last: look again soon. */
  private static final int BUSY = 16;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

  /** After so many failures in a row it has a pause: errors without end take no worker's time. */
  private static final int FAILURES = 16;

  private static final Duration PAUSE = Duration.ofMillis(16);

  /** When the context had no thread to give. */
  private static final Duration TRY_AGAIN = Duration.ofMillis(100);

  private enum State {
    /** Nothing to do; the next event queues a step. */
    AT_REST,
    /** A step is queued or runs: there is never a second one. */
    AT_WORK,
    /** A timer will queue the step. */
    WAITING
  }

  private final ProcessContext context;
  private final Consumer<? super QueueEvent> consumer;
  private final Consumer<Listener> onClose;
  private final EventRing ring;
  private final AtomicReference<State> state = new AtomicReference<>(State.AT_REST);
  private final LongAdder dropped = new LongAdder();
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean isClosed;
  private volatile boolean isEnding;
  private int failuresInARow; // touched by one step at a time

  Listener(
      ProcessContext context,
      Consumer<? super QueueEvent> consumer,
      EventRing ring,
      Consumer<Listener> onClose) {
    this.context = context;
    this.consumer = consumer;
    this.ring = ring;
    this.onClose = onClose;
  }

  // ---- the side of whoever tells

  boolean hasRoom() {
    return ring.hasRoom();
  }

  void drop() {
    dropped.increment();
  }

  void offer(QueueEvent event) {
    if (!ring.offer(event)) {
      drop();
    } else if (state.get() == State.AT_REST) {
      wake(State.AT_REST);
    }
  }

  /** Queues the step, if the state is still this one. */
  private void wake(State from) {
    if (state.compareAndSet(from, State.AT_WORK) && !isQueued()) {
      sleep(TRY_AGAIN);
    }
  }

  /** A context refuses when it is closed, and when it can have no more threads. */
  private boolean isQueued() {
    try {
      context.execute(this::work);
      return true;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  private void sleep(Duration time) {
    state.set(State.WAITING);
    try {
      context.schedule(time, () -> wake(State.WAITING));
    } catch (RuntimeException | Error e) {
      state.compareAndSet(State.WAITING, State.AT_REST); // the next event tries again
      return;
    }
    if (isEnding) {
      endSleep(); // the timers may end before this one
    }
  }

  // ---- the listener's side: one step at a time

  private void work() {
    int served = 0;
    while (true) {
      QueueEvent event = ring.poll();
      if (event == null) {
        if (rest(served)) {
          return;
        }
        continue;
      }
      call(event);
      served++;
      if (failuresInARow >= FAILURES && !isEnding) {
        failuresInARow = 0;
        sleep(PAUSE);
        return;
      }
      // Refused, as it is while the context closes, the rest is brought in this step.
      if (served % BURST == 0 && isQueued()) {
        return;
      }
    }
  }

  /** The buffer is empty: false when there is something after all. */
  private boolean rest(int served) {
    if (served >= BUSY && !isEnding) {
      sleep(LOOK_AGAIN);
      return true;
    }
    state.set(State.AT_REST);
    // An event that was put in before the state changed has woken nobody.
    return ring.isEmpty() || !state.compareAndSet(State.AT_REST, State.AT_WORK);
  }

  private void call(QueueEvent event) {
    if (isClosed) {
      return;
    }
    try {
      consumer.accept(event);
      failuresInARow = 0;
    } catch (Throwable t) {
      failuresInARow++;
      if (failures.incrementAndGet() == 1) {
        log(event, t);
      }
    }
    var unused = Thread.interrupted(); // a flag that it left is not meant for the next call
  }

  private static void log(QueueEvent event, @Nullable Throwable thrown) {
    String text = "a listener failed, told once, at " + event.getClass().getSimpleName();
    try {
      LOG.log(Level.WARNING, text, thrown);
    } catch (RuntimeException | Error e) {
      // The user's exception cannot be printed.
      LOG.log(Level.WARNING, text + ": " + Failure.of(e).error());
    }
  }

  // ---- the side of the application

  @Override
  public long dropped() {
    return dropped.sum();
  }

  @Override
  public long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    isClosed = true;
    onClose.accept(this);
  }

  /** No event will come any more: brings what is buffered without further pauses. */
  void end() {
    isEnding = true;
    endSleep();
  }

  private void endSleep() {
    if (state.compareAndSet(State.WAITING, State.AT_WORK) && !isQueued()) {
      state.set(State.AT_REST); // nobody is left to bring it
    }
  }
}
