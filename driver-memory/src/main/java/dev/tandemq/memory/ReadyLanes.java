package dev.tandemq.memory;

import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ready jobs: one line for each priority in use, highest first. Guarded by the store's lock. */
final class ReadyLanes {

  private final TreeMap<Integer, EntryList> lanes = new TreeMap<>(Comparator.reverseOrder());
  private int size;

  int size() {
    return size;
  }

  void addLast(Entry entry) {
    lane(entry).addLast(entry);
    size++;
  }

  void putBack(Entry entry) {
    lane(entry).putBack(entry);
    size++;
  }

  /** The next job to claim, still in its lane. */
  @Nullable Entry first() {
    for (EntryList lane : lanes.values()) {
      if (!lane.isEmpty()) {
        return lane.first();
      }
    }
    return null;
  }

  void remove(Entry entry) {
    EntryList lane = lane(entry);
    lane.remove(entry);
    size--;
    // The last lane stays though empty: most queues use a single priority.
    if (lane.isEmpty() && lanes.size() > 1) {
      lanes.remove(entry.job.priority());
    }
  }

  void forEach(Consumer<Entry> action) {
    lanes.values().forEach(lane -> lane.forEach(action));
  }

  private EntryList lane(Entry entry) {
    return lanes.computeIfAbsent(entry.job.priority(), priority -> new EntryList());
  }
}
