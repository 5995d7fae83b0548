package dev.tandemq.history;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The token decides.
 *
 * <p><b>I04</b>, for each claim of a job that has another: broken when a claim that began after
 * another had been granted has not a greater token, or when two claims have the same one. The token
 * in the dump must not be smaller than one that was granted.
 *
 * <p><b>I05</b>, for each accepted settlement and extension: broken when a claim with a greater
 * token had been granted before it began, and before every earlier attempt at the same settlement
 * that may have been applied: a store that remembers answers the same settlement again as it did.
 *
 * <p><b>I06</b>, for each stale settlement and extension, and each LOST: broken when one claim was
 * accepted by two different arrows, neither of them a completion (that is I03); and when the newest
 * holder was told LOST although its lease certainly held and nothing may have ended its claim, so
 * that somebody else's stale word must have changed something.
 */
final class TokenCheck implements Check {

  private final Ledger ledger;
  private final Tally grow;
  private final Tally old;
  private final Tally stale;

  TokenCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    grow = tallies.of(Invariant.I04);
    old = tallies.of(Invariant.I05);
    stale = tallies.of(Invariant.I06);
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.CLAIM, Op.SETTLE, Op.EXTEND, Op.DUMP);
  }

  @Override
  public void on(Step step) {
    JobTrack job = step.job();
    if (job == null || !step.isOk()) {
      return;
    }
    switch (step.event().op()) {
      case CLAIM -> claimed(step, job);
      case SETTLE, EXTEND -> held(step, job);
      default -> dumped(step, job);
    }
  }

  private void claimed(Step step, JobTrack job) {
    ClaimTrack same = step.claim();
    if (same != null && same.granted) {
      grow.looked();
      if (!job.maybePushedAnew()) {
        grow.broken(() -> Example.of(same.line(), step.line(), "one token was given twice"));
      }
      return;
    }
    ClaimTrack before = job.grantedBefore(step.from());
    if (before == null) {
      return;
    }
    grow.looked();
    if (before.token > step.event().token() && !job.maybePushedAnew()) {
      grow.broken(() -> Example.of(before.line(), step.line(), "the token fell"));
    }
  }

  private void held(Step step, JobTrack job) {
    ClaimTrack newer = job.grantedBefore(step.from());
    boolean isStale = newer != null && newer.token > step.event().token();
    ClaimTrack claim = step.claim();
    if (step.hasResult("LOST")) {
      stale.looked();
      if (!isStale && claim != null) {
        wronglyLost(step, job, claim);
      }
      return;
    }
    old.looked();
    if (isStale) {
      stale.looked();
    }
    if (newer != null && isStale && newer.end < firstTry(step, claim) && !lookAway(job, claim)) {
      ClaimTrack winner = newer;
      old.broken(
          () ->
              claim == null
                  ? Example.of(winner.line(), step.line(), "accepted with an old token")
                  : Example.of(
                      claim.line(), winner.line(), step.line(), "accepted with an old token"));
    }
    if (claim != null && step.hasResult("APPLIED")) {
      twoWays(step, claim);
    }
  }

  private static boolean lookAway(JobTrack job, @Nullable ClaimTrack one) {
    return job.maybePushedAnew() || (job.reborn && (one == null || !one.granted));
  }

  /** Where the same settlement was first tried. */
  private static long firstTry(Step step, @Nullable ClaimTrack claim) {
    long first = step.from();
    if (claim != null && step.event().op() == Op.SETTLE) {
      for (Tries one = claim.tries; one != null; one = one.next) {
        if (one.arrow.equals(step.event().arrow())) {
          first = Math.min(first, one.from);
        }
      }
    }
    return first;
  }

  private void twoWays(Step step, ClaimTrack claim) {
    String arrow = step.event().arrow();
    for (Tries one = claim.tries; one != null; one = one.next) {
      if (one.applied
          && !one.arrow.equals(arrow)
          && !one.arrow.equals("COMPLETE")
          && !arrow.equals("COMPLETE")
          && !claim.job.reborn) {
        Tries other = one;
        stale.looked();
        stale.broken(
            () ->
                Example.of(
                    Example.line(
                        other.appliedAt,
                        claim.holder,
                        "settle " + other.arrow + " " + claim.job.id + " token " + claim.token),
                    step.line(),
                    "a claim that had been settled was settled in another way"));
        return;
      }
    }
  }

  private void wronglyLost(Step step, JobTrack job, ClaimTrack claim) {
    boolean newest = claim.granted && job.newest == claim;
    long until = step.event().at() + ledger.settings().tolerance().toNanos();
    if (!newest || until >= claim.leaseLow) {
      return;
    }
    boolean touched =
        job.isGone()
            || job.openRemovals > 0
            || job.removalTouched > claim.from
            || job.maybePushedAnew()
            || (job.queue != null && (job.queue.openClears > 0 || job.queue.clearEnd > claim.from))
            || othersTried(step, claim);
    if (!touched) {
      stale.broken(
          () ->
              Example.of(
                  claim.line(),
                  step.line(),
                  "the newest holder was told LOST within its lease, and nobody had ended it"));
    }
  }

  private static boolean othersTried(Step step, ClaimTrack claim) {
    int own = step.event().op() == Op.SETTLE && step.call() != null ? 1 : 0;
    for (Tries one = claim.tries; one != null; one = one.next) {
      int mine = one.arrow.equals(step.event().arrow()) ? own : 0;
      if (one.live > mine) {
        return true;
      }
    }
    return false;
  }

  private void dumped(Step step, JobTrack job) {
    ClaimTrack last = job.grantedBefore(step.from());
    long token = step.event().token();
    if (last == null || token == 0) {
      return;
    }
    grow.looked();
    if (token < last.token && !job.maybePushedAnew()) {
      grow.broken(() -> Example.of(last.line(), step.line(), "the token fell"));
    }
  }
}
