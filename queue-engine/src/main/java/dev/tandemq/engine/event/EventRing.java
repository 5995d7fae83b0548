package dev.tandemq.engine.event;

import dev.tandemq.event.QueueEvent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to one listener: a ring of fixed size that any thread may put into and one
 * thread at a time takes out of, without locks, for the threads that put are the workers' own.
 */
class EventRing {

  private final int capacity;
  private final int mask;
  private final AtomicReferenceArray<@Nullable QueueEvent> cells;
  // Both only grow; cells from head to tail are filled, or are about to be.
  private final AtomicLong head = new AtomicLong();
  private final AtomicLong tail = new AtomicLong();

  EventRing(int capacity) {
    this.capacity = capacity;
    int length = Integer.highestOneBit(Math.max(1, capacity - 1)) << 1;
    this.mask = length - 1;
    this.cells = new AtomicReferenceArray<>(length);
  }

  boolean hasRoom() {
    return tail.get() - head.get() < capacity;
  }

  /** Puts an event in; false when there is no room. */
  boolean offer(QueueEvent event) {
    long at;
    do {
      at = tail.get();
      if (at - head.get() >= capacity) {
        return false;
      }
    } while (!tail.compareAndSet(at, at + 1));
    // A full fence: whoever puts looks for a sleeping listener next, see Listener.rest.
    cells.set((int) at & mask, event);
    return true;
  }

  /**
   * Takes the oldest event out; null when there is none, or it is on its way into its cell: whoever
   * puts it there will then wake the listener.
   */
  @Nullable QueueEvent poll() {
    long at = head.get();
    int cell = (int) at & mask;
    QueueEvent event = cells.get(cell);
    if (event != null) {
      cells.set(cell, null);
      head.set(at + 1);
    }
    return event;
  }

  /** Whether poll would find nothing. */
  boolean isEmpty() {
    return cells.get((int) head.get() & mask) == null;
  }
}
