package dev.tandemq.cli;

import dev.tandemq.cli.report.JobRow;
import dev.tandemq.engine.Queues;
import dev.tandemq.job.JobState;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tandem failed}: the jobs that were set aside. */
@Command(
    name = "failed",
    description = "List the failed jobs of a queue, each with its last error.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "A job is failed when its attempts are spent or it was buried. It stays until it is",
      "retried or forgotten, for 30 days at most. All its attempts are shown by tandem",
      "job ID.",
      "",
      "Examples:",
      "  tandem failed -u @url-file -q mails",
      "  tandem failed -u @url-file -q mails --watch -o jsonl",
      "  tandem failed -u @url-file -q mails -o jsonl --limit 1000",
    })
final class FailedCommand implements Callable<Integer> {

  private final Host host;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  @Mixin Listing listing;

  FailedCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    listing.check();
    try (Queues queues = connection.openShared()) {
      return listing.show(
          host,
          output,
          () -> listing.jobs(host, connection, queues, List.of(JobState.FAILED)),
          JobRow::failedTable);
    }
  }
}
