package dev.tandemq.cli;

import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.engine.Queues;
import dev.tandemq.job.JobId;
import dev.tandemq.queue.FailedFilter;
import dev.tandemq.queue.FailedJobs;
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

  private static final FailedDeed RETRY =
      new FailedDeed(
          "retried",
          failed -> failed.retryAll(FailedFilter.any()),
          FailedJobs::retry,
          "another job has its unique key, or it is not failed any more");

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
      return RETRY.run(host, spec, output, queues, all, ids);
    }
  }
}
