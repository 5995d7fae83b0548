package dev.tandemq.cli.work;

import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.job.JobId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts what became of the jobs that this process ran, and remembers those whose end it did not
 * see: others may have run them into their end since. Safe for concurrent use.
 */
final class JobTally {

  /** Enough to find one that failed; memory stays bounded however long this goes on. */
  private static final int REMEMBERED = 10_000;

  // Guarded by this.
  private final Set<JobId> open = new HashSet<>();
  private long completed;
  private long failed;
  private long finished;

  /** The store has spoken on an attempt. */
  synchronized void settled(AttemptReport report) {
    JobId id = report.claim().job().id();
    if (report.isFinal()) {
      open.remove(id);
      finished++;
      completed += report.isCompleted() ? 1 : 0;
      failed += report.isFailed() ? 1 : 0;
    } else if (open.size() < REMEMBERED) {
      open.add(id);
    }
  }

  /** Whether a job of ours failed by our own attempt. */
  synchronized boolean any() {
    return failed > 0;
  }

  /** Jobs of ours whose end we did not see. */
  synchronized List<JobId> open() {
    return List.copyOf(open);
  }

  /** The counts in words. */
  synchronized String inWords() {
    return finished
        + (finished == 1 ? " job" : " jobs")
        + " finished here: "
        + completed
        + " completed, "
        + failed
        + " failed";
  }
}
