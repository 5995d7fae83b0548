package dev.tandemq.cli;

import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueUnavailableException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one message on standard error and an exit status. */
final class Failures {

  private Failures() {}

  /** The command line makes no sense. */
  static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + message(e) + " (see " + name + " --help)");
    if (e instanceof MissingCommandException) {
      command.usage(command.getErr());
    }
    traceIfWanted(e, command, args);
    return ExitCode.USAGE;
  }

  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      List<String> arguments = unmatched.getUnmatched();
      boolean isVerb = e.getCommandLine().getParent() == null;
      return (isVerb ? "no such command: " : "unexpected argument: ") + arguments.get(0);
    }
    String message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  /** A command failed. */
  static int execution(Exception e, CommandLine command, ParseResult parsed) {
    String name = command.getCommandSpec().qualifiedName();
    String message = e instanceof QueueException ? e.getMessage() : "internal error: " + e;
    command.getErr().println(name + ": " + message);
    traceIfWanted(e, command, parsed.originalArgs().toArray(new String[0]));
    boolean isBackend =
        e instanceof QueueUnavailableException || e instanceof OutcomeUnknownException;
    return isBackend ? ExitCode.BACKEND : ExitCode.FAILED;
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
