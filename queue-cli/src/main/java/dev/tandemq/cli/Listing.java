package dev.tandemq.cli;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JobRow;
import dev.tandemq.driver.Capability;
import dev.tandemq.engine.Queues;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.job.JobState;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of commands that list jobs of a queue: which queue, and how many at most. */
final class Listing {

  private static final int MOST = 100_000;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "NAME",
      required = true,
      description = "Name of the queue.")
  String queue = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most jobs that are listed; default ${DEFAULT-VALUE}.")
  int limit = 100;

  @Mixin Watching watching;

  private boolean isTold;

  /** A usage error for what makes no sense; to be called before anything is opened. */
  void check() {
    Typed.checkName(spec, "queue", queue);
    Typed.checkRange(spec, "--limit", limit, MOST);
    watching.check();
  }

  /**
   * Shows jobs, once or again and again.
   *
   * @return the exit status
   */
  int show(
      Host host,
      QueryOutput output,
      Watching.Question<List<JobRow>> question,
      Function<List<JobRow>, String> table)
      throws IOException {
    return watching.show(host, output, question, table, JobRow::write, JobRow::essence);
  }

  /**
   * The jobs in these states. That there are more is told on standard error, once.
   *
   * @throws QueueForbiddenException when the store cannot list jobs
   */
  List<JobRow> jobs(Host host, Connection connection, Queues queues, List<JobState> states) {
    if (!connection.has(Capability.LIST)) {
      throw new QueueForbiddenException(
          "this store cannot list jobs; tandem job ID shows one by its id", null);
    }
    JobList list = JobList.of(queues.store(), queue, states, limit);
    if (list.hasMore() && !isTold) {
      isTold = true;
      new Console(host.out(), host.err(), false)
          .message(
              spec.qualifiedName()
                  + ": there are more than these "
                  + limit
                  + "; --limit N lists more");
    }
    return list.jobs();
  }
}
