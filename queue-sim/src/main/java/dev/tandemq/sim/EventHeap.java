package dev.tandemq.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events by time, those of one instant in the order in which they came. Confined to one thread. */
final class EventHeap {

  private long[] times = new long[1024];
  private long[] numbers = new long[1024];
  private @Nullable SimEvent[] events = new SimEvent[1024];
  private int size;
  private long lastNumber;

  boolean isEmpty() {
    return size == 0;
  }

  /** When the first one is due; meaningful only when there is one. */
  long firstTime() {
    return times[0];
  }

  void add(long time, SimEvent event) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
      events = Arrays.copyOf(events, size * 2);
    }
    long number = ++lastNumber;
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (times[parent] <= time) {
        // Its number is smaller: it came before.
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    put(hole, time, number, event);
  }

  /** Takes the first one out; there must be one. */
  SimEvent poll() {
    SimEvent first = events[0];
    if (first == null) {
      throw new IllegalStateException("no event is left");
    }
    int last = --size;
    long time = times[last];
    long number = numbers[last];
    SimEvent event = events[last];
    events[last] = null;
    if (last > 0 && event != null) {
      sink(time, number, event);
    }
    return first;
  }

  /** What waits of one process, by the names of its steps' classes, soonest first or not. */
  List<String> waiting(SimContext owner) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      SimEvent event = events[i];
      Runnable step = event == null || event.owner != owner ? null : event.step;
      if (step != null) {
        names.add(
            Duration.ofNanos(times[i]) + " " + step.getClass().getName().replaceAll("/0x.*", ""));
      }
    }
    return names;
  }

  private void sink(long time, long number, SimEvent event) {
    int hole = 0;
    while (true) {
      int child = 2 * hole + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && isBefore(child + 1, times[child], numbers[child])) {
        child++;
      }
      if (!isBefore(child, time, number)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    put(hole, time, number, event);
  }

  private boolean isBefore(int index, long time, long number) {
    return times[index] < time || (times[index] == time && numbers[index] < number);
  }

  private void move(int from, int to) {
    times[to] = times[from];
    numbers[to] = numbers[from];
    events[to] = events[from];
  }

  private void put(int index, long time, long number, SimEvent event) {
    times[index] = time;
    numbers[index] = number;
    events[index] = event;
  }
}
