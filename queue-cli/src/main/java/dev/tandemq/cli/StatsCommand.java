package dev.tandemq.cli;

import dev.tandemq.cli.report.StatsView;
import dev.tandemq.engine.Queues;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem stats}: how queues stand. */
@Command(
    name = "stats",
    description = "Show how queues stand.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "A store in memory dies with its process, so there is nothing to see in it from",
      "here: name another by --url or TANDEM_URL.",
      "",
      "Examples:",
      "  tandem stats -u dir:jobs --driver-jar dir.jar",
      "  tandem stats -u @url-file mails reports",
      "  tandem stats -u @url-file -o jsonl",
      "  tandem stats -u @url-file --watch",
    })
final class StatsCommand implements Callable<Integer> {

  private final Host host;

  @Spec CommandSpec spec;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  @Mixin Watching watching;

  @Parameters(
      arity = "0..*",
      paramLabel = "QUEUE",
      description = "Names of queues; without any, all there are. An unknown one has zeros.")
  List<String> names = new ArrayList<>();

  StatsCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    names.forEach(name -> Typed.checkName(spec, "queue", name));
    watching.check();
    try (Queues queues = connection.openShared()) {
      JobStore store = queues.store();
      return watching.show(host, output, () -> stats(store), StatsView::table, StatsView::write);
    }
  }

  private List<QueueStats> stats(JobStore store) {
    List<String> asked = names.isEmpty() ? Answers.of(store.queues()) : names;
    return Answers.of(store.stats(asked));
  }
}
