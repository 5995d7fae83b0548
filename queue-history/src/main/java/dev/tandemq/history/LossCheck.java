package dev.tandemq.history;

import java.util.EnumSet;
import java.util.Set;

/**
 * Nothing is lost, made up or doubled.
 *
 * <p><b>I01</b>, at the end, for each job whose push was answered ADDED: broken when the final dump
 * does not hold it although nothing that was answered took it away, and nothing without a known
 * answer may have: an open settlement, removal or clear. Judged only when there is a dump: some
 * DUMP line, or a STATS line. Whoever is FAILED for certain has reached its end.
 *
 * <p><b>I02</b>, for each claim: broken when no push of the job began before the claim ended, or
 * when queue or hash of the payload differ from the push's.
 *
 * <p><b>I26</b>, for each answer to a second push of an id: broken when it was ADDED although the
 * job was certainly alive, or was completed so short a time ago that its id must be remembered.
 */
final class LossCheck implements Check {

  private final Ledger ledger;
  private final Tally lost;
  private final Tally madeUp;
  private final Tally doubled;

  LossCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    lost = tallies.of(Invariant.I01);
    madeUp = tallies.of(Invariant.I02);
    doubled = tallies.of(Invariant.I26);
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.PUSH, Op.CLAIM);
  }

  @Override
  public void on(Step step) {
    JobTrack job = step.job();
    if (job == null || !step.isOk()) {
      return;
    }
    if (step.event().op() == Op.PUSH) {
      pushed(step, job);
    } else {
      claimed(step, job);
    }
  }

  private void claimed(Step step, JobTrack job) {
    HistoryEvent event = step.event();
    madeUp.looked();
    if (!job.pushed) {
      madeUp.broken(() -> Example.of(step.line(), "nobody had pushed " + job.id));
      return;
    }
    if (event.hash() != 0 && job.hash != 0 && event.hash() != job.hash) {
      if (!job.maybePushedAnew()) {
        madeUp.broken(
            () ->
                Example.of(
                    pushLine(job) + ", hash " + job.hash,
                    step.line() + ", hash " + event.hash(),
                    "the payload is not the one that was pushed"));
      }
    } else if (!event.queue().isEmpty()
        && job.queue != null
        && !job.queue.name.equals(event.queue())) {
      madeUp.broken(
          () ->
              Example.of(
                  pushLine(job) + " to " + (job.queue == null ? "?" : job.queue.name),
                  step.line() + " from " + event.queue(),
                  "the queue is not the one that it was pushed to"));
    }
  }

  private void pushed(Step step, JobTrack job) {
    if (!job.added) {
      if (step.hasResult("DUPLICATE")) {
        doubled.looked();
      }
      return;
    }
    doubled.looked();
    if (!Ledger.isAdded(step.event())) {
      return;
    }
    boolean alive = !job.isGone() && !job.maybeGone();
    boolean remembered =
        job.isGone()
            && job.goneHow.equals("completed")
            && step.event().at()
                < job.goneAt
                    + ledger.settings().remembered().toNanos()
                    - ledger.settings().tolerance().toNanos();
    if (alive) {
      doubled.broken(
          () -> Example.of(pushLine(job), step.line(), "added twice, while the first was there"));
    } else if (remembered) {
      doubled.broken(
          () ->
              Example.of(
                  pushLine(job), job.goneLine(), step.line(), "added again, while remembered"));
    }
  }

  private static String pushLine(JobTrack job) {
    return Example.line(job.added ? job.addedAt : job.pushFromAt, job.pusher, "pushed " + job.id);
  }

  @Override
  public void end() {
    if (!ledger.isDumped()) {
      return;
    }
    for (JobTrack job : ledger.jobs()) {
      if (!job.added) {
        continue;
      }
      lost.looked();
      boolean found =
          job.isGone() || !job.dumped.isEmpty() || job.failedEnd != Ledger.NEVER || job.maybeGone();
      if (!found) {
        lost.broken(
            () -> {
              ClaimTrack last = job.newest;
              return last == null
                  ? Example.of(pushLine(job), "never seen again, and not in the dump")
                  : Example.of(pushLine(job), last.line(), "not finished, and not in the dump");
            });
      }
    }
  }
}
