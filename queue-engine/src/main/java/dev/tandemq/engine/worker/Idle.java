package dev.tandemq.engine.worker;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * The slots that have nothing to do. A busy slot never comes here: the lock is off the busy path. A
 * hint that met nobody is kept for the next slot that wants to park, so that no wake-up is lost
 * between an empty turn and the parking.
 */
final class Idle {

  private final Executor executor;
  private final int slots;
  private final Runnable allParked;

  private final ArrayDeque<Runnable> parked = new ArrayDeque<>();
  private volatile boolean hinted; // written under the lock
  private volatile int parkedCount;

  /**
   * Makes the place for so many slots.
   *
   * @param allParked called, outside of the lock, each time the last slot has parked
   */
  Idle(Executor executor, int slots, Runnable allParked) {
    this.executor = executor;
    this.slots = slots;
    this.allParked = allParked;
  }

  /** The slot goes to rest, or on at once when a hint is waiting for it. */
  void park(Runnable slot) {
    boolean goesOn;
    boolean isLast = false;
    synchronized (parked) {
      goesOn = hinted;
      hinted = false;
      if (!goesOn) {
        parked.push(slot);
        parkedCount = parked.size();
        isLast = parkedCount == slots;
      }
    }
    if (goesOn) {
      executor.execute(slot);
    }
    if (isLast) {
      allParked.run();
    }
  }

  /** Wakes the slot that parked last; kept for the next one when none is parked. */
  void wakeOne() {
    Runnable slot;
    synchronized (parked) {
      slot = parked.poll();
      parkedCount = parked.size();
      if (slot == null) {
        hinted = true;
        return;
      }
    }
    executor.execute(slot);
  }

  /**
   * A busy slot wakes another. When none is parked one may be on its way here, with an empty answer
   * that is older than what there is to do now: the wake-up is kept for it. Takes no lock while all
   * are busy and one is kept already.
   */
  void wakeAnother() {
    if (parkedCount > 0 || (slots > 1 && !hinted)) {
      wakeOne();
    }
  }

  boolean areAllParked() {
    return parkedCount == slots;
  }
}
