package dev.tandemq.cli;

import dev.tandemq.cli.report.JobRow;
import dev.tandemq.engine.Queues;
import dev.tandemq.job.JobState;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tandem jobs}: the jobs of a queue. */
@Command(
    name = "jobs",
    description = "List the jobs of a queue.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Those that run come first, then those that are ready, delayed and failed; jobs",
      "that move meanwhile may be missed. Jobs that were completed are counted, not",
      "kept. Payload and history of a job are shown by tandem job ID.",
      "",
      "Examples:",
      "  tandem jobs -u @url-file -q mails",
      "  tandem jobs -u @url-file -q mails --state reserved --watch=2s",
      "  tandem jobs -u @url-file -q mails --state delayed --limit 1000 -o jsonl",
    })
final class JobsCommand implements Callable<Integer> {

  private final Host host;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  @Mixin Listing listing;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      converter = JobStates.class,
      completionCandidates = JobStates.class,
      description = "Only those that are reserved, ready, delayed or failed; default: all.")
  @Nullable JobState state;

  JobsCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    listing.check();
    List<JobState> states = state == null ? JobStates.IN_ORDER : List.of(state);
    try (Queues queues = connection.openShared()) {
      return listing.show(
          host, output, () -> listing.jobs(host, connection, queues, states), JobRow::table);
    }
  }
}
