package dev.tandemq.cli;

import dev.tandemq.cli.report.JobDetails;
import dev.tandemq.cli.report.JobSheet;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.engine.Queues;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobView;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem job}: everything about one job. */
@Command(
    name = "job",
    description = "Show everything about one job, with its payload and attempts.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "In JSON the payload is the field payload where it is UTF-8, else payloadBase64. A",
      "table shows its first 2000 characters.",
      "",
      "Exit status of tandem job: 4 when there is no such job; it is complete, was",
      "removed, or never was.",
      "",
      "Examples:",
      "  tandem job -u @url-file 0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
    })
final class ShowJobCommand implements Callable<Integer> {

  private final Host host;

  @Spec CommandSpec spec;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  @Parameters(paramLabel = "ID", converter = JobIds.class, description = "Id of the job.")
  JobId id = new JobId(0, 0);

  ShowJobCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    Optional<JobView> found;
    try (Queues queues = connection.openShared()) {
      found = queues.find(id);
    }
    if (found.isEmpty()) {
      return Missing.job(host, spec, id);
    }
    QueryOutput.print(host, output.text(found.get(), JobSheet::of, JobDetails::write));
    return ExitCode.OK;
  }
}
