package dev.tandemq.history;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * After the last fault. Judged when HEAL was told, no fault follows, and a worker was there and
 * awake for the whole bound.
 *
 * <p><b>I27</b>, for each job that is completed or dumped after HEAL: broken when it was completed,
 * or is still ready, delayed or reserved, later than the bound after HEAL and after it was due. And
 * once: broken when there was an election, and nobody leads within the bound.
 *
 * <p><b>I15</b>, for each job that was pushed behind one that is dumped as failed, delayed or
 * reserved: broken when it is dumped as ready, or as delayed though due, later than the bound after
 * HEAL.
 */
final class HealCheck implements Check {

  private final Ledger ledger;
  private final Tally healed;
  private final Tally blocked;
  private final long bound;
  private boolean elections;
  private long ledAt = Ledger.NEVER;
  private long healAt = Ledger.NEVER;
  private long dumpedAt = Ledger.NEVER;

  HealCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    healed = tallies.of(Invariant.I27);
    blocked = tallies.of(Invariant.I15);
    bound = ledger.settings().healBound().toNanos();
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.HEAL, Op.LEAD, Op.SETTLE, Op.DUMP);
  }

  @Override
  public void on(Step step) {
    if (!step.isOk()) {
      return;
    }
    switch (step.event().op()) {
      case HEAL -> {
        healAt = step.event().at();
        ledAt = Ledger.NEVER;
      }
      case LEAD -> {
        if (step.event().term() > 0) {
          elections = true;
          ledAt = Math.min(ledAt, step.event().at());
        }
      }
      case DUMP -> dumpedAt = Math.min(dumpedAt, step.event().at());
      default -> settled(step);
    }
  }

  private void settled(Step step) {
    JobTrack job = step.job();
    if (job == null
        || healAt == Ledger.NEVER
        || ledger.isTroubled()
        || job.isGone()
        || !step.event().arrow().equals("COMPLETE")
        || !step.hasResult("APPLIED")) {
      return;
    }
    healed.looked();
    long due = Math.max(healAt, job.dueAt);
    if (step.event().at() > due + bound && ledger.wasServed(due, bound)) {
      healed.broken(
          () ->
              Example.of(
                  Example.line(due, null, job.id + " was due, without faults"),
                  step.line(),
                  "completed beyond the bound"));
    }
  }

  @Override
  public void end() {
    if (healAt == Ledger.NEVER || ledger.isTroubled()) {
      return;
    }
    if (elections && ledger.wasServed(healAt, bound)) {
      healed.looked();
      if (ledAt > healAt + bound) {
        healed.broken(
            () -> Example.of(Example.line(healAt, null, "healed"), "nobody led within the bound"));
      }
    }
    Map<QueueTrack, Long> heads = new HashMap<>();
    for (JobTrack job : ledger.jobs()) {
      if (job.queue != null && !job.dumped.isEmpty() && !isOverdue(job, false)) {
        heads.merge(job.queue, job.pushFrom, Math::min);
      }
    }
    for (JobTrack job : ledger.jobs()) {
      if (!job.pushed) {
        continue;
      }
      Long head = job.queue == null ? null : heads.get(job.queue);
      boolean behind = head != null && job.pushFrom > head;
      boolean overdue = isOverdue(job, true);
      if (behind) {
        blocked.looked();
      }
      if (!job.dumped.isEmpty()) {
        healed.looked();
      }
      if (overdue) {
        healed.broken(() -> Example.of(line(job), "not final within the bound after healing"));
        if (behind && !job.dumped.equals("RESERVED")) {
          blocked.broken(() -> Example.of(line(job), "left behind one that waits or has failed"));
        }
      }
    }
  }

  private static String line(JobTrack job) {
    return Example.line(job.dueAt, job.pusher, job.id + " was due, and is " + job.dumped);
  }

  /** Whether the dump shows it in line, though it should long have been final. */
  private boolean isOverdue(JobTrack job, boolean reservedToo) {
    boolean waits =
        job.dumped.equals("READY")
            || job.dumped.equals("DELAYED")
            || (reservedToo && job.dumped.equals("RESERVED"));
    long due = Math.max(healAt, job.dueAt);
    return waits && job.added && dumpedAt > due + bound && ledger.wasServed(due, bound);
  }
}
