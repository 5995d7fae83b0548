package dev.tandemq.memory;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries by the moment in {@link Entry#when}, earliest first, equal moments by place. Each entry
 * knows its index, so that any of them can leave without a search. Guarded by the store's lock.
 *
 * <p>Moments are readings of a monotonic clock, which may overflow: they are compared by their
 * difference.
 */
final class EntryHeap {

  private @Nullable Entry[] entries = new @Nullable Entry[16];
  private int size;

  int size() {
    return size;
  }

  @Nullable Entry first() {
    return entries[0];
  }

  /** The first entry if its moment has come. */
  @Nullable Entry firstDue(long now) {
    Entry first = entries[0];
    return first != null && first.when - now <= 0 ? first : null;
  }

  void add(Entry entry) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, size * 2);
    }
    siftUp(size++, entry);
  }

  void remove(Entry entry) {
    int index = entry.heapIndex;
    entry.heapIndex = -1;
    Entry last = at(--size);
    entries[size] = null;
    if (last != entry) {
      siftDown(index, last);
      if (last.heapIndex == index) {
        siftUp(index, last);
      }
    }
    if (entries.length > 64 && size < entries.length / 4) {
      entries = Arrays.copyOf(entries, entries.length / 2);
    }
  }

  void forEach(Consumer<Entry> action) {
    for (int i = 0; i < size; i++) {
      action.accept(at(i));
    }
  }

  private void siftUp(int index, Entry entry) {
    while (index > 0) {
      int parent = (index - 1) >>> 1;
      Entry above = at(parent);
      if (!isBefore(entry, above)) {
        break;
      }
      place(index, above);
      index = parent;
    }
    place(index, entry);
  }

  private void siftDown(int index, Entry entry) {
    int half = size >>> 1;
    while (index < half) {
      int child = 2 * index + 1;
      if (child + 1 < size && isBefore(at(child + 1), at(child))) {
        child++;
      }
      if (!isBefore(at(child), entry)) {
        break;
      }
      place(index, at(child));
      index = child;
    }
    place(index, entry);
  }

  private void place(int index, Entry entry) {
    entries[index] = entry;
    entry.heapIndex = index;
  }

  private Entry at(int index) {
    Entry entry = entries[index];
    if (entry == null) {
      throw new AssertionError("the heap has a hole at " + index + " of " + size);
    }
    return entry;
  }

  private static boolean isBefore(Entry a, Entry b) {
    long difference = a.when - b.when;
    return difference != 0 ? difference < 0 : a.place < b.place;
  }
}
