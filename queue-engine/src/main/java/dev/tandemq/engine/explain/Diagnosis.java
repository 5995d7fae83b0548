package dev.tandemq.engine.explain;

import dev.tandemq.job.JobView;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From facts to reasons: asks nobody, has no clock. */
final class Diagnosis {

  private final Facts facts;
  private final JobView view;
  private final String queue;
  private final List<Reason> reasons = new ArrayList<>();

  private Diagnosis(Facts facts, JobView view) {
    this.facts = facts;
    this.view = view;
    this.queue = view.job().queue();
  }

  static Explanation of(Facts facts) {
    List<Reason> reasons =
        facts
            .job()
            .map(view -> new Diagnosis(facts, view).reasons())
            .orElseGet(
                () ->
                    List.of(
                        facts
                            .twin()
                            .<Reason>map(Reason.IsDuplicate::new)
                            .orElseGet(Reason.Unknown::new)));
    return new Explanation(facts.id(), facts.job(), reasons);
  }

  private List<Reason> reasons() {
    switch (view.state()) {
      case DELAYED -> delayed();
      case READY -> ready();
      case RESERVED -> reserved();
      case FAILED -> failed();
    }
    return reasons;
  }

  private void delayed() {
    Duration in = Duration.between(facts.now(), view.availableAt());
    reasons.add(new Reason.DelayedUntil(view.availableAt(), in.isNegative() ? Duration.ZERO : in));
    // Told already now: they will still be so when its time comes.
    hindrances();
    lastAttempt(false);
  }

  private void ready() {
    boolean isHindered = hindrances();
    List<WorkerView> able = able();
    if (!isHindered && able.stream().allMatch(WorkerView::isFull)) {
      reasons.add(
          new Reason.SlotsBusy(
              able.stream().mapToInt(WorkerView::slots).sum(),
              able.stream().flatMap(worker -> worker.running().stream()).toList()));
    }
    QueueStats stats = facts.stats(queue);
    reasons.add(new Reason.InLine(Math.max(0, stats.ready() - 1), beforeIts(able)));
    lastAttempt(false);
  }

  private void reserved() {
    if (view.isCancelled()) {
      reasons.add(new Reason.CancelRequested());
    }
    Instant until = Optional.ofNullable(view.leaseUntil()).orElse(facts.now());
    String node = Optional.ofNullable(view.node()).orElse("(unknown)");
    Optional<Duration> overdue =
        until.isBefore(facts.now())
            ? Optional.of(Duration.between(until, facts.now()))
            : Optional.empty();
    reasons.add(new Reason.LeaseHeld(node, until, overdue));
    if (overdue.isPresent()) {
      hindrances();
    }
    lastAttempt(false);
  }

  private void failed() {
    lastAttempt(true);
    facts
        .keyHolder()
        .filter(holder -> !holder.equals(facts.id()))
        .ifPresent(holder -> reasons.add(new Reason.UniqueTwin(holder)));
  }

  private void lastAttempt(boolean isSetAside) {
    var history = view.history();
    if (isSetAside || !history.isEmpty()) {
      reasons.add(
          new Reason.HasFailed(
              isSetAside,
              history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1))));
    }
  }

  /** What keeps the whole queue, or all jobs of the type, from being run here. */
  private boolean hindrances() {
    int before = reasons.size();
    if (facts.stats(queue).paused()) {
      reasons.add(new Reason.QueuePaused(queue));
    }
    List<WorkerView> serving =
        facts.workers().stream().filter(worker -> worker.serves(queue)).toList();
    if (serving.isEmpty()) {
      reasons.add(new Reason.NoWorker(queue));
    } else if (able().isEmpty()) {
      serving.forEach(worker -> reasons.add(whyUnable(worker)));
    }
    return reasons.size() > before;
  }

  private Reason whyUnable(WorkerView worker) {
    return switch (worker.state()) {
      case NOT_STARTED -> new Reason.WorkerNotStarted(worker.node());
      case PAUSED -> new Reason.WorkerPaused(worker.node());
      case STOPPED -> new Reason.WorkerStopped(worker.node());
      case STARTED -> new Reason.NoHandler(worker.node(), view.job().type(), worker.types());
    };
  }

  private List<WorkerView> able() {
    return facts.workers().stream()
        .filter(worker -> worker.serves(queue))
        .filter(worker -> worker.state() == WorkerView.State.STARTED)
        .filter(worker -> worker.handles(view.job().type()))
        .toList();
  }

  /** Ready jobs in queues that may be served before this one, by the worker that has fewest. */
  private long beforeIts(List<WorkerView> able) {
    return able.stream()
        .mapToLong(
            worker ->
                worker
                    .queuesBefore(queue)
                    .map(facts::stats)
                    .filter(stats -> !stats.paused())
                    .mapToLong(QueueStats::ready)
                    .sum())
        .min()
        .orElse(0);
  }
}
