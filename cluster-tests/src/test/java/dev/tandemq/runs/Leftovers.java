package dev.tandemq.runs;

import dev.tandemq.history.HistoryRecorder;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import java.util.Optional;

/** Writes into a history what is left of a queue at the end: each job, and the numbers. */
final class Leftovers {

  private static final int PAGE = 100;

  private final HistoryRecorder recorder;
  private final JobStore jobs;

  Leftovers(HistoryRecorder recorder, JobStore jobs) {
    this.recorder = recorder;
    this.jobs = jobs;
  }

  void write(QueueStats stats) {
    for (JobState state : JobState.values()) {
      Optional<String> after = Optional.empty();
      do {
        Page<JobView> page =
            ClusterRun.now(jobs.list(stats.queue(), state, new PageRequest(PAGE, after)));
        page.items().forEach(this::write);
        after = page.next();
      } while (after.isPresent());
    }
    number(stats, "pushed", stats.pushed());
    number(stats, "ready", stats.ready());
    number(stats, "delayed", stats.delayed());
    number(stats, "reserved", stats.reserved());
    number(stats, "completed", stats.completed());
    number(stats, "failed", stats.failed());
    number(stats, "removed", stats.removed());
  }

  private void write(JobView job) {
    recorder.write(
        recorder
            .event(Op.DUMP, Phase.OK)
            .job(job.job().id().toString())
            .queue(job.job().queue())
            .token(job.token())
            .attempt(job.attempts())
            .maxAttempts(job.job().maxAttempts())
            .result(job.state().name()));
  }

  private void number(QueueStats stats, String name, long count) {
    recorder.write(recorder.event(Op.STATS, Phase.OK).queue(stats.queue()).name(name).count(count));
  }
}
