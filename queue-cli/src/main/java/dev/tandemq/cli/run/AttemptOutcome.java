package dev.tandemq.cli.run;

import dev.tandemq.cli.process.CommandResult;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one attempt looked from here.
 *
 * @param result what the command wrote and how it ended, if it ran to an end
 * @param exitCode the exit status that it chose
 * @param error why the attempt failed; empty when it did not
 */
record AttemptOutcome(
    Optional<CommandResult> result, OptionalInt exitCode, Optional<String> error) {

  /** There was no telling result: the command did not run, or its time was up. */
  static AttemptOutcome withoutExit(Optional<CommandResult> result, String error) {
    return new AttemptOutcome(result, OptionalInt.empty(), Optional.of(error));
  }

  /** Gives the output back. */
  void close() {
    result.ifPresent(CommandResult::close);
  }
}
