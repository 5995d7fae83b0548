package com.example.directory;

import com.example.directory.Entry.Tally;
import dev.tandemq.store.Settle;
import java.util.function.LongSupplier;

/**
 * Where a job goes: the arrows of the life cycle, as the table in {@code docs/contract.md} has
 * them. Pure functions from an entry to the next one; nothing is written here.
 */
final class Arrows {

  private Arrows() {}

  /**
   * The holder ends a claim.
   *
   * @param places gives the next place at the tail
   */
  static Entry settle(Entry entry, Settle settle, long now, LongSupplier places) {
    long delay = settle.delay().toNanos();
    return switch (settle.arrow()) {
      case COMPLETE -> entry.gone(Stage.COMPLETED);
      case DISCARD -> entry.gone(Stage.REMOVED);
      case RETRY, RELEASE -> tryAgain(spent(entry), delay, now, places);
      case BURY -> spent(entry).failed(now);
      case SNOOZE ->
          entry.hold().isCancelled()
              ? entry.gone(Stage.REMOVED)
              : line(snoozed(entry), delay, now, places);
      // To its old place, and as if it had been ready all the time.
      case HAND_BACK ->
          entry.hold().isCancelled()
              ? entry.gone(Stage.REMOVED)
              : entry.ready(entry.place(), entry.since());
    };
  }

  /** Whether the arrow spends the attempt and so leaves a trace in the history. */
  static boolean isSpent(Settle settle) {
    return switch (settle.arrow()) {
      case RETRY, RELEASE, BURY -> true;
      case COMPLETE, DISCARD, SNOOZE, HAND_BACK -> false;
    };
  }

  /** The lease ran out. */
  static Entry rescue(Entry entry, long now, LongSupplier places) {
    Tally t = spent(entry).tally();
    Tally rescued =
        new Tally(
            t.attempts(), t.snoozes(), t.retries(), t.retried(), t.snoozed(), t.rescued() + 1);
    return tryAgain(entry.with(rescued), 0, now, places);
  }

  /** Its time has come. It counts as ready from that time on, whenever somebody takes note. */
  static Entry promote(Entry entry, LongSupplier places) {
    return entry.ready(places.getAsLong(), entry.when());
  }

  /** A failed job begins anew; what was counted stays counted. */
  static Entry requeue(Entry entry, long now, LongSupplier places) {
    Tally t = entry.tally();
    Tally anew = new Tally(0, 0, t.retries(), t.retried(), t.snoozed(), t.rescued());
    return entry.with(anew).ready(places.getAsLong(), now);
  }

  private static Entry tryAgain(Entry entry, long delay, long now, LongSupplier places) {
    Tally t = entry.tally();
    if (t.attempts() >= entry.born().maxAttempts()) {
      return entry.failed(now);
    }
    if (entry.hold().isCancelled()) {
      return entry.gone(Stage.REMOVED);
    }
    long retried = t.attempts() == 1 ? t.retried() + 1 : t.retried();
    Tally granted =
        new Tally(t.attempts(), t.snoozes(), t.retries() + 1, retried, t.snoozed(), t.rescued());
    return line(entry.with(granted), delay, now, places);
  }

  private static Entry line(Entry entry, long delay, long now, LongSupplier places) {
    long place = places.getAsLong();
    return delay > 0 ? entry.delayed(place, now + delay) : entry.ready(place, now);
  }

  private static Entry spent(Entry entry) {
    Tally t = entry.tally();
    return entry.with(
        new Tally(
            t.attempts() + 1, t.snoozes(), t.retries(), t.retried(), t.snoozed(), t.rescued()));
  }

  private static Entry snoozed(Entry entry) {
    Tally t = entry.tally();
    return entry.with(
        new Tally(
            t.attempts(), t.snoozes() + 1, t.retries(), t.retried(), t.snoozed() + 1, t.rescued()));
  }
}
