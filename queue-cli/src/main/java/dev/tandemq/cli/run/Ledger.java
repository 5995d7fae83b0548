package dev.tandemq.cli.run;

import dev.tandemq.cli.input.Line;
import dev.tandemq.cli.report.FinishedJob;
import dev.tandemq.engine.metrics.Percentiles;
import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.handler.JobContext;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Follows each job from its line to its end: what its latest attempt brought is held here until the
 * store has said whether that was the last. Then it is passed on, or thrown away on a retry. Safe
 * for concurrent use.
 */
final class Ledger {

  private record AttemptKey(JobId id, long token) {}

  private final Window window;
  private final Consumer<FinishedJob> finished;
  private final AtomicLong sequences = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Map<JobId, Long> pending = new ConcurrentHashMap<>();
  private final Map<AttemptKey, AttemptOutcome> outcomes = new ConcurrentHashMap<>();
  private final Percentiles waits = new Percentiles();
  private final Percentiles runs = new Percentiles();

  /**
   * Makes a ledger.
   *
   * @param finished is given each job whose fate is decided; must not block
   */
  Ledger(Window window, Consumer<FinishedJob> finished) {
    this.window = window;
    this.finished = finished;
  }

  /** A line becomes a job now. Called in the order of the lines, before the push. */
  void taken(JobId id) {
    pending.put(id, sequences.getAndIncrement());
    taken.incrementAndGet();
  }

  /** A line is too long to become a job. Called in the order of the lines. */
  void refused(Line line, String error) {
    taken.incrementAndGet();
    refused.incrementAndGet();
    finished.accept(
        new FinishedJob(
            sequences.getAndIncrement(),
            line.number(),
            Optional.empty(),
            Optional.of(line),
            false,
            0,
            OptionalInt.empty(),
            Optional.of(error),
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty()));
  }

  /** An attempt has ended; what that means for the job is for the store to say. */
  void attempted(JobContext context, AttemptOutcome outcome) {
    outcomes.put(new AttemptKey(context.job().id(), context.token()), outcome);
  }

  /** The store has spoken. */
  void settled(AttemptReport report) {
    Claim claim = report.claim();
    Optional<AttemptOutcome> outcome =
        Optional.ofNullable(outcomes.remove(new AttemptKey(claim.job().id(), claim.token())));
    if (report.result() == SettleResult.APPLIED
        && report.settle().arrow() != Settle.Arrow.HAND_BACK) {
      waits.record(report.waited());
      runs.record(report.ran());
    }
    if (report.isFinal()) {
      finished.accept(finished(report, outcome));
    } else {
      outcome.ifPresent(AttemptOutcome::close);
    }
  }

  private FinishedJob finished(AttemptReport report, Optional<AttemptOutcome> outcome) {
    Job job = report.claim().job();
    Optional<String> error = outcome.flatMap(AttemptOutcome::error);
    if (!report.isCompleted() && error.isEmpty()) {
      error = Optional.of(report.settle().failure().error());
    }
    return new FinishedJob(
        sequenceOf(job),
        LineTag.of(job),
        Optional.of(job),
        Optional.empty(),
        report.isCompleted(),
        report.claim().attempt(),
        outcome.map(AttemptOutcome::exitCode).orElse(OptionalInt.empty()),
        error,
        report.waited(),
        report.ran(),
        outcome.flatMap(AttemptOutcome::result));
  }

  /** A job may have been in the queue before us; it is reported all the same. */
  private long sequenceOf(Job job) {
    Long sequence = pending.remove(job.id());
    if (sequence != null) {
      return sequence;
    }
    window.enterAnyway(job.payloadSize());
    return sequences.getAndIncrement();
  }

  /** Jobs of ours whose end nobody has reported. */
  List<JobId> unreported() {
    return List.copyOf(pending.keySet());
  }

  /** A job was found to be failed although no attempt of ours was told so: its lease ran out. */
  void foundFailed(JobView view) {
    Long sequence = pending.remove(view.job().id());
    if (sequence == null) {
      return;
    }
    List<Attempt> history = view.history();
    String error = history.isEmpty() ? "" : history.get(history.size() - 1).failure().error();
    finished.accept(
        new FinishedJob(
            sequence,
            LineTag.of(view.job()),
            Optional.of(view.job()),
            Optional.empty(),
            false,
            view.attempts(),
            OptionalInt.empty(),
            Optional.of(error.isEmpty() ? "its lease ran out" : error),
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty()));
  }

  /** Throws away what attempts brought that nobody settled. */
  void close() {
    outcomes.values().forEach(AttemptOutcome::close);
    outcomes.clear();
  }

  /** Lines taken as jobs, those refused among them. */
  long taken() {
    return taken.get();
  }

  long refused() {
    return refused.get();
  }

  Percentiles waits() {
    return waits;
  }

  Percentiles runs() {
    return runs;
  }
}
