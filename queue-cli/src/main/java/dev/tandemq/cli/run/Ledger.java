package dev.tandemq.cli.run;

import dev.tandemq.cli.input.Line;
import dev.tandemq.cli.report.FinishedJob;
import dev.tandemq.cli.run.PendingJobs.Standing;
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
  private final PendingJobs pending = new PendingJobs();
  private final Map<AttemptKey, Duration> starts = new ConcurrentHashMap<>();
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
  void taken(Job job) {
    pending.add(job.id(), sequences.getAndIncrement(), job.payloadSize(), System.nanoTime());
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

  /**
   * A command is about to be started. An attempt that never got here counts for nothing.
   *
   * @param held how long the start was put off after the job had been claimed
   */
  void started(JobContext context, Duration held) {
    JobId id = context.job().id();
    starts.put(new AttemptKey(id, context.token()), held);
    pending.moved(id, Standing.RUNNING, System.nanoTime());
  }

  /** An attempt has ended; what that means for the job is for the store to say. */
  void attempted(JobContext context, AttemptOutcome outcome) {
    outcomes.put(new AttemptKey(context.job().id(), context.token()), outcome);
  }

  /** The store has spoken. */
  void settled(AttemptReport report) {
    Claim claim = report.claim();
    AttemptKey key = new AttemptKey(claim.job().id(), claim.token());
    Optional<AttemptOutcome> outcome = Optional.ofNullable(outcomes.remove(key));
    Optional<Duration> held = Optional.ofNullable(starts.remove(key));
    // The time for which its start was put off is no time that the command took.
    Duration waited = report.waited().plus(held.orElse(Duration.ZERO));
    Duration ran = report.ran().minus(held.orElse(Duration.ZERO));
    if (held.isPresent()
        && report.result() != SettleResult.LOST
        && report.settle().arrow() != Settle.Arrow.HAND_BACK) {
      waits.record(waited);
      runs.record(ran);
    }
    if (report.isFinal()) {
      finished.accept(finished(report, outcome, waited, ran));
      return;
    }
    outcome.ifPresent(AttemptOutcome::close);
    if (held.isPresent()) {
      pending.moved(claim.job().id(), Standing.WAITING, System.nanoTime());
    }
  }

  private FinishedJob finished(
      AttemptReport report, Optional<AttemptOutcome> outcome, Duration waited, Duration ran) {
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
        waited,
        ran,
        outcome.flatMap(AttemptOutcome::result));
  }

  /** A job may have been in the queue before us; it is reported all the same. */
  private long sequenceOf(Job job) {
    Optional<PendingJobs.Entry> ours = pending.remove(job.id());
    if (ours.isPresent()) {
      return ours.get().sequence();
    }
    window.enterAnyway(job.payloadSize());
    return sequences.getAndIncrement();
  }

  /** Jobs of ours whose end nobody has reported. */
  PendingJobs pending() {
    return pending;
  }

  /** A job was found to be failed although no attempt of ours was told so: its lease ran out. */
  void foundFailed(JobView view) {
    Optional<PendingJobs.Entry> ours = pending.removeUnlessRunning(view.job().id());
    if (ours.isEmpty()) {
      return;
    }
    List<Attempt> history = view.history();
    String error = history.isEmpty() ? "" : history.get(history.size() - 1).failure().error();
    finished.accept(
        new FinishedJob(
            ours.get().sequence(),
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
    starts.clear();
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
