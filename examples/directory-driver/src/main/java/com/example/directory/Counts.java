package com.example.directory;

import java.util.Properties;

/**
 * What the jobs of a queue that are gone add to its counters, once their files are. A new
 * generation is written with every fold; files of earlier generations are in it, whether or not
 * anybody got to delete them.
 *
 * @param generation which directory of gone jobs is not counted in yet
 * @param last the greatest place or token that any of the jobs had
 * @param firstPut when the first of them was put; {@code Long.MAX_VALUE} without any
 */
record Counts(
    long generation,
    long last,
    long completed,
    long removed,
    long retries,
    long retried,
    long snoozed,
    long rescued,
    long firstPut,
    long lastPut) {

  static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE);

  /** The counters with one job more; of a job that lives, what it adds even so. */
  Counts plus(Entry entry) {
    return changed(entry, 1);
  }

  /** The counters without a job that was added before. Its part in the extremes stays. */
  Counts minus(Entry entry) {
    return changed(entry, -1);
  }

  private Counts changed(Entry entry, int sign) {
    Entry.Tally tally = entry.tally();
    return new Counts(
        generation,
        Math.max(last, Math.max(entry.place(), entry.hold().token())),
        completed + (entry.stage() == Stage.COMPLETED ? sign : 0),
        removed + (entry.stage() == Stage.REMOVED ? sign : 0),
        retries + sign * tally.retries(),
        retried + sign * tally.retried(),
        snoozed + sign * tally.snoozed(),
        rescued + sign * tally.rescued(),
        Math.min(firstPut, entry.born().putAt()),
        Math.max(lastPut, entry.born().putAt()));
  }

  Counts next() {
    return new Counts(
        generation + 1,
        last,
        completed,
        removed,
        retries,
        retried,
        snoozed,
        rescued,
        firstPut,
        lastPut);
  }

  boolean isEmpty() {
    return lastPut == Long.MIN_VALUE;
  }

  Properties toProperties() {
    Properties text = new Properties();
    text.setProperty("generation", Long.toString(generation));
    text.setProperty("last", Long.toString(last));
    text.setProperty("completed", Long.toString(completed));
    text.setProperty("removed", Long.toString(removed));
    text.setProperty("retries", Long.toString(retries));
    text.setProperty("retried", Long.toString(retried));
    text.setProperty("snoozed", Long.toString(snoozed));
    text.setProperty("rescued", Long.toString(rescued));
    text.setProperty("firstPut", Long.toString(firstPut));
    text.setProperty("lastPut", Long.toString(lastPut));
    return text;
  }

  /** The counters that were written; throws a {@link NumberFormatException} when they were not. */
  static Counts of(Properties text) {
    return new Counts(
        number(text, "generation"),
        number(text, "last"),
        number(text, "completed"),
        number(text, "removed"),
        number(text, "retries"),
        number(text, "retried"),
        number(text, "snoozed"),
        number(text, "rescued"),
        number(text, "firstPut"),
        number(text, "lastPut"));
  }

  private static long number(Properties text, String name) {
    return Long.parseLong(text.getProperty(name, "missing"));
  }
}
