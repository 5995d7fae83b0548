package dev.tandemq.cli;

import dev.tandemq.cli.report.LeaderView;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Leader;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tandem leader}: who leads. */
@Command(
    name = "leader",
    description = "Show which node of a cluster leads.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "The leader does the chores of all: it looks after queues where nobody works, and",
      "forgets old failed jobs. Jobs do not wait for it. Each leadership has a term that",
      "is greater than all before. Exit 4 when nobody leads; with --watch that is shown.",
      "",
      "Examples:",
      "  tandem leader -u @url-file",
      "  tandem leader -u @url-file --watch -o jsonl"
    })
final class LeaderCommand implements Callable<Integer> {

  private final Host host;

  @Mixin Connection connection;

  @Mixin Coordination coordination;

  @Mixin QueryOutput output;

  @Mixin Watching watching;

  LeaderCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    watching.check();
    try (OpenCluster opened = coordination.open(connection)) {
      Cluster cluster = opened.cluster();
      if (watching.isWanted()) {
        return watching.show(host, output, () -> look(ask(cluster)));
      }
      Optional<Leader> leader = ask(cluster);
      if (leader.isEmpty()) {
        connection.spec.commandLine().getErr().println("tandem leader: no node leads");
        return ExitCode.NOT_FOUND;
      }
      QueryOutput.print(host, look(leader).text());
      return ExitCode.OK;
    }
  }

  private static Optional<Leader> ask(Cluster cluster) {
    return Answers.of(cluster.election().leader());
  }

  private Watching.Look look(Optional<Leader> leader) throws IOException {
    return new Watching.Look(leader, output.text(leader, LeaderView::table, LeaderView::write));
  }
}
