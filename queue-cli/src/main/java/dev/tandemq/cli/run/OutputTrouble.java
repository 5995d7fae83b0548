package dev.tandemq.cli.run;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.OutputException;
import java.io.IOException;

/** What it means for this process that standard output takes no more. */
final class OutputTrouble {

  private OutputTrouble() {}

  /** A reader that went away is told nothing, like the other commands of a pipeline do. */
  static int exitCode(IOException trouble, Console console) {
    if (trouble instanceof OutputException && OpenFiles.isPipe(1)) {
      return ExitCode.CLOSED_OUTPUT;
    }
    console.message("tandem: cannot write to standard output: " + trouble.getMessage());
    return ExitCode.FAILED;
  }
}
