package dev.tandemq.cli;

import dev.tandemq.cli.report.QueueCount;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.engine.Queues;
import dev.tandemq.error.QueueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tandem clear}: empties queues. */
@Command(
    name = "clear",
    description = "Remove all jobs of queues that wait or run, for good.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Failed jobs stay; tandem forget is for those. Whoever runs a job that is removed is",
      "told with the next renewal of its lease.",
      "",
      "Exit status of tandem clear: 1 when the question was not answered by yes; 3 when",
      "the answer was lost: it may be repeated.",
      "",
      "Examples:",
      "  tandem clear -u @url-file mails",
      "  tandem clear -u @url-file --yes mails reports",
    })
final class ClearCommand implements Callable<Integer> {

  private final Host host;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  @Mixin QueueNames names;

  @Mixin Consent consent;

  ClearCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    List<String> checked = names.checked();
    String which = (checked.size() == 1 ? "queue " : "queues ") + String.join(", ", checked);
    if (!consent.isGiven(host, "Remove all waiting and running jobs of " + which + " for good?")) {
      return ExitCode.FAILED;
    }
    List<QueueCount> counts = new ArrayList<>();
    try (Queues queues = connection.openShared()) {
      names.tellUnknown(host, queues);
      for (String name : checked) {
        counts.add(new QueueCount(name, "removed", queues.queue(name).clear()));
      }
    } catch (QueueException e) {
      // What is gone is gone, and is told.
      if (!counts.isEmpty()) {
        print(counts);
      }
      throw e;
    }
    print(counts);
    return ExitCode.OK;
  }

  private void print(List<QueueCount> counts) throws IOException {
    output.print(host, counts, QueueCount::table, QueueCount::write);
  }
}
