package dev.tandemq.fault;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a plan did, by kind. Safe for concurrent use. */
final class FaultCounts {

  private final Map<Fate.End, AtomicLong> ends = new EnumMap<>(Fate.End.class); // never changed
  private final AtomicLong delayed = new AtomicLong();
  private final AtomicLong droppedHints = new AtomicLong();

  FaultCounts() {
    for (Fate.End end : Fate.End.values()) {
      ends.put(end, new AtomicLong());
    }
  }

  /** Counts what is wrong with a fate, a delay and an end each on its own. */
  void count(Fate fate) {
    if (fate.end() != Fate.End.ANSWERED) {
      AtomicLong count = ends.get(fate.end());
      if (count != null) {
        count.incrementAndGet();
      }
    }
    if (fate.isDelayed()) {
      delayed.incrementAndGet();
    }
  }

  void countDroppedHint() {
    droppedHints.incrementAndGet();
  }

  /** All kinds, sorted by name, those that never happened too. */
  Map<String, Long> toMap() {
    Map<String, Long> map = new TreeMap<>();
    ends.forEach((end, count) -> map.put(end.name(), count.get()));
    map.remove(Fate.End.ANSWERED.name());
    map.put("DELAYED", delayed.get());
    map.put("DROPPED_HINT", droppedHints.get());
    return Collections.unmodifiableMap(map);
  }
}
