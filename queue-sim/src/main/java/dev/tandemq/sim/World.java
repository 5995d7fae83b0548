package dev.tandemq.sim;

import java.util.List;
import java.util.function.Consumer;

/**
 * One thread of virtual time that all processes share: runs their events in order. Events of a
 * frozen process are put off to its thaw in their order, those of a dead one dropped.
 */
final class World {

  private final EventHeap heap = new EventHeap();
  private final Consumer<Throwable> onTrouble;
  private long now;
  private long steps;
  private long trace;

  /** A world at its beginning; whatever a step throws is told. */
  World(Consumer<Throwable> onTrouble) {
    this.onTrouble = onTrouble;
  }

  /** Nanoseconds since the beginning. */
  long now() {
    return now;
  }

  /** Events that were run. */
  long steps() {
    return steps;
  }

  /** What was run when, folded into one number. */
  long trace() {
    return trace;
  }

  void add(long time, SimEvent event) {
    heap.add(time, event);
  }

  /** What waits of one process, in words. */
  List<String> waiting(SimContext owner) {
    return heap.waiting(owner);
  }

  /** Runs all that is due until then, or until it is told to stop. */
  void run(long until, StopSign sign) {
    while (!heap.isEmpty() && heap.firstTime() <= until) {
      long time = heap.firstTime();
      SimEvent event = heap.poll();
      Runnable step = event.step;
      SimContext owner = event.owner;
      if (step == null || owner.isDead()) {
        continue;
      }
      if (owner.frozenUntil() > time) {
        now = time;
        owner.putOff();
        heap.add(owner.frozenUntil(), event);
        continue;
      }
      now = time;
      event.step = null;
      owner.ran();
      steps++;
      trace = (trace ^ time) * 0x100_0000_01b3L;
      try {
        step.run();
      } catch (Throwable t) {
        onTrouble.accept(t);
      }
      if (sign.isUp()) {
        return;
      }
    }
    now = Math.max(now, until);
  }

  /** Tells a world to run no further. */
  @FunctionalInterface
  interface StopSign {
    /** Whether it is to stop. */
    boolean isUp();
  }
}
