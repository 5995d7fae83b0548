package dev.tandemq.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tandem pause}: stops queues from being claimed. */
@Command(
    name = "pause",
    description = "Pause queues, for everybody: nothing of them is claimed.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "What runs goes on, and so do pushes. The pause is kept by the store, until tandem",
      "resume.",
      "",
      "Examples:",
      "  tandem pause -u @url-file mails",
      "  tandem pause -u @url-file mails reports",
    })
final class PauseCommand implements Callable<Integer> {

  private final Host host;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  @Mixin QueueNames names;

  PauseCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    return PauseFlags.set(host, connection, output, names, true);
  }
}
