package dev.tandemq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the threads of a {@link Storm} were answered about one queue. Safe for concurrent use.
 *
 * <p>Most counters of a store follow from its answers. Not so what becomes of a claim that somebody
 * has asked to cancel: whether the wish came before its settlement is known to the store alone, so
 * these count as perhaps. A rescue is told to nobody but a sweep.
 */
final class StormTally {

  private final LongAdder pushed = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder removed = new LongAdder();
  private final LongAdder swept = new LongAdder();
  private final Set<String> applied = ConcurrentHashMap.newKeySet();
  private final Set<JobId> requested = ConcurrentHashMap.newKeySet();
  private final Map<JobId, Integer> snoozed = new ConcurrentHashMap<>();
  private final Map<JobId, Integer> retries = new ConcurrentHashMap<>();

  void added() {
    pushed.increment();
  }

  void removed(int jobs) {
    removed.add(jobs);
  }

  void rescuedBySweep(int jobs) {
    swept.add(jobs);
  }

  void cancelRequested(Job job) {
    requested.add(job.id());
  }

  void applied(Settle settle) {
    Claim claim = settle.claim();
    if (!applied.add(claim.token() + " of " + claim.job().id() + " " + settle.arrow())) {
      return; // a store that remembers says so again, and counts once
    }
    switch (settle.arrow()) {
      case COMPLETE -> completed.increment();
      case DISCARD -> removed.increment();
      case SNOOZE -> snoozed.merge(claim.job().id(), 1, Integer::sum);
      case RETRY, RELEASE -> {
        if (!claim.isLastAttempt()) {
          retries.merge(claim.job().id(), 1, Integer::sum);
        }
      }
      case BURY, HAND_BACK -> {
        // Neither is counted for ever.
      }
    }
  }

  /** Compares what has become of the jobs, where that is certain. */
  void compareEnds(QueueStats stats, String story) {
    assertThat(stats.pushed()).as("pushed; " + story).isEqualTo(pushed.sum());
    assertThat(stats.completed()).as("completed; " + story).isEqualTo(completed.sum());
  }

  /** Compares how often each arrow was taken. */
  void compareArrows(QueueStats stats, String story) {
    assertThat(stats.removed())
        .as("removed; " + story)
        .isBetween(removed.sum(), removed.sum() + requested.size());
    assertThat(stats.snoozed()).as("snoozed; " + story).isBetween(sure(snoozed), all(snoozed));
    assertThat(stats.rescued()).as("rescued; " + story).isGreaterThanOrEqualTo(swept.sum());
    assertThat(stats.retries())
        .as("retries; " + story)
        .isBetween(sure(retries), all(retries) + stats.rescued());
    assertThat(stats.retried()).as("retried; " + story).isBetween(0L, stats.retries());
  }

  private long sure(Map<JobId, Integer> counts) {
    return counts.entrySet().stream()
        .filter(count -> !requested.contains(count.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static long all(Map<JobId, Integer> counts) {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }
}
