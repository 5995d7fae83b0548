package dev.tandemq.memory;

import dev.tandemq.context.TimeSource;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a store still knows of jobs that are gone and of claims that were settled, oldest first, for
 * callers who lost the answer and ask again (rules P4, S11, K3). A job counts as gone however it
 * went: else a put that is repeated would bring back what was removed. Guarded by the store's lock.
 */
final class Remembered {

  private record Settled(JobId id, Settle.Arrow arrow, SettleResult result, long at) {}

  private final TimeSource time;
  private final long nanos;
  private final int entries;
  private final Map<JobId, Long> gone = new LinkedHashMap<>();
  private final Map<Long, Settled> settled = new LinkedHashMap<>();

  Remembered(TimeSource time, Remember bounds) {
    this.time = time;
    this.nanos = bounds.time().toNanos();
    this.entries = bounds.entries();
  }

  /** The job is gone. */
  void left(JobId id) {
    if (entries > 0) {
      gone.put(id, time.nanoTime());
      if (gone.size() > entries) {
        removeOldest(gone);
      }
    }
  }

  /** The claim was settled, by whatever arrow; the job may live on. */
  void settled(Settle settle, SettleResult result) {
    if (entries > 0) {
      // The tokens of this store are unique over all its jobs.
      settled.put(
          settle.claim().token(),
          new Settled(settle.claim().job().id(), settle.arrow(), result, time.nanoTime()));
      if (settled.size() > entries) {
        removeOldest(settled);
      }
    }
  }

  /** Whether a job of this id was here and its going is remembered. */
  boolean isGone(JobId id) {
    if (gone.isEmpty()) {
      return false;
    }
    long now = time.nanoTime();
    removeOldestWhile(gone, at -> now - at > nanos);
    return gone.containsKey(id);
  }

  /** What the same settlement was answered before; LOST when nothing is known of it. */
  SettleResult answerOf(Settle settle) {
    if (settled.isEmpty()) {
      return SettleResult.LOST;
    }
    long now = time.nanoTime();
    removeOldestWhile(settled, known -> now - known.at > nanos);
    Settled known = settled.get(settle.claim().token());
    return known != null
            && known.arrow == settle.arrow()
            && known.id.equals(settle.claim().job().id())
        ? known.result
        : SettleResult.LOST;
  }

  void clear() {
    gone.clear();
    settled.clear();
  }

  private static void removeOldest(Map<?, ?> map) {
    Iterator<?> oldest = map.keySet().iterator();
    oldest.next();
    oldest.remove();
  }

  private static <V> void removeOldestWhile(Map<?, V> map, Predicate<V> isOld) {
    Iterator<V> oldest = map.values().iterator();
    while (oldest.hasNext() && isOld.test(oldest.next())) {
      oldest.remove();
    }
  }
}
