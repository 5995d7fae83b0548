package com.example.directory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What the files of one queue say. Guarded by the store's lock. */
final class QueueIndex {

  private static final Comparator<Entry> BY_PLACE =
      Comparator.comparingLong(Entry::place).thenComparing(entry -> entry.born().id());
  private static final Comparator<Entry> BY_PRIORITY =
      Comparator.<Entry>comparingInt(entry -> -entry.born().priority()).thenComparing(BY_PLACE);
  private static final Comparator<Entry> BY_TIME =
      Comparator.comparingLong(Entry::when).thenComparing(BY_PLACE);

  private final Map<Stage, TreeSet<Entry>> entries = new EnumMap<>(Stage.class);
  private final Map<String, Entry> keys = new HashMap<>();
  private final Map<String, Entry> files = new HashMap<>();
  private final List<Entry> gone = new ArrayList<>();

  /** Of jobs whose files are gone. */
  Counts base;

  /** Of all jobs: the base, and what the files add. */
  Counts counts;

  Flags flags;

  /**
   * What people have set.
   *
   * @param bound 0 means none
   */
  record Flags(boolean isSet, boolean isPaused, long bound) {}

  QueueIndex(Counts base, Flags flags) {
    this.base = base;
    this.counts = base;
    this.flags = flags;
    entries.put(Stage.READY, new TreeSet<>(BY_PRIORITY));
    entries.put(Stage.DELAYED, new TreeSet<>(BY_TIME));
    entries.put(Stage.RESERVED, new TreeSet<>(BY_TIME));
    entries.put(Stage.FAILED, new TreeSet<>(BY_TIME));
  }

  /** What the file of that name says; empty when no such file is known. */
  Optional<Entry> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  void add(Entry entry) {
    counts = counts.plus(entry);
    files.put(entry.fileName(), entry);
    if (entry.stage().isGone()) {
      gone.add(entry);
      return;
    }
    entries.get(entry.stage()).add(entry);
    if (entry.stage().isPending()) {
      entry.born().key().ifPresent(key -> keys.put(key, entry));
    }
  }

  /** Takes out what lives; what is gone stays until it is counted in. */
  void remove(Entry entry) {
    counts = counts.minus(entry);
    files.remove(entry.fileName());
    entries.get(entry.stage()).remove(entry);
    if (entry.stage().isPending()) {
      entry.born().key().ifPresent(keys::remove);
    }
  }

  List<Entry> gone() {
    return gone;
  }

  /** What is gone was counted in. */
  void folded(Counts newBase) {
    base = newBase;
    gone.forEach(entry -> files.remove(entry.fileName()));
    gone.clear();
  }

  /** The jobs of a stage, those first that are first in line. */
  TreeSet<Entry> in(Stage stage) {
    return entries.get(stage);
  }

  Optional<Entry> holder(String key) {
    return Optional.ofNullable(keys.get(key));
  }

  long size() {
    return (long) in(Stage.READY).size() + in(Stage.DELAYED).size() + in(Stage.RESERVED).size();
  }

  boolean hasRoom() {
    return flags.bound() == 0 || size() < flags.bound();
  }

  /** The first delayed job that is due, or the first claim whose lease ran out. */
  Optional<Entry> firstDue(Stage stage, long now) {
    TreeSet<Entry> timed = in(stage);
    return timed.isEmpty() || timed.first().when() > now
        ? Optional.empty()
        : Optional.of(timed.first());
  }

  boolean hasDue(long now) {
    return firstDue(Stage.DELAYED, now).isPresent() || firstDue(Stage.RESERVED, now).isPresent();
  }

  boolean hasClaimable(long now) {
    return !flags.isPaused() && (!in(Stage.READY).isEmpty() || hasDue(now));
  }

  /** When next time alone makes a job claimable; {@code Long.MAX_VALUE} when it never does. */
  long nextMoment() {
    long next = Long.MAX_VALUE;
    for (Stage stage : List.of(Stage.DELAYED, Stage.RESERVED)) {
      if (!flags.isPaused() && !in(stage).isEmpty()) {
        next = Math.min(next, in(stage).first().when());
      }
    }
    return next;
  }

  /** Whether it ever held a job or a flag. */
  boolean isKnown() {
    return flags.isSet() || !counts.isEmpty();
  }
}
