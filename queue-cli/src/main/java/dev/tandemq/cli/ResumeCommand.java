package dev.tandemq.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tandem resume}: ends what pause began. */
@Command(
    name = "resume",
    description = "End the pause of queues.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "What is ready is claimed again at once.",
      "",
      "Examples:",
      "  tandem resume -u @url-file mails",
      "  tandem resume -u @url-file mails reports",
    })
final class ResumeCommand implements Callable<Integer> {

  private final Host host;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  @Mixin QueueNames names;

  ResumeCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    return PauseFlags.set(host, connection, output, names, false);
  }
}
