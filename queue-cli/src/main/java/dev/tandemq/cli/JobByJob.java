package dev.tandemq.cli;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JobAnswer;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.error.QueueException;
import dev.tandemq.job.JobId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Does something to jobs one after the other, and prints the answer for each. */
final class JobByJob {

  /** Does it to one job. */
  @FunctionalInterface
  interface Step {

    JobAnswer of(JobId id);
  }

  private JobByJob() {}

  /**
   * Does it to each job. When the backend fails, what was done before is printed all the same, and
   * the message says where it failed.
   *
   * @return the exit status: whether one of them is unknown, else whether one was refused
   * @throws QueueException as the step does
   */
  static int run(Host host, CommandSpec spec, QueryOutput output, List<JobId> ids, Step step)
      throws IOException {
    List<JobAnswer> answers = new ArrayList<>();
    for (JobId id : ids) {
      try {
        answers.add(step.of(id));
      } catch (QueueException e) {
        if (!answers.isEmpty()) {
          output.print(host, answers, JobAnswer::table, JobAnswer::write);
        }
        new Console(host.out(), host.err(), false)
            .message(spec.qualifiedName() + ": failed at job " + id + ", and ended there");
        throw e;
      }
    }
    output.print(host, answers, JobAnswer::table, JobAnswer::write);
    return exitCode(answers);
  }

  private static int exitCode(List<JobAnswer> answers) {
    if (answers.stream().anyMatch(one -> one.result().equals(JobAnswer.UNKNOWN))) {
      return ExitCode.NOT_FOUND;
    }
    return answers.stream().anyMatch(one -> one.result().equals(JobAnswer.REFUSED))
        ? ExitCode.FAILED
        : ExitCode.OK;
  }
}
