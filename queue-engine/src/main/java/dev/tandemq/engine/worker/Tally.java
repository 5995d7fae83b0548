package dev.tandemq.engine.worker;

import dev.tandemq.engine.metrics.Sample;
import java.util.concurrent.TimeUnit;

/**
 * What a few slots have done so far. Its lock is theirs: nobody else takes it but for a moment when
 * somebody asks.
 */
final class Tally {

  // All guarded by this.
  private final long[] counts = new long[Ending.COUNT];
  private final Sample waits = new Sample();
  private final Sample runs = new Sample();
  private boolean hasRun;
  private long lastAt;

  /** Counts the end of a claim, after the store's word. */
  synchronized void add(Ending ending, Owed owed) {
    counts[ending.index()]++;
    if (owed.hasRun()) {
      // TimeUnit saturates where Duration throws; the wait is a store's word.
      waits.add(TimeUnit.NANOSECONDS.convert(owed.claim().waited()));
      runs.add(owed.ranNanos());
      if (!hasRun || owed.endedAt() - lastAt > 0) {
        lastAt = owed.endedAt();
        hasRun = true;
      }
    }
  }

  synchronized void addTo(Totals totals) {
    totals.add(counts, waits, runs);
    if (hasRun) {
      totals.lastAt(lastAt);
    }
  }

  synchronized void addCountsTo(long[] sums) {
    for (int i = 0; i < counts.length; i++) {
      sums[i] += counts[i];
    }
  }
}
