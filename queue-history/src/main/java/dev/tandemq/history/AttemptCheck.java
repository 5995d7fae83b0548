package dev.tandemq.history;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attempts are counted.
 *
 * <p><b>I08</b>, for each claim: broken when its attempt is greater than the job's maximum, or
 * smaller than that of the claim before it and what that one has certainly spent: nothing by an
 * accepted hand-back or snooze, one by any other end, a lost lease too. Where no claim can have
 * gone unseen, broken also when it is greater than that. A requeue begins anew.
 *
 * <p><b>I09</b>, for each job that was held by as many nodes at their death as it has attempts,
 * with nothing settled between: broken when it is claimed once more, or when the dump shows it
 * neither FAILED nor on its way there: its lease has been over for longer than the recovery bound.
 */
final class AttemptCheck implements Check {

  private final Ledger ledger;
  private final Tally attempts;
  private final Tally poison;

  AttemptCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    attempts = tallies.of(Invariant.I08);
    poison = tallies.of(Invariant.I09);
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.CLAIM, Op.CRASH, Op.DUMP);
  }

  @Override
  public void on(Step step) {
    if (!step.isOk()) {
      return;
    }
    JobTrack job = step.job();
    switch (step.event().op()) {
      case CRASH -> {
        for (ClaimTrack claim : step.node().holding) {
          if (!claim.maybeSettled()) {
            claim.killed = true;
            claim.job.kills++;
          }
        }
      }
      case CLAIM -> {
        if (job != null) {
          claimed(step, job);
        }
      }
      default -> {
        if (job != null && isPoison(job)) {
          dumped(step, job);
        }
      }
    }
  }

  private static boolean isPoison(JobTrack job) {
    return job.maxAttempts > 0 && job.kills >= job.maxAttempts;
  }

  private void claimed(Step step, JobTrack job) {
    int attempt = step.event().attempt();
    int max = job.maxAttempts > 0 ? job.maxAttempts : step.event().maxAttempts();
    attempts.looked();
    if (max > 0 && attempt > max) {
      attempts.broken(
          () ->
              Example.of(
                  Example.line(job.addedAt, job.pusher, "pushed " + job.id + ", attempts " + max),
                  step.line(),
                  "more attempts than it has"));
      return;
    }
    if (isPoison(job) && !maybeRequeued(job, 0) && !job.maybePushedAnew()) {
      poison.looked();
      ClaimTrack last = job.newest;
      poison.broken(
          () ->
              Example.of(
                  last == null ? "" : last.line(),
                  step.line(),
                  job.kills + " nodes have died with it, and it has " + max + " attempts"));
    }
    ClaimTrack before = job.grantedBefore(step.from());
    if (attempt > 0 && before != null && before.attempt > 0) {
      follows(step, job, before);
    }
  }

  private static boolean maybeRequeued(JobTrack job, long since) {
    return job.openRequeues > 0
        || job.requeueEnd > since
        || (job.queue != null && job.queue.requeued);
  }

  private void follows(Step step, JobTrack job, ClaimTrack before) {
    int attempt = step.event().attempt();
    if (maybeRequeued(job, before.from)
        || job.maybePushedAnew()
        || before != job.newest
        || before.token > step.event().token()) {
      return;
    }
    Tries settled = before.settled();
    boolean keeps = settled != null && isKeeping(settled);
    boolean mayKeep = keeps || maybeKept(before);
    int least = before.attempt + (mayKeep ? 0 : 1);
    int most = before.attempt + (keeps ? 0 : 1);
    if (attempt < least) {
      attempts.broken(
          () -> Example.of(before.line(), end(before), step.line(), "an attempt was not counted"));
    } else if (attempt > most && ledger.isPoints() && !ledger.hasUnseenClaims()) {
      attempts.broken(
          () -> Example.of(before.line(), end(before), step.line(), "an attempt was made up"));
    }
  }

  private static boolean isKeeping(Tries tries) {
    return tries.arrow.equals("SNOOZE") || tries.arrow.equals("HAND_BACK");
  }

  private static boolean maybeKept(ClaimTrack claim) {
    for (Tries one = claim.tries; one != null; one = one.next) {
      if (one.live > 0 && isKeeping(one)) {
        return true;
      }
    }
    return false;
  }

  private static String end(ClaimTrack claim) {
    Tries settled = claim.settled();
    return settled == null
        ? "its claim was not settled"
        : Example.line(settled.appliedAt, claim.holder, "settle " + settled.arrow);
  }

  private void dumped(Step step, JobTrack job) {
    poison.looked();
    @Nullable ClaimTrack last = job.newest;
    if (step.hasResult("FAILED") || maybeRequeued(job, 0) || last == null) {
      return;
    }
    long bound = last.leaseHigh + ledger.settings().recoveryBound().toNanos();
    if (step.hasResult("READY") || step.hasResult("DELAYED") || step.event().at() > bound) {
      poison.broken(
          () ->
              Example.of(
                  last.line(),
                  step.line(),
                  job.kills + " nodes have died with it, and it was not set aside"));
    }
  }
}
