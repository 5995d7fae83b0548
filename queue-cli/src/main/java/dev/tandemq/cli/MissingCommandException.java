package dev.tandemq.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Nothing was said about what to run; the usage helps more than a message. */
final class MissingCommandException extends ParameterException {

  private static final long serialVersionUID = 1L;

  MissingCommandException(CommandLine commandLine, String message) {
    super(commandLine, message);
  }
}
