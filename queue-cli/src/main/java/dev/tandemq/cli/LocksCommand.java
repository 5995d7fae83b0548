package dev.tandemq.cli;

import dev.tandemq.cli.report.LocksView;
import dev.tandemq.cluster.LockView;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tandem locks}: who holds what. */
@Command(
    name = "locks",
    description = "Show the locks that the nodes of a cluster hold.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "A lock is free when its holder has not extended it for what remains of its time.",
      "Its token grows with each holder.",
      "",
      "Examples:",
      "  tandem locks -u @url-file",
      "  tandem locks -u @url-file --cluster @cluster-file -o jsonl"
    })
final class LocksCommand implements Callable<Integer> {

  private final Host host;

  @Mixin Connection connection;

  @Mixin Coordination coordination;

  @Mixin QueryOutput output;

  @Mixin Watching watching;

  LocksCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    watching.check();
    try (OpenCluster opened = coordination.open(connection)) {
      return watching.show(
          host,
          output,
          () -> Answers.of(opened.cluster().locks().locks()),
          LocksView::table,
          LocksView::write,
          LockView::lock);
    }
  }
}
