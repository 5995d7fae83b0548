package dev.tandemq.tck.store;

import static dev.tandemq.job.JobState.FAILED;
import static dev.tandemq.job.JobState.RESERVED;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps books of what a store says that it did, so that its counters can be compared. It believes
 * each answer, and finds each job to see where it stands: whether an answer was right is the matter
 * of other rules.
 */
final class Ledger {

  private final StoreProbe store;
  private final Map<JobId, Line> lines = new LinkedHashMap<>();
  private final Map<String, Sum> sums = new HashMap<>();

  Ledger(StoreProbe store) {
    this.store = store;
  }

  List<Job> living() {
    return lines.values().stream().map(line -> line.job).toList();
  }

  /** The claims that hold a job. */
  List<Claim> held() {
    List<Claim> held = new ArrayList<>();
    for (Line line : lines.values()) {
      if (line.claim != null) {
        held.add(line.claim);
      }
    }
    return held;
  }

  void added(Job job) {
    Line line = new Line(job);
    line.state = stateOf(line);
    lines.put(job.id(), line);
    sum(job).pushed++;
  }

  void claimed(Claim claim) {
    Line line = lines.get(claim.job().id());
    if (line != null) {
      line.claim = claim;
      line.state = RESERVED;
    }
  }

  /** Books the answer to a settlement that nobody has asked for before. */
  void settled(Settle settle, SettleResult answer) {
    Line line = lines.get(settle.claim().job().id());
    if (line == null) {
      return;
    }
    switch (answer) {
      case APPLIED -> applied(settle, line);
      case REMOVED -> {
        sum(line.job).removed++;
        lines.remove(line.job.id());
      }
      case LOST -> {
        // Nothing was changed.
      }
    }
  }

  private void applied(Settle settle, Line line) {
    Sum sum = sum(line.job);
    line.claim = null;
    switch (settle.arrow()) {
      case COMPLETE -> {
        sum.completed++;
        lines.remove(line.job.id());
      }
      case DISCARD -> {
        sum.removed++;
        lines.remove(line.job.id());
      }
      case RETRY, RELEASE, BURY -> spendAttempt(line, store.find(line.job.id()));
      case SNOOZE -> {
        sum.snoozed++;
        line.state = stateOf(line);
      }
      case HAND_BACK -> line.state = stateOf(line);
    }
  }

  /** Books the answer to a cancel. */
  void cancelled(Job job, CancelResult answer) {
    Line line = lines.get(job.id());
    if (line == null) {
      return;
    }
    if (answer == CancelResult.REMOVED) {
      sum(job).removed++;
      lines.remove(job.id());
    }
    line.isCancelled = answer == CancelResult.REQUESTED;
  }

  private JobState stateOf(Line line) {
    return store.find(line.job.id()).map(JobView::state).orElse(line.state);
  }

  private void spendAttempt(Line line, Optional<JobView> found) {
    line.attempts++;
    line.isCancelled = false;
    line.state = found.map(JobView::state).orElse(line.state);
    if (line.state != FAILED) {
      Sum sum = sum(line.job);
      sum.retries++;
      if (line.attempts == 1) {
        sum.mostRetried++;
        sum.leastRetried += line.everRetried ? 0 : 1;
        line.everRetried = true;
      }
    }
  }

  /** Finds every job and books what an operator has done to it. */
  void look() {
    lookAt(false);
  }

  /** Finds every job and books what time has done to it. */
  void lookAfterTime() {
    lookAt(true);
  }

  private void lookAt(boolean hasTimePassed) {
    for (Line line : List.copyOf(lines.values())) {
      Optional<JobView> found = store.find(line.job.id());
      if (found.isEmpty()) {
        sum(line.job).rescued += hasTimePassed && line.isCancelled ? 1 : 0;
        sum(line.job).removed++;
        lines.remove(line.job.id());
        continue;
      }
      JobState state = found.get().state();
      if (line.state == RESERVED && state != RESERVED) {
        line.claim = null;
        sum(line.job).rescued++;
        spendAttempt(line, found);
      } else if (line.state == FAILED && state != FAILED) {
        line.attempts = 0;
      }
      line.state = state;
    }
  }

  /** Where the jobs of a queue should be, in the words of {@link #placesOf}. */
  String places(String queue) {
    Sum sum = events(queue);
    return placesText(
        sum.pushed,
        count(queue, JobState.READY),
        count(queue, JobState.DELAYED),
        count(queue, RESERVED),
        count(queue, FAILED),
        sum.completed,
        sum.removed);
  }

  private long count(String queue, JobState state) {
    return lines.values().stream()
        .filter(line -> line.job.queue().equals(queue) && line.state == state)
        .count();
  }

  /** Where the jobs of a queue are by its counters. */
  static String placesOf(QueueStats stats) {
    return placesText(
        stats.pushed(),
        stats.ready(),
        stats.delayed(),
        stats.reserved(),
        stats.failed(),
        stats.completed(),
        stats.removed());
  }

  private static String placesText(long... counts) {
    return String.format(
        "pushed %d = ready %d + delayed %d + reserved %d + failed %d + completed %d + removed %d",
        Arrays.stream(counts).boxed().toArray());
  }

  /** What should have happened in a queue. */
  Sum events(String queue) {
    return sums.computeIfAbsent(queue, name -> new Sum());
  }

  private Sum sum(Job job) {
    return events(job.queue());
  }

  /** What happened in one queue. */
  static final class Sum {
    long pushed;
    long completed;
    long removed;
    long retries;
    long snoozed;
    long rescued;

    /** Jobs that were retried; a job that failed, was requeued and retried again counts once. */
    long leastRetried;

    /** The same, but such a job counts anew. */
    long mostRetried;
  }

  /** One living job. */
  private static final class Line {
    final Job job;
    JobState state = JobState.READY;
    int attempts;
    boolean everRetried;
    boolean isCancelled;
    @Nullable Claim claim;

    Line(Job job) {
      this.job = job;
    }
  }
}
