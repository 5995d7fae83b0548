package dev.tandemq.cli;

import dev.tandemq.cli.report.OutputException;
import dev.tandemq.cli.report.Printable;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueUnavailableException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one message on standard error and an exit status. */
final class Failures {

  private static final int MOST_CHARACTERS = 8_000;

  private Failures() {}

  /** The command line makes no sense. */
  static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + line(message(e)) + " (see " + name + " --help)");
    if (e instanceof MissingCommandException) {
      showUsage(command);
    }
    traceIfWanted(e, command, args);
    return ExitCode.USAGE;
  }

  /** Somebody who named no verb wants to know which there are; of a verb its form is enough. */
  private static void showUsage(CommandLine command) {
    if (command.getParent() == null) {
      command.usage(command.getErr());
    } else {
      String heading = "Usage: ";
      Help help = command.getHelp();
      command.getErr().print(heading + help.synopsis(heading.length()));
      command.getErr().flush();
    }
  }

  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return message(unmatched);
    }
    String message = String.valueOf(e.getMessage());
    return message.isEmpty()
        ? "the command line makes no sense"
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String message(UnmatchedArgumentException e) {
    CommandLine command = e.getCommandLine();
    String typed = e.getUnmatched().get(0);
    if (e.isUnknownOption()) {
      String name = typed.replaceFirst("=.*", "");
      return "unknown option: '" + name + "'" + guess(name, options(command));
    }
    if (command.getParent() == null) {
      return "no such command: " + typed + guess(typed, command.getSubcommands().keySet());
    }
    return "unexpected argument: " + typed;
  }

  /** Options of one letter are all alike. */
  private static Set<String> options(CommandLine command) {
    return command.getCommandSpec().optionsMap().keySet().stream()
        .filter(name -> name.startsWith("--"))
        .collect(Collectors.toSet());
  }

  private static String guess(String typed, Set<String> words) {
    return Suggestion.of(typed, words).map(word -> "; did you mean " + word + "?").orElse("");
  }

  /** What users and stores say must not move the cursor. */
  private static String line(String message) {
    return Printable.line(message, MOST_CHARACTERS);
  }

  /** A command failed. */
  static int execution(Exception e, CommandLine command, ParseResult parsed) {
    String name = command.getCommandSpec().qualifiedName();
    if (e instanceof OutputException && OpenFiles.isPipe(1)) {
      return ExitCode.CLOSED_OUTPUT;
    }
    String message = message(e);
    command.getErr().println(name + ": " + line(message));
    traceIfWanted(e, command, parsed.originalArgs().toArray(new String[0]));
    boolean isBackend =
        e instanceof QueueUnavailableException || e instanceof OutcomeUnknownException;
    return isBackend ? ExitCode.BACKEND : ExitCode.FAILED;
  }

  private static String message(Exception e) {
    if (e instanceof OutputException) {
      return "cannot write to standard output: " + e.getMessage();
    }
    return e instanceof QueueException ? String.valueOf(e.getMessage()) : "internal error: " + e;
  }

  private static void traceIfWanted(Exception e, CommandLine command, String[] args) {
    if (Arrays.stream(args).takeWhile(arg -> !arg.equals("--")).anyMatch("--debug"::equals)) {
      command.getErr().println(stackTrace(e));
    }
  }

  private static String stackTrace(Throwable thrown) {
    StringBuilder text = new StringBuilder(thrown.toString());
    for (StackTraceElement element : thrown.getStackTrace()) {
      text.append("\n    at ").append(element);
    }
    Throwable cause = thrown.getCause();
    return cause == null ? text.toString() : text + "\ncaused by " + stackTrace(cause);
  }
}
