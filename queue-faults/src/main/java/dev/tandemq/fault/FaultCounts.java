package dev.tandemq.fault;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what a plan did, by kind. Safe for concurrent use. */
final class FaultCounts {

  private static final Fate.End[] ENDS = Fate.End.values();
  private static final int DELAYED = ENDS.length;
  private static final int DROPPED_HINT = ENDS.length + 1;

  private final AtomicLongArray counts = new AtomicLongArray(ENDS.length + 2);

  /** Counts what is wrong with a fate, a delay and an end each on its own. */
  void count(Fate fate) {
    if (fate.end() != Fate.End.ANSWERED) {
      counts.incrementAndGet(fate.end().ordinal());
    }
    if (fate.isDelayed()) {
      counts.incrementAndGet(DELAYED);
    }
  }

  void countDroppedHint() {
    counts.incrementAndGet(DROPPED_HINT);
  }

  /** All kinds, sorted by name, those that never happened too. */
  Map<String, Long> toMap() {
    Map<String, Long> map = new TreeMap<>();
    for (Fate.End end : ENDS) {
      if (end != Fate.End.ANSWERED) {
        map.put(end.name(), counts.get(end.ordinal()));
      }
    }
    map.put("DELAYED", counts.get(DELAYED));
    map.put("DROPPED_HINT", counts.get(DROPPED_HINT));
    return Collections.unmodifiableMap(map);
  }
}
