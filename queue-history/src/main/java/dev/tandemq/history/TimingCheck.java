package dev.tandemq.history;

import java.util.EnumSet;
import java.util.Set;

/**
 * Neither early nor late.
 *
 * <p><b>I10</b>, for each claim of a job that had to wait, by the delay of its push or of the
 * settlement before: broken when the claim was granted sooner after the <em>beginning</em> of that
 * push or settlement.
 *
 * <p><b>I11</b>, for each claim while no faults are about and {@code slots} are known: how long
 * after its due time, and after the last moment at which every living node was full, it was taken.
 * Broken by as many as are later than one poll and one tick beyond one in a hundred.
 */
final class TimingCheck implements Check {

  private final Ledger ledger;
  private final Tally early;
  private final Tally late;
  private long fullUntil = Long.MIN_VALUE;
  private long judged;
  private long tooLate;
  private String firstLate = "";

  TimingCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    early = tallies.of(Invariant.I10);
    late = tallies.of(Invariant.I11);
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.CLAIM, Op.SETTLE);
  }

  @Override
  public void on(Step step) {
    if (ledger.settings().slots() > 0 && isFull()) {
      fullUntil = step.event().at();
    }
    JobTrack job = step.job();
    if (job == null || !step.isOk() || step.event().op() != Op.CLAIM) {
      return;
    }
    if (!job.waitsFor.isEmpty()
        && step.event().token() > job.waitsToken
        && !job.maybePushedAnew()) {
      early.looked();
      if (step.event().at() + ledger.settings().tolerance().toNanos() < job.notBefore) {
        early.broken(
            () ->
                Example.of(
                    job.waitsFor,
                    step.line(),
                    "not before" + Example.time(job.notBefore).replaceAll(" +", " ")));
      }
    }
    if (ledger.settings().slots() > 0 && job.added) {
      timely(step, job);
    }
  }

  private boolean isFull() {
    for (NodeTrack node : ledger.nodes()) {
      if (node.diedAt == Ledger.NEVER
          && node.stopFrom == Ledger.NEVER
          && node.isWorker
          && node.holding.size() < ledger.settings().slots()) {
        return false;
      }
    }
    return true;
  }

  private void timely(Step step, JobTrack job) {
    ClaimTrack last = job.newest;
    if (ledger.isTroubled()
        || (last != null && (last.settled() == null || last.token > step.event().token()))) {
      return;
    }
    long since = Math.max(job.dueAt, fullUntil);
    if (ledger.healedAt() != Ledger.NEVER) {
      since = Math.max(since, ledger.healedAt() + ledger.settings().recoveryBound().toNanos());
    }
    long bound =
        since
            + ledger.settings().poll().toNanos()
            + ledger.settings().tick().toNanos()
            + ledger.settings().tolerance().toNanos();
    late.looked();
    judged++;
    if (step.fromAt() > bound && ++tooLate == 1) {
      firstLate =
          Example.of(
              Example.line(job.dueAt, null, job.id + " was due"),
              step.line(),
              "taken late, with capacity free since" + Example.time(since));
    }
  }

  @Override
  public void end() {
    for (long i = judged / 100; i < tooLate; i++) {
      late.broken(() -> firstLate);
    }
  }
}
