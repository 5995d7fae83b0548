package dev.tandemq.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * Who wants to hear of something in a queue. Armed by somebody who did not get what he asked for;
 * fires once when it has come, and is disarmed with that. So a queue in which nobody waits pays
 * nothing. Guarded by the store's lock; what is to be called is handed to the store, which calls it
 * after leaving the lock.
 */
class Listeners {

  private final List<Runnable> fired;
  private final List<Listener> listeners = new ArrayList<>();
  private boolean armed;

  /**
   * Listeners of one queue, none at first.
   *
   * @param fired where listeners are put that the store shall call once it left the lock
   */
  Listeners(List<Runnable> fired) {
    this.fired = fired;
  }

  final void add(Listener listener) {
    listeners.add(listener);
  }

  final void remove(Listener listener) {
    listeners.remove(listener);
    if (listeners.isEmpty()) {
      disarm();
    }
  }

  /** Somebody did not get what he wanted. */
  final void arm() {
    armed = !listeners.isEmpty();
  }

  final boolean isArmed() {
    return armed;
  }

  /** It has come. */
  final void fire() {
    if (armed) {
      listeners.forEach(listener -> fired.add(listener.hint));
      disarm();
    }
  }

  void disarm() {
    armed = false;
  }

  /** One subscription: known by its identity, so that the same hint may be given twice. */
  static final class Listener {

    private final Runnable hint;

    Listener(Runnable hint) {
      this.hint = hint;
    }
  }
}
