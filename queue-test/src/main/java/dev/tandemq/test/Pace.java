package dev.tandemq.test;

import dev.tandemq.store.QueueStats;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Moves time. While a job is at work, or may be taken at any moment, it goes from timer to timer;
 * else straight to the moment at which the next job is due, for nobody would notice the polls and
 * heartbeats in between. So a month costs no more than a minute.
 */
final class Pace {

  /** Most virtual time of one drain. */
  static final Duration LONGEST = Duration.ofDays(365);

  /** How long a drain goes on, in virtual time, while something is at work and nothing changes. */
  static final Duration PATIENCE = Duration.ofDays(1);

  /** A move of time; one that skips runs what is due on the way late. */
  private record Move(Duration time, boolean skips) {}

  private final ManualContext context;
  private final RecordingStore store;
  private final Records records;
  private final int maxAttempts;

  /**
   * The pace of one connection.
   *
   * @param maxAttempts most attempts of one call; beyond it jobs are taken to beget each other for
   *     ever
   */
  Pace(ManualContext context, RecordingStore store, Records records, int maxAttempts) {
    this.maxAttempts = maxAttempts;
    this.context = context;
    this.store = store;
    this.records = records;
  }

  /** Runs what is due now, and all that follows from it at this instant. */
  void runUntilIdle() {
    advance(Duration.ZERO);
  }

  /** Lets so much time pass, running what becomes due on the way. */
  void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time is " + time + "; time does not run backwards");
    }
    if (context.isRunningSteps()) {
      // A handler at work: its lease, its timeout and its neighbours go on exactly.
      context.advance(time);
      return;
    }
    bounded(
        () -> {
          Report report = new Report("advance");
          Instant target = now().plus(time);
          runNow(report);
          while (now().isBefore(target)) {
            Duration left = Duration.between(now(), target);
            move(next().filter(move -> move.time().compareTo(left) < 0), left);
            runNow(report);
          }
        });
  }

  private void move(Optional<Move> next, Duration left) {
    Move move = next.orElse(new Move(left, !isBusy()));
    if (move.skips()) {
      context.skip(move.time());
    } else {
      context.advance(move.time());
    }
  }

  /** Moves time until every queue holds nothing ready, delayed or reserved. */
  void drain() {
    if (context.isRunningSteps()) {
      throw new IllegalStateException(
          "drain() inside of a handler would wait for that handler's own job; use advance()");
    }
    bounded(
        () -> {
          Report report = new Report("drain");
          Duration idle = Duration.ZERO;
          long seen = records.changes();
          runNow(report);
          while (!areEmpty()) {
            Move move = next().orElseThrow(() -> report.left("nothing can change any more"));
            idle = records.changes() != seen || move.skips() ? Duration.ZERO : idle;
            seen = records.changes();
            if (Duration.between(report.began, now()).plus(move.time()).compareTo(LONGEST) > 0) {
              throw report.left("to go on would take more than " + Spans.text(LONGEST));
            }
            if (idle.compareTo(PATIENCE) > 0) {
              throw report.left("nothing changed for " + Spans.text(idle));
            }
            idle = idle.plus(move.time());
            move(Optional.of(move), Duration.ZERO);
            runNow(report);
          }
        });
  }

  private void bounded(Runnable body) {
    store.allowClaims(maxAttempts + 1L);
    try {
      body.run();
    } finally {
      store.allowAllClaims();
    }
  }

  private void runNow(Report report) {
    context.runUntilIdle();
    if (store.isSpent()) {
      throw report.left("there were more than " + maxAttempts + " attempts");
    }
  }

  private boolean areEmpty() {
    return records.queues().stream().allMatch(queue -> store.stats(queue).size() == 0);
  }

  private boolean isBusy() {
    return records.queues().stream().map(store::stats).anyMatch(this::isBusy);
  }

  /** Whether something may happen in the queue before its next delay ends. */
  private boolean isBusy(QueueStats queue) {
    return queue.reserved() > 0
        || (mayBeClaimed(queue)
            && queue.size() > 0
            && (queue.ready() > 0 || records.nextDue(queue.queue(), now()).isEmpty()));
  }

  private boolean mayBeClaimed(QueueStats queue) {
    return !queue.paused() && records.isListenedTo(queue.queue());
  }

  /** What to do next; empty when no job will ever move again. */
  private Optional<Move> next() {
    if (isBusy()) {
      OptionalLong timer = context.nanosUntilNextTimer();
      return timer.isPresent()
          ? Optional.of(new Move(Duration.ofNanos(timer.getAsLong()), false))
          : Optional.empty();
    }
    return records.queues().stream()
        .map(store::stats)
        .filter(queue -> queue.delayed() > 0 && mayBeClaimed(queue))
        .flatMap(queue -> records.nextDue(queue.queue(), now()).stream())
        .min(Instant::compareTo)
        .map(due -> new Move(Duration.between(now(), due), true));
  }

  private Instant now() {
    return context.time().now();
  }

  /** Where a call began, for the words of its failure. */
  private final class Report {

    private final String call;
    private final Instant began = now();
    private final long claimsBefore = records.claims();

    Report(String call) {
      this.call = call;
    }

    AssertionError left(String why) {
      return new AssertionError(
          String.format(
              "%s: %s, after %s and %d attempts%s",
              call,
              why,
              Spans.text(Duration.between(began, now())),
              records.claims() - claimsBefore,
              new Leftovers(store, records).text(now())));
    }
  }
}
