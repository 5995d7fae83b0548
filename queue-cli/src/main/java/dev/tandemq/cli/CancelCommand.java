package dev.tandemq.cli;

import dev.tandemq.cli.report.JobAnswer;
import dev.tandemq.cli.report.JobRow;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.engine.Queues;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem cancel}: ends jobs that wait or run. */
@Command(
    name = "cancel",
    description = "Cancel jobs that wait or run.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "A job that waits is removed. One that runs is requested to end: whoever runs it is",
      "told with the next renewal of its lease, and it does not come back into line.",
      "",
      "Exit status of tandem cancel:",
      "  0    done",
      "  1    refused: a job is failed, or the question was not answered by yes",
      "  3    the answer was lost: it may be repeated",
      "  4    there is no job of an id; those of the others are cancelled",
      "",
      "Examples:",
      "  tandem cancel -u @url-file 0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
      "  tandem cancel -u @url-file --yes 0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
    })
final class CancelCommand implements Callable<Integer> {

  private final Host host;

  @Spec CommandSpec spec;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  @Mixin Consent consent;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of jobs, of whatever queue.")
  List<String> ids = new ArrayList<>();

  CancelCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    List<JobId> checked = Typed.ids(spec, ids);
    if (!consent.isGiven(host, "Cancel " + Typed.jobs(checked.size()) + "?")) {
      return ExitCode.FAILED;
    }
    try (Queues queues = connection.openShared()) {
      return JobByJob.run(host, spec, output, checked, id -> cancel(queues, id));
    }
  }

  private static JobAnswer cancel(Queues queues, JobId id) {
    Optional<JobView> found = queues.find(id);
    @Nullable String queue = found.map(view -> view.job().queue()).orElse(null);
    return switch (queues.cancel(id)) {
      case REMOVED -> JobAnswer.done(id, queue, "removed");
      case REQUESTED -> JobAnswer.done(id, queue, "requested");
      case NONE -> notCancelled(id, queues.find(id));
    };
  }

  private static JobAnswer notCancelled(JobId id, Optional<JobView> now) {
    if (now.isEmpty()) {
      return JobAnswer.unknown(id);
    }
    JobState state = now.get().state();
    String reason =
        state == JobState.FAILED
            ? "it is failed; tandem forget removes it"
            : "it was failed, and is " + JobRow.word(state) + " now; repeat it";
    return JobAnswer.refused(id, now.get().job().queue(), reason);
  }
}
