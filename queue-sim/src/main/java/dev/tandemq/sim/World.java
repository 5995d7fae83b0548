package dev.tandemq.sim;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * One thread of virtual time that all processes share: runs their events in order. Events of a
 * frozen process are put off to its thaw in their order, those of a dead one dropped.
 */
final class World {

  private final EventHeap heap = new EventHeap();

  /**
   * Events of this very instant, which is that of every other event: they came after the heap's.
   */
  private final ArrayDeque<SimEvent> due = new ArrayDeque<>();

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
    if (time == now) {
      due.add(event);
    } else {
      heap.add(time, event);
    }
  }

  /** What waits of one process, in words. */
  List<String> waiting(SimContext owner) {
    List<String> names = heap.waiting(owner);
    due.stream().filter(event -> event.owner == owner).forEach(event -> names.add("now"));
    return names;
  }

  /** Runs all that is due until then, or until it is told to stop. */
  void run(long until, StopSign sign) {
    while (true) {
      long time = now;
      SimEvent event = heap.isEmpty() || heap.firstTime() > now ? due.poll() : null;
      if (event == null) {
        if (heap.isEmpty() || heap.firstTime() > until) {
          break;
        }
        time = heap.firstTime();
        event = heap.poll();
      }
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
