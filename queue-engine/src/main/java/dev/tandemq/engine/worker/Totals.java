package dev.tandemq.engine.worker;

import dev.tandemq.context.TimeSource;
import dev.tandemq.engine.metrics.Sample;
import java.util.Optional;

/** Several tallies added up. Not safe for concurrent use. */
final class Totals {

  private final long[] counts = new long[Ending.COUNT];
  private final Sample waits = new Sample();
  private final Sample runs = new Sample();
  private long abandoned;
  private boolean hasRun;
  private long lastAt;

  void add(long[] moreCounts, Sample moreWaits, Sample moreRuns) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += moreCounts[i];
    }
    waits.addAll(moreWaits);
    runs.addAll(moreRuns);
  }

  void addAbandoned(long more) {
    abandoned += more;
  }

  void lastAt(long moment) {
    if (!hasRun || moment - lastAt > 0) {
      lastAt = moment;
      hasRun = true;
    }
  }

  WorkerMetrics metrics(TimeSource time) {
    return new WorkerMetrics(
        count(Ending.COMPLETED),
        count(Ending.RETRIED),
        count(Ending.FAILED),
        count(Ending.SNOOZED),
        count(Ending.HANDED_BACK),
        count(Ending.DISCARDED),
        count(Ending.LOST),
        abandoned,
        waits.timing(),
        runs.timing(),
        // Jobs are timed on the monotonic clock only: the wall clock is read for who asks.
        hasRun ? Optional.of(time.now().minusNanos(time.nanoTime() - lastAt)) : Optional.empty());
  }

  private long count(Ending ending) {
    return counts[ending.index()];
  }
}
