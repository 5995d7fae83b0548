package dev.tandemq.test;

import dev.tandemq.context.TimeSource;
import dev.tandemq.job.Job;
import dev.tandemq.store.QueueStats;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a queue stands, by the store's own counters: each check throws {@link AssertionError} when it
 * does not hold, with all counters and the stories of its latest jobs, and returns this when it
 * does. Asks anew each time.
 */
public final class QueueAssert {

  private static final int MOST_TOLD = 10;

  private final String name;
  private final RecordingStore store;
  private final Records records;
  private final TimeSource time;

  QueueAssert(String name, RecordingStore store, Records records, TimeSource time) {
    this.name = name;
    this.store = store;
    this.records = records;
    this.time = time;
  }

  /** Checks that nothing is left to do: nothing ready, delayed or reserved; failed jobs may be. */
  public QueueAssert isEmpty() {
    return hasSize(0);
  }

  /** Checks how many jobs have something to do: ready, delayed and reserved together. */
  public QueueAssert hasSize(long count) {
    return check("left to do", count, stats().size());
  }

  /** Checks how many wait to be claimed. */
  public QueueAssert hasReady(long count) {
    return check("ready", count, stats().ready());
  }

  /** Checks how many wait for their time. */
  public QueueAssert hasDelayed(long count) {
    return check("delayed", count, stats().delayed());
  }

  /** Checks how many are claimed. */
  public QueueAssert hasReserved(long count) {
    return check("reserved", count, stats().reserved());
  }

  /** Checks how many were ever completed. */
  public QueueAssert hasCompleted(long count) {
    return check("completed", count, stats().completed());
  }

  /** Checks how many are set aside now. */
  public QueueAssert hasFailed(long count) {
    return check("failed", count, stats().failed());
  }

  /** Checks how many were ever cancelled, discarded, cleared or otherwise removed. */
  public QueueAssert hasRemoved(long count) {
    return check("removed", count, stats().removed());
  }

  private QueueStats stats() {
    return store.stats(name);
  }

  private QueueAssert check(String what, long expected, long actual) {
    if (actual != expected) {
      throw new AssertionError(
          String.format(
              "queue %s: expected %d %s, but there %s %d; %s",
              name, expected, what, actual == 1 ? "is" : "are", actual, this));
    }
    return this;
  }

  /** All counters, and the stories of its latest jobs, over several lines. */
  @Override
  public String toString() {
    QueueStats stats = stats();
    List<Job> jobs = records.pushed().stream().filter(job -> job.queue().equals(name)).toList();
    String stories =
        jobs.subList(Math.max(0, jobs.size() - MOST_TOLD), jobs.size()).stream()
            .map(job -> "\n" + new JobAssert(job.id(), store, records, time))
            .collect(Collectors.joining());
    return String.format(
        "ready %d, delayed %d, reserved %d, completed %d, failed %d, removed %d%s%s",
        stats.ready(),
        stats.delayed(),
        stats.reserved(),
        stats.completed(),
        stats.failed(),
        stats.removed(),
        stats.paused() ? ", paused" : "",
        stories);
  }
}
