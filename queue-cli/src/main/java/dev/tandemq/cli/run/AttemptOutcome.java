package dev.tandemq.cli.run;

import dev.tandemq.cli.process.CommandResult;
import dev.tandemq.handler.JobSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one attempt looked from here.
 *
 * @param result what the command wrote and how it ended, if it ran to an end
 * @param exitCode the exit status that it chose
 * @param error why the attempt failed; empty when it did not
 */
public record AttemptOutcome(
    Optional<CommandResult> result, OptionalInt exitCode, Optional<String> error) {

  /** The job cannot be done, now or ever (EX_DATAERR of sysexits). */
  private static final int EXIT_BURY = 65;

  /** Not now (EX_TEMPFAIL of sysexits). */
  private static final int EXIT_SNOOZE = 75;

  private static final Duration SNOOZE = Duration.ofSeconds(30);

  /**
   * The command ran.
   *
   * @param timedOut what to say when its time was up
   */
  public static AttemptOutcome of(CommandResult result, String timedOut) {
    if (result.timedOut()) {
      return withoutExit(Optional.of(result), FailureText.of(timedOut, result.stderr()));
    }
    int code = result.exitCode();
    Optional<String> error =
        code == 0
            ? Optional.empty()
            : Optional.of(FailureText.of(FailureText.exit(code), result.stderr()));
    return new AttemptOutcome(Optional.of(result), OptionalInt.of(code), error);
  }

  /** There was no telling result: the command did not run, or its time was up. */
  public static AttemptOutcome withoutExit(Optional<CommandResult> result, String error) {
    return new AttemptOutcome(result, OptionalInt.empty(), Optional.of(error));
  }

  /**
   * Ends the attempt as its exit status says: by returning when it was 0, else by throwing.
   *
   * @throws JobSignal to put the job off, or to set it aside
   * @throws CommandFailedException when it may be tried again
   */
  public void conclude() throws CommandFailedException {
    String text = error.orElse("");
    switch (exitCode.orElse(1)) {
      case 0 -> {}
      case EXIT_SNOOZE -> throw JobSignal.snooze(SNOOZE);
      case EXIT_BURY -> throw JobSignal.bury(text);
      default -> throw new CommandFailedException(text);
    }
  }

  /** Gives the output back. */
  public void close() {
    result.ifPresent(CommandResult::close);
  }
}
