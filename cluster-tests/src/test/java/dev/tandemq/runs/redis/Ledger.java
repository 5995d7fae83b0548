package dev.tandemq.runs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * What the callers of one run were told: of each push by whoever pushed, of each attempt by the
 * workers. A job is known by the number that is its payload, not by its id, so that one that was
 * stored under two ids is seen. Safe for concurrent use.
 */
final class Ledger {

  /** What a pusher was told. */
  enum Told {
    /** Stored. */
    ACKNOWLEDGED,
    /** Not stored. */
    REFUSED,
    /** Stored or not. */
    UNKNOWN
  }

  /** For a machine that is busy with other things; a quiet one needs a small part of it. */
  static final Duration LIMIT = Duration.ofMinutes(2);

  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, Told> pushed = new ConcurrentSkipListMap<>();
  private final List<Set<Integer>> unknownBatches = new ArrayList<>(); // guarded by this
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Map<Integer, AtomicInteger> completed = new ConcurrentHashMap<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger other = new AtomicInteger();
  private final AtomicInteger unknownCalls = new AtomicInteger();

  /** A number for a new job. */
  int number() {
    return next.getAndIncrement();
  }

  /** The pusher of these numbers, in one call, was told. */
  void told(Set<Integer> numbers, Told what) {
    for (int number : numbers) {
      Told before = pushed.put(number, what);
      if (what == Told.ACKNOWLEDGED && before != what) {
        acknowledged.incrementAndGet();
      }
    }
    if (what == Told.UNKNOWN) {
      unknownCalls.incrementAndGet();
    }
    synchronized (this) {
      if (what == Told.UNKNOWN && numbers.size() > 1) {
        unknownBatches.add(numbers);
      }
      notifyAll();
    }
  }

  /** A handler was called. */
  void began() {
    begun.incrementAndGet();
  }

  /** An attempt ended, and the store has said what that is worth. */
  void attempt(AttemptReport report) {
    if (report.isCompleted()) {
      int number = Integer.parseInt(report.claim().job().text());
      completed.computeIfAbsent(number, n -> new AtomicInteger()).incrementAndGet();
    } else {
      other.incrementAndGet();
    }
    synchronized (this) {
      notifyAll();
    }
  }

  private Set<Integer> pushesThatWere(Told what) {
    Set<Integer> numbers = new HashSet<>();
    pushed.forEach(
        (number, told) -> {
          if (told == what) {
            numbers.add(number);
          }
        });
    return numbers;
  }

  int completed() {
    return completed.size();
  }

  int acknowledged() {
    return acknowledged.get();
  }

  /** Pushes that were not acknowledged, for whatever reason. */
  int troubles() {
    return pushed.size() - acknowledged();
  }

  /** Calls whose outcome was said to be unknown, also those that were repeated afterwards. */
  int unknownCalls() {
    return unknownCalls.get();
  }

  /** Waits until a count has reached a number; fails when it takes longer than {@link #LIMIT}. */
  synchronized void await(String what, IntSupplier count, int atLeast) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (count.getAsInt() < atLeast) {
      long millis = (end - System.nanoTime()) / 1_000_000;
      assertThat(millis).as("%s: %d of %d", what, count.getAsInt(), atLeast).isPositive();
      wait(Math.min(millis, 1_000));
    }
  }

  /**
   * What must be so when all queues are empty: what was acknowledged is complete, what was refused
   * was never there, what is unknown was there or not, a batch as a whole; each was accepted as
   * complete once, and the server counts the same.
   *
   * @return for people, in one line
   */
  String check(QueueStats server) {
    Set<Integer> there = completed.keySet();
    assertThat(server.completed()).as("completed, by the server").isEqualTo(there.size());
    assertThat(server.pushed()).as("pushed, by the server").isEqualTo(there.size());
    assertThat(server.failed() + server.removed() + server.size()).as("%s", server).isZero();
    Set<Integer> lost = pushesThatWere(Told.ACKNOWLEDGED);
    lost.removeAll(there);
    assertThat(lost).as("acknowledged and lost").isEmpty();
    Set<Integer> denied = pushesThatWere(Told.REFUSED);
    denied.retainAll(there);
    assertThat(denied).as("said to be not stored, and done").isEmpty();
    assertThat(pushed.keySet()).as("done and never pushed").containsAll(there);
    assertThat(completed.entrySet().stream().filter(entry -> entry.getValue().get() != 1))
        .as("accepted as complete more than once")
        .isEmpty();
    synchronized (this) {
      for (Set<Integer> batch : unknownBatches) {
        long done = batch.stream().filter(there::contains).count();
        assertThat(done).as("of a batch of %d", batch.size()).isIn(0L, (long) batch.size());
      }
    }
    Set<Integer> unknown = pushesThatWere(Told.UNKNOWN);
    int all = unknown.size();
    unknown.retainAll(there);
    return String.format(
        "%d jobs: %d acknowledged, all completed; %d refused, none there; %d unknown, of which %d"
            + " were there; handlers called %d times, %d attempts not accepted as complete",
        pushed.size(),
        acknowledged(),
        pushesThatWere(Told.REFUSED).size(),
        all,
        unknown.size(),
        begun.get(),
        other.get());
  }
}
