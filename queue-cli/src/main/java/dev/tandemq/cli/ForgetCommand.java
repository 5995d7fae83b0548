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

/** {@code tandem forget}: removes failed jobs for good. */
@Command(
    name = "forget",
    description = "Remove failed jobs for good.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Jobs that are not failed are left alone; tandem cancel is for those.",
      "",
      "Exit status of tandem forget:",
      "  0    done",
      "  1    refused: a job is not failed, or the question was not answered by yes",
      "  3    the answer was lost: it may be repeated",
      "  4    there is no job of an id; those of the others are forgotten",
      "",
      "Examples:",
      "  tandem forget -u @url-file 0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
      "  tandem forget -u @url-file -q mails --all --yes",
    })
final class ForgetCommand implements Callable<Integer> {

  private static final FailedDeed FORGET =
      new FailedDeed(
          "forgotten",
          failed -> failed.forgetAll(FailedFilter.any()),
          FailedJobs::forget,
          "it is not failed any more");

  private final Host host;

  @Spec CommandSpec spec;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  @Mixin FailedChoice choice;

  @Mixin Consent consent;

  ForgetCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    Optional<String> all = choice.queueOfAll();
    List<JobId> ids = choice.checkedIds();
    String which =
        all.map(queue -> "all failed jobs of queue " + queue)
            .orElseGet(() -> Typed.jobs(ids.size()));
    if (!consent.isGiven(host, "Remove " + which + " for good?")) {
      return ExitCode.FAILED;
    }
    try (Queues queues = connection.openShared()) {
      return FORGET.run(host, spec, output, queues, all, ids);
    }
  }
}
