package dev.tandemq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the threads of a {@link Storm} were answered about one queue. Safe for concurrent use.
 *
 * <p>The counters of a store follow from its answers, but for rescues, which are told to nobody but
 * a sweep, and the removal of a cancelled job that is one.
 */
final class StormTally {

  private final LongAdder pushed = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder removed = new LongAdder();
  private final LongAdder swept = new LongAdder();
  private final LongAdder snoozed = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final Set<String> settled = ConcurrentHashMap.newKeySet();
  private final Set<JobId> requested = ConcurrentHashMap.newKeySet();

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

  /** Books a settlement that the store did not refuse, and whether it was told of a removal. */
  void settled(Settle settle, boolean isRemoval) {
    Claim claim = settle.claim();
    if (!settled.add(claim.token() + " of " + claim.job().id() + " " + settle.arrow())) {
      return; // a store that remembers says so again, and counts once
    }
    if (isRemoval) {
      removed.increment();
      return;
    }
    switch (settle.arrow()) {
      case COMPLETE -> completed.increment();
      case DISCARD -> removed.increment();
      case SNOOZE -> snoozed.increment();
      case RETRY, RELEASE -> retries.add(claim.isLastAttempt() ? 0 : 1);
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
        .isBetween(removed.sum(), removed.sum() + Math.min(requested.size(), stats.rescued()));
    assertThat(stats.snoozed()).as("snoozed; " + story).isEqualTo(snoozed.sum());
    assertThat(stats.rescued()).as("rescued; " + story).isGreaterThanOrEqualTo(swept.sum());
    assertThat(stats.retries())
        .as("retries; " + story)
        .isBetween(retries.sum(), retries.sum() + stats.rescued());
    assertThat(stats.retried()).as("retried; " + story).isBetween(0L, stats.retries());
  }
}
