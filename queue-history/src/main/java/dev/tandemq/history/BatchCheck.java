package dev.tandemq.history;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * <b>I12</b>: a batch is pushed as a whole, where the store declares it. For each batch: pushes of
 * one node with the same {@code count} above one, that many after each other. Broken when of one
 * batch some were added and others were refused or not stored; and at the end, when of a batch
 * without a known answer some jobs were seen and others were not, though nobody pushed or removed
 * them else. Where the store declares nothing, each job has its own answer and nothing is judged.
 */
final class BatchCheck implements Check {

  private final Ledger ledger;
  private final Tally batches;
  private final Map<NodeTrack, Batch> open = new HashMap<>();
  private final List<Batch> unknown = new ArrayList<>();

  BatchCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    batches = tallies.of(Invariant.I12);
  }

  /** The ends of pushes of one batch that were seen. */
  private static final class Batch {
    private final long size;
    private final List<JobTrack> jobs = new ArrayList<>();
    private String stored = "";
    private String refused = "";
    private boolean unknown;

    private Batch(long size) {
      this.size = size;
    }
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.PUSH);
  }

  @Override
  public void on(Step step) {
    JobTrack job = step.job();
    long size = step.event().count();
    if (!ledger.settings().atomicBatch() || job == null || step.isInvoke() || size < 2) {
      return;
    }
    Batch batch = open.get(step.node());
    if (batch == null || batch.size != size) {
      batch = new Batch(size);
      open.put(step.node(), batch);
    }
    batch.jobs.add(job);
    if (step.event().phase() == Phase.UNKNOWN) {
      batch.unknown = true;
    } else if (step.isOk() && Ledger.isAdded(step.event())) {
      batch.stored = step.line();
    } else if (!step.isOk() || step.hasResult("FULL")) {
      batch.refused = step.line();
    }
    if (batch.jobs.size() == size) {
      open.remove(step.node());
      judge(batch);
    }
  }

  private void judge(Batch batch) {
    batches.looked();
    if (!batch.stored.isEmpty() && !batch.refused.isEmpty()) {
      batches.broken(() -> Example.of(batch.stored, batch.refused, "one batch, and not all of it"));
    } else if (batch.unknown) {
      unknown.add(batch);
    }
  }

  @Override
  public void end() {
    if (ledger.isDumped()) {
      unknown.forEach(this::judgeUnknown);
    }
  }

  private void judgeUnknown(Batch batch) {
    JobTrack there = null;
    JobTrack missing = null;
    for (JobTrack job : batch.jobs) {
      if (job.added || job.openPushes > 1 || job.openRemovals > 0 || maybeCleared(job)) {
        return;
      }
      if (job.newest != null || job.isGone() || !job.dumped.isEmpty()) {
        there = job;
      } else {
        missing = job;
      }
    }
    if (there != null && missing != null) {
      JobTrack one = there;
      JobTrack other = missing;
      batches.broken(
          () ->
              Example.of(
                  Example.line(one.pushFromAt, one.pusher, "pushed " + one.id + ", seen later"),
                  Example.line(
                      other.pushFromAt, other.pusher, "pushed " + other.id + ", never seen"),
                  "one batch without an answer, and not all of it"));
    }
  }

  private static boolean maybeCleared(JobTrack job) {
    return job.queue != null && (job.queue.maybeCleared(job) || job.queue.pruned);
  }
}
