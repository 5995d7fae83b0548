package dev.tandemq.cli.demo;

import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.JobId;
import dev.tandemq.store.QueueStats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts what events tell of one queue, to be compared with the store's own counts. For one thread.
 */
final class Tally {

  private final Set<JobId> retried = new HashSet<>();
  private long pushed;
  private long completed;
  private long failed;
  private long removed;
  private long retries;
  private long snoozed;

  void add(QueueEvent event) {
    if (event instanceof QueueEvent.Pushed) {
      pushed++;
    } else if (event instanceof QueueEvent.Completed) {
      completed++;
    } else if (event instanceof QueueEvent.Failed) {
      failed++;
    } else if (event instanceof QueueEvent.Discarded
        || (event instanceof QueueEvent.Cancelled cancelled && !cancelled.wasRunning())) {
      removed++;
    } else if (event instanceof QueueEvent.Snoozed) {
      snoozed++;
    } else if (event instanceof QueueEvent.Retried again) {
      retries++;
      retried.add(again.id());
    }
  }

  /** Where the store's counts of a queue at rest are others; empty when they agree. */
  List<String> differences(QueueStats stats) {
    List<String> found = new ArrayList<>();
    compare(found, "pushed", pushed, stats.pushed());
    compare(found, "completed", completed, stats.completed());
    compare(found, "failed", failed, stats.failed());
    compare(found, "removed", removed, stats.removed());
    compare(found, "retried", retried.size(), stats.retried());
    compare(found, "retries", retries, stats.retries());
    compare(found, "snoozed", snoozed, stats.snoozed());
    compare(found, "size", pushed - completed - failed - removed, stats.size());
    return found;
  }

  private static void compare(List<String> found, String name, long told, long stored) {
    if (told != stored) {
      found.add(name + ": " + told + " by events, " + stored + " in the store");
    }
  }
}
