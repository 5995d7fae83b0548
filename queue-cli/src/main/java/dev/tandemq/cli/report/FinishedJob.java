package dev.tandemq.cli.report;

import dev.tandemq.cli.input.Line;
import dev.tandemq.cli.process.CommandResult;
import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A job whose fate is decided.
 *
 * @param sequence its place among all jobs, from 0 and without gaps
 * @param line its place in the input, from 1; empty lines count
 * @param job the job; empty when the line was refused
 * @param refused the line that was refused and never became a job
 * @param isCompleted whether it was completed, and not failed
 * @param attempts how often it was tried
 * @param exitCode exit status of the last attempt, if the command chose one
 * @param error why it failed; empty when it did not
 * @param waited how long it had been ready before its last attempt
 * @param ran how long its last attempt took
 * @param result what the command wrote in its last attempt, if there was one; whoever reports the
 *     job closes it
 */
public record FinishedJob(
    long sequence,
    long line,
    Optional<Job> job,
    Optional<Line> refused,
    boolean isCompleted,
    int attempts,
    OptionalInt exitCode,
    Optional<String> error,
    Duration waited,
    Duration ran,
    Optional<CommandResult> result) {

  /** The same without its output, to be remembered. */
  public FinishedJob withoutResult() {
    return new FinishedJob(
        sequence,
        line,
        job,
        refused,
        isCompleted,
        attempts,
        exitCode,
        error,
        waited,
        ran,
        Optional.empty());
  }

  /** The line, or what is known of it. */
  byte[] payload() {
    return job.map(Job::payload).or(() -> refused.map(Line::bytes)).orElseGet(() -> new byte[0]);
  }
}
