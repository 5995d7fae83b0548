package dev.tandemq.cli;

import dev.tandemq.cli.report.JobAnswer;
import dev.tandemq.cli.report.JobRow;
import dev.tandemq.cli.report.QueueCount;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.engine.Queues;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.queue.FailedJobs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a verb does to failed jobs: to all of a queue, or to those that were named.
 *
 * @param done what was done then, as {@code retried}
 * @param toAll does it to all of a queue; says to how many
 * @param toOne does it to one; says whether it could
 * @param whyNot why it could not, though the job was failed a moment before
 */
record FailedDeed(
    String done,
    ToIntFunction<FailedJobs> toAll,
    BiPredicate<FailedJobs, JobId> toOne,
    String whyNot) {

  /**
   * Does it and prints the answer.
   *
   * @param all the queue of which all are meant; empty when it is those with the ids
   * @return the exit status
   * @throws dev.tandemq.error.QueueException when the store cannot be asked
   */
  int run(
      Host host,
      CommandSpec spec,
      QueryOutput output,
      Queues queues,
      Optional<String> all,
      List<JobId> ids)
      throws IOException {
    if (all.isEmpty()) {
      return JobByJob.run(host, spec, output, ids, id -> one(queues, id));
    }
    int count = toAll.applyAsInt(queues.queue(all.get()).failed());
    output.print(
        host,
        List.of(new QueueCount(all.get(), done, count)),
        QueueCount::table,
        QueueCount::write);
    return ExitCode.OK;
  }

  private JobAnswer one(Queues queues, JobId id) {
    Optional<JobView> found = queues.find(id);
    if (found.isEmpty()) {
      return JobAnswer.unknown(id);
    }
    String queue = found.get().job().queue();
    if (found.get().state() != JobState.FAILED) {
      return JobAnswer.refused(
          id, queue, "it is " + JobRow.word(found.get().state()) + ", not failed");
    }
    return toOne.test(queues.queue(queue).failed(), id)
        ? JobAnswer.done(id, queue, done)
        : JobAnswer.refused(id, queue, whyNot);
  }
}
