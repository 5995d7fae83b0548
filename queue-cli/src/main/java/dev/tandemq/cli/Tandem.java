package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command with all its verbs. */
@Command(
    name = "tandem",
    description = "A job queue on the command line.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = HelpCommand.class)
final class Tandem implements Runnable {

  @Spec CommandSpec spec;

  private Tandem() {}

  static CommandLine commandLine(Host host) {
    CommandLine commandLine = new CommandLine(new Tandem());
    commandLine.addSubcommand(new DemoCommand(host));
    commandLine.addSubcommand(new RunCommand(host));
    commandLine.addSubcommand(new StatsCommand(host));
    commandLine.addSubcommand(new DriversCommand(host));
    commandLine.addSubcommand(new VersionCommand(host));
    commandLine.setOut(new PrintWriter(host.out(), true, UTF_8));
    commandLine.setErr(new PrintWriter(host.err(), true, UTF_8));
    // An argument of the user's command may begin with an at sign.
    commandLine.setExpandAtFiles(false);
    commandLine.setStopAtPositional(true);
    commandLine.setParameterExceptionHandler(Failures::usage);
    commandLine.setExecutionExceptionHandler(Failures::execution);
    return commandLine;
  }

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine(), "no command given");
  }
}
