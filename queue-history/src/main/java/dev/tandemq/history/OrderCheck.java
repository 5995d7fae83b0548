package dev.tandemq.history;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who is first. Judged in histories of points alone, where the order is that of the store, and
 * where the store declares it.
 *
 * <p><b>I13</b>, for each claim: broken when a job of higher priority in the same queue was ready
 * for certain: pushed without a delay, handed back or retried at once, and not touched since.
 *
 * <p><b>I14</b>, for each first claim of a job that was pushed without a delay: broken when a job
 * that the same producer pushed later, with the same priority into the same queue, was claimed
 * before.
 */
final class OrderCheck implements Check {

  private final Ledger ledger;
  private final Tally priority;
  private final Tally fifo;
  private final Map<LaneKey, Lane> lanes = new HashMap<>();

  /** Whose jobs go in line. */
  private record LaneKey(QueueTrack queue, int priority, NodeTrack producer) {}

  OrderCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    priority = tallies.of(Invariant.I13);
    fifo = tallies.of(Invariant.I14);
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.PUSH, Op.CLAIM, Op.SETTLE, Op.REMOVE);
  }

  @Override
  public void on(Step step) {
    QueueTrack queue = step.queue();
    if (!ledger.isPoints() || !step.isOk() || queue == null) {
      return;
    }
    JobTrack job = step.job();
    if (job == null) {
      if (step.event().op() == Op.REMOVE) {
        queue.nobodyReady();
      }
      return;
    }
    switch (step.event().op()) {
      case PUSH -> pushed(step, job, queue);
      case CLAIM -> claimed(step, job, queue);
      case SETTLE -> settled(step, job, queue);
      default -> queue.notReady(job);
    }
  }

  private void pushed(Step step, JobTrack job, QueueTrack queue) {
    HistoryEvent event = step.event();
    job.lane = null;
    if (!Ledger.isAdded(event) || event.delayNanos() > 0) {
      return;
    }
    // The ledger has not taken it in yet, and the priority is needed at once.
    job.priority = event.priority();
    queue.ready(job);
    job.lanePlace = step.position();
    job.lane =
        lanes.computeIfAbsent(new LaneKey(queue, event.priority(), step.node()), key -> new Lane());
  }

  private void claimed(Step step, JobTrack job, QueueTrack queue) {
    queue.notReady(job);
    if (ledger.settings().priority()) {
      priority.looked();
      if (!queue.ready.isEmpty() && queue.ready.lastKey() > job.priority) {
        priority.broken(
            () ->
                Example.of(
                    step.line() + ", priority " + job.priority,
                    "and "
                        + queue.ready.lastEntry().getValue()
                        + " of priority "
                        + queue.ready.lastKey()
                        + " were ready in "
                        + queue.name));
      }
    }
    Lane lane = job.lane;
    job.lane = null;
    if (lane != null && ledger.settings().fifo()) {
      fifo.looked();
      if (job.lanePlace < lane.newest) {
        fifo.broken(
            () ->
                Example.of(
                    Example.line(job.addedAt, job.pusher, "pushed " + job.id),
                    Example.line(lane.at, null, "claimed " + lane.claimed),
                    step.line(),
                    "claimed before, though pushed later by the same producer"));
      } else {
        lane.newest = job.lanePlace;
        lane.claimed = step.event().job();
        lane.at = step.event().at();
      }
    }
  }

  private static void settled(Step step, JobTrack job, QueueTrack queue) {
    ClaimTrack claim = step.claim();
    if (claim == null
        || !claim.granted
        || claim != job.newest
        || claim.maybeSettled()
        || job.isGone()
        || !step.hasResult("APPLIED")
        || step.event().delayNanos() > 0) {
      return;
    }
    switch (step.event().arrow()) {
      case "HAND_BACK", "SNOOZE" -> queue.ready(job);
      case "RETRY", "RELEASE" -> {
        if (job.maxAttempts > 0 && claim.attempt < job.maxAttempts) {
          queue.ready(job);
        }
      }
      default -> {
        // The others do not lead back into line.
      }
    }
  }
}
