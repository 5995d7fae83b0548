package dev.tandemq.test;

import dev.tandemq.job.Attempt;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Tells which jobs still have something to do, and why they do not do it. */
final class Leftovers {

  private static final int MOST = 10;

  private final RecordingStore store;
  private final Records records;

  Leftovers(RecordingStore store, Records records) {
    this.store = store;
    this.records = records;
  }

  /** A line for each of the first jobs, each line with a line break before it. */
  String text(Instant now) {
    StringBuilder text = new StringBuilder();
    long told = 0;
    long all = 0;
    for (String name : records.queues()) {
      QueueStats queue = store.stats(name);
      all += queue.size();
      for (JobState state : List.of(JobState.RESERVED, JobState.READY, JobState.DELAYED)) {
        for (JobView job : store.some(name, state, MOST)) {
          if (told < MOST) {
            told++;
            text.append("\n  ").append(line(job, queue, now));
          }
        }
      }
    }
    if (all > told) {
      text.append("\n  and ").append(all - told).append(" more");
    }
    return all == 0 ? "" : "; left:" + text;
  }

  private String line(JobView view, QueueStats queue, Instant now) {
    return view.job() + " " + state(view, now) + spent(view) + why(view, queue);
  }

  /** Where the job stands, in words. */
  static String state(JobView view, Instant now) {
    return switch (view.state()) {
      case READY -> "is READY";
      case DELAYED -> {
        Duration left = Duration.between(now, view.availableAt());
        yield left.isNegative() || left.isZero()
            ? "is DELAYED and was due at " + view.availableAt()
            : "is DELAYED until " + view.availableAt() + ", in " + Spans.text(left);
      }
      case RESERVED -> {
        Instant since = Objects.requireNonNull(view.reservedAt(), "reservedAt");
        yield "is RESERVED by "
            + view.node()
            + " for "
            + Spans.text(Duration.between(since, now))
            + (view.isCancelled() ? ", asked to be cancelled" : "");
      }
      case FAILED -> "has FAILED";
    };
  }

  private static String spent(JobView view) {
    String spent = ", attempts spent " + view.attempts() + " of " + view.job().maxAttempts();
    List<Attempt> history = view.history();
    String error = history.isEmpty() ? "" : history.get(history.size() - 1).failure().error();
    return error.isEmpty() ? spent : spent + ", last error " + error;
  }

  private String why(JobView view, QueueStats queue) {
    if (view.state() == JobState.RESERVED) {
      return ": its handler has not ended, or it was popped and not settled";
    }
    if (queue.paused()) {
      return ": queue " + queue.queue() + " is paused";
    }
    if (!records.isListenedTo(queue.queue())) {
      return ": no worker is started for queue " + queue.queue();
    }
    return view.state() == JobState.READY
        ? ": a worker is started but does not claim it; it is paused, or its slots are taken"
        : "";
  }
}
