package dev.tandemq.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One tally for each invariant, and how many violations there are in all. */
final class Tallies {

  private final Map<Invariant, Tally> tallies = new EnumMap<>(Invariant.class);
  private long violations;

  Tallies() {
    for (Invariant invariant : Invariant.values()) {
      tallies.put(invariant, new Tally(invariant, this));
    }
  }

  Tally of(Invariant invariant) {
    Tally tally = tallies.get(invariant);
    if (tally == null) {
      throw new IllegalStateException("no tally of " + invariant);
    }
    return tally;
  }

  void oneMore() {
    violations++;
  }

  long violations() {
    return violations;
  }

  List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    tallies.values().forEach(tally -> verdicts.add(tally.verdict()));
    return List.copyOf(verdicts);
  }
}
