package dev.tandemq.memory;

import dev.tandemq.job.Attempt;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Values with one field changed, as faulty stores give them. */
final class Changed {

  private Changed() {}

  static Claim job(Claim claim, Job job) {
    return new Claim(
        job,
        claim.token(),
        claim.attempt(),
        claim.snoozes(),
        claim.node(),
        claim.leaseUntil(),
        claim.waited());
  }

  static Turn settled(Turn turn, List<SettleResult> answers) {
    return new Turn(answers, turn.claims(), turn.more());
  }

  static Claim token(Claim claim, long token) {
    return new Claim(
        claim.job(),
        token,
        claim.attempt(),
        claim.snoozes(),
        claim.node(),
        claim.leaseUntil(),
        claim.waited());
  }

  static Claim node(Claim claim, String node) {
    return new Claim(
        claim.job(),
        claim.token(),
        claim.attempt(),
        claim.snoozes(),
        node,
        claim.leaseUntil(),
        claim.waited());
  }

  static Claim waited(Claim claim, Duration waited) {
    return new Claim(
        claim.job(),
        claim.token(),
        claim.attempt(),
        claim.snoozes(),
        claim.node(),
        claim.leaseUntil(),
        waited);
  }

  static Turn claims(Turn turn, UnaryOperator<Claim> change) {
    return new Turn(turn.settled(), turn.claims().stream().map(change).toList(), turn.more());
  }

  static TurnRequest done(TurnRequest request, UnaryOperator<Settle> change) {
    return done(request, request.done().stream().map(change).toList());
  }

  static TurnRequest done(TurnRequest request, List<Settle> done) {
    return new TurnRequest(done, request.queues(), request.want(), request.lease(), request.node());
  }

  static TurnRequest want(TurnRequest request, int want) {
    return new TurnRequest(request.done(), request.queues(), want, request.lease(), request.node());
  }

  static TurnRequest queues(TurnRequest request, List<String> queues) {
    return new TurnRequest(request.done(), queues, request.want(), request.lease(), request.node());
  }

  static TurnRequest lease(TurnRequest request, Duration lease) {
    return new TurnRequest(request.done(), request.queues(), request.want(), lease, request.node());
  }

  static Settle claim(Settle settle, Claim claim) {
    return new Settle(claim, settle.arrow(), settle.delay(), settle.failure());
  }

  static JobView job(JobView view, Job job) {
    return view(job, view, view.node(), view.history());
  }

  static JobView node(JobView view, @Nullable String node) {
    return view(view.job(), view, node, view.history());
  }

  static JobView history(JobView view, List<Attempt> history) {
    return view(view.job(), view, view.node(), history);
  }

  private static JobView view(Job job, JobView view, @Nullable String node, List<Attempt> history) {
    return new JobView(
        job,
        view.state(),
        view.attempts(),
        view.token(),
        view.availableAt(),
        view.reservedAt(),
        view.leaseUntil(),
        node,
        view.isCancelled(),
        history);
  }

  /** Stats with these three counters instead of their own. */
  static QueueStats counters(QueueStats stats, long reserved, long completed, long rescued) {
    return new QueueStats(
        stats.queue(),
        stats.ready(),
        stats.delayed(),
        reserved,
        stats.failed(),
        stats.pushed(),
        completed,
        stats.removed(),
        stats.retried(),
        stats.retries(),
        stats.snoozed(),
        rescued,
        stats.paused(),
        stats.bound(),
        stats.lastJobAt(),
        stats.createdAt());
  }
}
