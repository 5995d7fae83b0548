package dev.tandemq.cli;

import dev.tandemq.cli.report.QueuesView;
import dev.tandemq.engine.Queues;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tandem queues}: which queues there are. */
@Command(
    name = "queues",
    description = "List the queues, and what waits in them.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "All that ever held a job or were paused. What has become of the jobs of a queue is",
      "told by tandem stats.",
      "",
      "Examples:",
      "  tandem queues -u dir:jobs --driver-jar dir.jar",
      "  tandem queues -u @url-file -o jsonl",
      "  tandem queues -u @url-file --watch",
    })
final class QueuesCommand implements Callable<Integer> {

  private final Host host;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  @Mixin Watching watching;

  QueuesCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    watching.check();
    try (Queues queues = connection.openShared()) {
      JobStore store = queues.store();
      return watching.show(host, output, () -> stats(store), QueuesView::table, QueuesView::write);
    }
  }

  private static List<QueueStats> stats(JobStore store) {
    return Answers.of(store.stats(Answers.of(store.queues())));
  }
}
