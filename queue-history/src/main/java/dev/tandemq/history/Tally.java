package dev.tandemq.history;

import java.util.function.Supplier;

/** Counts for one invariant what was looked at and what broke it, and keeps the first example. */
final class Tally {

  private final Invariant invariant;
  private final Tallies all;
  private long checked;
  private long violations;
  private String example = "";

  Tally(Invariant invariant, Tallies all) {
    this.invariant = invariant;
    this.all = all;
  }

  /** One more thing was looked at. */
  void looked() {
    checked++;
  }

  /** Several more things were looked at. */
  void looked(long count) {
    checked += count;
  }

  /** One of them broke the invariant; the example is asked for the first time only. */
  void broken(Supplier<String> first) {
    if (violations++ == 0) {
      example = first.get();
    }
    all.oneMore();
  }

  Verdict verdict() {
    return new Verdict(invariant.name(), invariant.title(), checked, violations, example);
  }
}
