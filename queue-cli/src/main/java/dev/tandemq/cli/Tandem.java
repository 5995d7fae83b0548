package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Spec;

/** The command with all its verbs. */
@Command(
    name = "tandem",
    description = "A job queue on the command line.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = HelpCommand.class,
    footer = {
      "",
      "Exit status: 0 done; 1 a job is failed, or it was refused; 2 the command line",
      "makes no sense; 3 the backend cannot be reached, or its answer was lost; 4",
      "there is nothing of that id; 130 Ctrl-C. What a verb adds stands in its own help.",
      "",
      "Examples:",
      "  seq 1 20 | tandem run -c 4 -- sh -c 'read n; echo \"job $n\"'",
      "  tandem doctor",
      "  tandem bench",
      "  tandem help run",
    })
final class Tandem implements Runnable {

  @Spec CommandSpec spec;

  private Tandem() {}

  static CommandLine commandLine(Host host) {
    CommandLine commandLine = new CommandLine(new Tandem());
    commandLine.addSubcommand(new DemoCommand(host));
    commandLine.addSubcommand(new RunCommand(host));
    commandLine.addSubcommand(new PushCommand(host));
    commandLine.addSubcommand(new WorkCommand(host));
    commandLine.addSubcommand(new StatsCommand(host));
    commandLine.addSubcommand(new QueuesCommand(host));
    commandLine.addSubcommand(new JobsCommand(host));
    commandLine.addSubcommand(new ShowJobCommand(host));
    commandLine.addSubcommand(new WhyCommand(host));
    commandLine.addSubcommand(new FailedCommand(host));
    commandLine.addSubcommand(new RetryCommand(host));
    commandLine.addSubcommand(new ForgetCommand(host));
    commandLine.addSubcommand(new PauseCommand(host));
    commandLine.addSubcommand(new ResumeCommand(host));
    commandLine.addSubcommand(new CancelCommand(host));
    commandLine.addSubcommand(new ClearCommand(host));
    commandLine.addSubcommand(new NodesCommand(host));
    commandLine.addSubcommand(new LeaderCommand(host));
    commandLine.addSubcommand(new LocksCommand(host));
    commandLine.addSubcommand(new DriversCommand(host));
    commandLine.addSubcommand(new DoctorCommand(host));
    commandLine.addSubcommand(new BenchCommand(host));
    commandLine.addSubcommand(new SimCommand(host));
    commandLine.addSubcommand(new CheckCommand(host));
    commandLine.addSubcommand(new CompletionCommand(host));
    commandLine.addSubcommand(new VersionCommand(host));
    // The groups have headings of their own.
    commandLine.getCommandSpec().usageMessage().commandListHeading("");
    commandLine.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, new VerbList());
    describeHelp(commandLine);
    commandLine.setOut(new PrintWriter(host.out(), true, UTF_8));
    commandLine.setErr(new PrintWriter(host.err(), true, UTF_8));
    // An argument of the user's command may begin with an at sign.
    commandLine.setExpandAtFiles(false);
    // Where that follows, no option of ours does.
    for (String verb : List.of("run", "work")) {
      requireNonNull(commandLine.getSubcommands().get(verb), verb).setStopAtPositional(true);
    }
    requireNonNull(commandLine.getSubcommands().get("work"), "work")
        .setDefaultValueProvider(new OutsideSettings());
    commandLine.setParameterExceptionHandler(Failures::usage);
    commandLine.setExecutionExceptionHandler(Failures::execution);
    return commandLine;
  }

  /** The verb that picocli brings has words of its own. */
  private static void describeHelp(CommandLine commandLine) {
    CommandLine help = requireNonNull(commandLine.getSubcommands().get("help"), "help");
    UsageMessageSpec words = help.getCommandSpec().usageMessage();
    words.header(new String[0]);
    words.description("Show the help of a command.");
    words.footer("", "Examples:", "  tandem help run");
  }

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine(), "no command given");
  }
}
