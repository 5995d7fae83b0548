package dev.tandemq.engine.worker;

import dev.tandemq.context.TimeSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * The tallies of a worker. Slots share them in small groups, so that busy slots do not wait for
 * each other and many slots do not each keep a sample of their own.
 */
final class Tallies {

  /** Each may hold some hundred kilobytes after many jobs. */
  private static final int MOST = 8;

  private final List<Tally> tallies;
  private final AtomicLong abandoned = new AtomicLong();

  Tallies(int slots) {
    this.tallies =
        IntStream.range(0, Math.min(slots, MOST)).mapToObj(number -> new Tally()).toList();
  }

  /** The tally of a slot by its number. */
  Tally of(int slot) {
    return tallies.get(slot % tallies.size());
  }

  void abandoned() {
    abandoned.incrementAndGet();
  }

  /** Sums by the index of their ending. */
  long[] counts() {
    long[] sums = new long[Ending.COUNT];
    tallies.forEach(tally -> tally.addCountsTo(sums));
    return sums;
  }

  static WorkerMetrics metrics(List<Tallies> all, TimeSource time) {
    Totals totals = new Totals();
    for (Tallies one : all) {
      one.tallies.forEach(tally -> tally.addTo(totals));
      totals.addAbandoned(one.abandoned.get());
    }
    return totals.metrics(time);
  }
}
