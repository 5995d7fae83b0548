package dev.tandemq.memory;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to hear that a queue has something to claim, and when to tell. A claim that got less
 * than it wanted arms the hints; the next job that becomes ready fires them once. So a busy queue
 * pays nothing for them. While armed, a timer stands at the next moment at which time alone makes a
 * job ready. Guarded by the store's lock; what is to be called is handed to the store, which calls
 * it after leaving the lock.
 */
final class Hints {

  private final ProcessContext context;
  private final Runnable timeCame;
  private final List<Runnable> fired;

  private final List<Listener> listeners = new ArrayList<>();
  private boolean armed;
  private @Nullable Cancellable timer;
  private long timerAt;

  /**
   * Makes the hints of one queue.
   *
   * @param timeCame called from the timer, outside of the lock
   * @param fired where listeners are put that the store shall call once it left the lock
   */
  Hints(ProcessContext context, Runnable timeCame, List<Runnable> fired) {
    this.context = context;
    this.timeCame = timeCame;
    this.fired = fired;
  }

  void add(Listener listener) {
    listeners.add(listener);
  }

  void remove(Listener listener) {
    listeners.remove(listener);
    if (listeners.isEmpty()) {
      disarm();
    }
  }

  /** Somebody wanted more than there was. */
  void arm(@Nullable Entry nextMoment) {
    if (!listeners.isEmpty()) {
      armed = true;
      due(nextMoment);
    }
  }

  /** A job has become ready. */
  void ready() {
    if (armed) {
      listeners.forEach(listener -> fired.add(listener.hint));
      disarm();
    }
  }

  /** The next moment at which time makes a job ready may have moved. */
  void due(@Nullable Entry nextMoment) {
    if (!armed || nextMoment == null) {
      return;
    }
    if (timer != null) {
      if (timerAt - nextMoment.when <= 0) {
        return;
      }
      timer.cancel();
    }
    timerAt = nextMoment.when;
    timer = context.schedule(Duration.ofNanos(timerAt - context.time().nanoTime()), timeCame);
  }

  /** The timer has rung: forget it. Answers whether anybody still waits. */
  boolean rang() {
    timer = null;
    return armed;
  }

  void disarm() {
    armed = false;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** One subscription: known by its identity, so that the same hint may be given twice. */
  static final class Listener {

    private final Runnable hint;

    Listener(Runnable hint) {
      this.hint = hint;
    }
  }
}
