package dev.tandemq.cli;

import dev.tandemq.cli.report.JobAnswer;
import dev.tandemq.cli.report.JobRow;
import dev.tandemq.cli.report.QueueCount;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.engine.Queues;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.queue.FailedFilter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tandem retry}: brings failed jobs back into line. */
@Command(
    name = "retry",
    description = "Bring failed jobs back into line, with all their attempts to come.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "A retried job is at the tail of its queue; its history stays.",
      "",
      "Exit status of tandem retry:",
      "  0    done",
      "  1    refused: a job is not failed, or another one has its unique key now",
      "  3    the answer was lost: it may be repeated",
      "  4    there is no job of an id; those of the others are retried",
      "",
      "Examples:",
      "  tandem retry -u @url-file 0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
      "  tandem retry -u @url-file -q mails --all --yes",
    })
final class RetryCommand implements Callable<Integer> {

  private final Host host;

  @Spec CommandSpec spec;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  @Mixin FailedChoice choice;

  @Mixin Consent consent;

  RetryCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    Optional<String> all = choice.queueOfAll();
    List<JobId> ids = choice.checkedIds();
    if (all.isPresent()
        && !consent.isGiven(host, "Retry all failed jobs of queue " + all.get() + "?")) {
      return ExitCode.FAILED;
    }
    try (Queues queues = connection.openShared()) {
      if (all.isEmpty()) {
        return JobByJob.run(host, spec, output, ids, id -> retry(queues, id));
      }
      int count = queues.queue(all.get()).failed().retryAll(FailedFilter.any());
      output.print(
          host,
          List.of(new QueueCount(all.get(), "retried", count)),
          QueueCount::table,
          QueueCount::write);
    }
    return ExitCode.OK;
  }

  private static JobAnswer retry(Queues queues, JobId id) {
    Optional<JobView> found = queues.find(id);
    if (found.isEmpty()) {
      return JobAnswer.unknown(id);
    }
    String queue = found.get().job().queue();
    if (found.get().state() != JobState.FAILED) {
      return JobAnswer.refused(
          id, queue, "it is " + JobRow.word(found.get().state()) + ", not failed");
    }
    return queues.queue(queue).failed().retry(id)
        ? JobAnswer.done(id, queue, "retried")
        : JobAnswer.refused(
            id, queue, "another job has its unique key, or it is not failed any more");
  }
}
