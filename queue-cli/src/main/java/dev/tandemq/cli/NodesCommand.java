package dev.tandemq.cli;

import dev.tandemq.cli.report.NodesView;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tandem nodes}: who is here. */
@Command(
    name = "nodes",
    description = "Show the nodes of a cluster.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "A node is one start of tandem work, or of a program of yours. It is on the list",
      "until it has been silent for its time to live. Where only jobs are kept there is",
      "no list: exit 1.",
      "",
      "Examples:",
      "  tandem nodes -u @url-file",
      "  tandem nodes -u @url-file --cluster @cluster-file -o json",
      "  tandem nodes -u @url-file --watch=500ms"
    })
final class NodesCommand implements Callable<Integer> {

  private final Host host;

  @Mixin Connection connection;

  @Mixin Coordination coordination;

  @Mixin QueryOutput output;

  @Mixin Watching watching;

  NodesCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    watching.check();
    try (OpenCluster opened = coordination.open(connection)) {
      return watching.show(
          host,
          output,
          () -> rows(opened.cluster()),
          NodesView::table,
          NodesView::write,
          NodesView.Row::atRest);
    }
  }

  private static List<NodesView.Row> rows(Cluster cluster) {
    List<NodeView> nodes = Answers.of(cluster.membership().nodes());
    Optional<Leader> leader = Answers.of(cluster.election().leader());
    return nodes.stream().map(node -> NodesView.Row.of(node, leader)).toList();
  }
}
