package dev.tandemq.history;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has ended stays so.
 *
 * <p><b>I03</b>, for each accepted claim, settlement and extension of a job, and each dumped one.
 * Broken when two claims of one job were both accepted as completed, whatever their order; when one
 * claim was accepted as completed and by another arrow as well; when something was accepted that
 * began after a completion had been answered; when a job is claimed after it was FAILED for certain
 * and nobody may have requeued it; when a completed job is dumped. The same settlement accepted
 * again is not a second one: stores remember.
 *
 * <p><b>I25</b>, the same for jobs that were removed, discarded or cleared. After a clear, which
 * names no job, broken when a claim that was granted before it began is first settled after it
 * ended, and accepted.
 *
 * <p>Nothing is judged while a push of the same id may have begun a new job.
 */
final class CompletionCheck implements Check {

  private final Tally completed;
  private final Tally removed;

  CompletionCheck(Tallies tallies) {
    completed = tallies.of(Invariant.I03);
    removed = tallies.of(Invariant.I25);
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
      case SETTLE -> settled(step, job);
      case EXTEND -> {
        if (step.hasResult("LOST")) {
          refused(job);
        } else {
          after(step, job, false);
        }
      }
      default -> dumped(step, job);
    }
  }

  private void claimed(Step step, JobTrack job) {
    after(step, job, false);
    if (job.failedEnd < step.from()
        && job.openRequeues == 0
        && !requeuedByAll(job)
        && !job.maybePushedAnew()
        && !job.isGone()) {
      completed.broken(
          () ->
              Example.of(
                  Example.line(job.failedAt, null, job.id + " was FAILED"),
                  step.line(),
                  "nobody had requeued it"));
    }
  }

  private static boolean requeuedByAll(JobTrack job) {
    return job.queue != null && job.queue.requeued;
  }

  private void settled(Step step, JobTrack job) {
    if (step.hasResult("LOST")) {
      refused(job);
      return;
    }
    ClaimTrack claim = step.claim();
    String arrow = step.event().arrow();
    boolean repeat = claim != null && hasTries(claim, arrow, step.call() == null ? 0 : 1);
    after(step, job, repeat);
    if (claim != null && step.hasResult("APPLIED")) {
      both(step, claim, arrow);
    }
    if (arrow.equals("COMPLETE")
        && job.goneHow.equals("completed")
        && job.isGone()
        && job.goneToken != step.event().token()
        && job.goneEnd >= step.from()
        && !job.reborn
        && !job.maybePushedAnew()) {
      completed.broken(
          () -> Example.of(job.goneLine(), step.line(), "two completions were accepted"));
    }
    QueueTrack queue = job.queue;
    if (queue != null && claim != null && claim.granted && queue.clearedEnd != Ledger.NEVER) {
      long first = claim.tries(arrow).from;
      if (claim.end < queue.clearedFrom && Math.min(first, step.from()) > queue.clearedEnd) {
        removed.looked();
        removed.broken(
            () ->
                Example.of(
                    claim.line(),
                    "the queue " + queue.name + " was cleared",
                    step.line(),
                    "accepted after the clear"));
      }
    }
  }

  /** Whether this arrow was tried before, more often than the given number. */
  private static boolean hasTries(ClaimTrack claim, String arrow, int own) {
    for (Tries one = claim.tries; one != null; one = one.next) {
      if (one.arrow.equals(arrow)) {
        return one.live > own || one.applied;
      }
    }
    return false;
  }

  private void both(Step step, ClaimTrack claim, String arrow) {
    for (Tries one = claim.tries; one != null; one = one.next) {
      if (one.applied && !one.arrow.equals(arrow)) {
        boolean done = one.arrow.equals("COMPLETE") || arrow.equals("COMPLETE");
        if (done && !claim.job.reborn) {
          Tries other = one;
          completed.broken(
              () ->
                  Example.of(
                      Example.line(
                          other.appliedAt,
                          claim.holder,
                          "settle " + other.arrow + " " + claim.job.id + " token " + claim.token),
                      step.line(),
                      "one claim was settled in two ways"));
        }
      }
    }
  }

  private void refused(JobTrack job) {
    if (job.isGone()) {
      tally(job).looked();
    }
  }

  private void after(Step step, JobTrack job, boolean repeat) {
    if (!job.isGone()) {
      completed.looked();
      return;
    }
    tally(job).looked();
    if (job.goneEnd < step.from()
        && !repeat
        && !job.maybePushedAnew()
        && (!job.reborn || newLife(step.claim()))) {
      tally(job)
          .broken(
              () ->
                  Example.of(job.goneLine(), step.line(), "accepted after it was " + job.goneHow));
    }
  }

  /** Whether this claim is one of the job that lives under the id now. */
  private static boolean newLife(@Nullable ClaimTrack claim) {
    return claim != null && claim.granted;
  }

  private Tally tally(JobTrack job) {
    return job.goneHow.equals("completed") ? completed : removed;
  }

  private void dumped(Step step, JobTrack job) {
    if (job.isGone() && !job.maybePushedAnew()) {
      tally(job).looked();
      if (job.goneEnd < step.from()) {
        tally(job)
            .broken(
                () ->
                    Example.of(
                        job.goneLine(), step.line(), "still there after it was " + job.goneHow));
      }
    }
  }
}
