package dev.tandemq.cli;

import dev.tandemq.cli.report.Why;
import dev.tandemq.cli.report.WhyView;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.explain.Explanation;
import dev.tandemq.job.JobId;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem why}: what keeps a job from being run. */
@Command(
    name = "why",
    description = "Tell in plain words why a job does not run.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "As far as the store knows; which nodes serve the queue, and whether they have room,",
      "is told where there is a cluster.",
      "",
      "Exit status of tandem why: 4 when there is no such job; it is complete, was",
      "removed, or never was.",
      "",
      "Examples:",
      "  tandem why -u @url-file 0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
      "  tandem why -u @url-file --cluster @cluster-file 0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
    })
final class WhyCommand implements Callable<Integer> {

  private final Host host;

  @Spec CommandSpec spec;

  @Mixin Connection connection;

  @Mixin Coordination coordination;

  @Mixin QueryOutput output;

  @Parameters(paramLabel = "ID", converter = JobIds.class, description = "Id of the job.")
  JobId id = new JobId(0, 0);

  WhyCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    connection.checkShared();
    if (coordination.url().isPresent()) {
      // Refuses what cannot hold a cluster together, whether it will be asked or not.
      var unused = coordination.driver(connection);
    }
    Explanation explanation;
    try (Queues queues = connection.openShared()) {
      explanation = queues.explain(id);
    }
    if (explanation.job().isEmpty()) {
      return Missing.job(host, spec, id);
    }
    QueryOutput.print(host, output.text(why(explanation), WhyView::text, WhyView::write));
    return ExitCode.OK;
  }

  private Why why(Explanation explanation) {
    Optional<String> queue =
        explanation
            .job()
            .filter(view -> Why.dependsOnWorkers(explanation))
            .map(view -> view.job().queue());
    return Why.of(explanation, queue.flatMap(name -> Serving.of(name, coordination, connection)));
  }
}
