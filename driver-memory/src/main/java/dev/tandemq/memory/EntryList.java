package dev.tandemq.memory;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A line of entries, linked through the entries themselves: joining at the tail, leaving from
 * anywhere and stepping back into an old place near the head all cost nothing that grows with the
 * line. Guarded by the store's lock.
 */
final class EntryList {

  private @Nullable Entry head;
  private @Nullable Entry tail;
  private int size;

  boolean isEmpty() {
    return head == null;
  }

  int size() {
    return size;
  }

  @Nullable Entry first() {
    return head;
  }

  void addLast(Entry entry) {
    insertAfter(tail, entry);
  }

  /**
   * Puts the entry back before all that have a later place. What was claimed came from the head, so
   * only others that were put back stand before it.
   */
  void putBack(Entry entry) {
    Entry before = null;
    for (Entry e = head; e != null && e.place < entry.place; e = e.next) {
      before = e;
    }
    insertAfter(before, entry);
  }

  private void insertAfter(@Nullable Entry before, Entry entry) {
    Entry after = before == null ? head : before.next;
    entry.previous = before;
    entry.next = after;
    if (before == null) {
      head = entry;
    } else {
      before.next = entry;
    }
    if (after == null) {
      tail = entry;
    } else {
      after.previous = entry;
    }
    size++;
  }

  void remove(Entry entry) {
    Entry before = entry.previous;
    Entry after = entry.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.previous = before;
    }
    entry.previous = null;
    entry.next = null;
    size--;
  }

  void forEach(Consumer<Entry> action) {
    for (Entry e = head; e != null; e = e.next) {
      action.accept(e);
    }
  }
}
