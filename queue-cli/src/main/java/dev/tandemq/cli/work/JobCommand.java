package dev.tandemq.cli.work;

import dev.tandemq.cli.process.CannotRunException;
import dev.tandemq.cli.process.CommandResult;
import dev.tandemq.cli.process.Interruption;
import dev.tandemq.cli.process.Invocation;
import dev.tandemq.cli.process.ProcessRunner;
import dev.tandemq.cli.run.AttemptOutcome;
import dev.tandemq.cli.run.CommandFailedException;
import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Does one attempt: runs the command with the payload as its standard input, and turns its exit
 * status into an outcome. The worker's interrupt ends the command: politely when its time is up or
 * the worker stops, at once when its lease is lost, for another may have begun with the job.
 */
final class JobCommand implements JobHandler {

  private final List<byte[]> command;
  private final ProcessRunner runner;
  private final Quota quota;
  private final WorkOutput output;
  private final BooleanSupplier isStopping;

  /**
   * Makes the handler.
   *
   * @param isStopping whether the worker stops, so that an interrupt leaves the job to others
   */
  JobCommand(
      List<byte[]> command,
      ProcessRunner runner,
      Quota quota,
      WorkOutput output,
      BooleanSupplier isStopping) {
    this.command = command;
    this.runner = runner;
    this.quota = quota;
    this.output = output;
    this.isStopping = isStopping;
  }

  @Override
  public void handle(JobContext context) throws Exception {
    quota.enter(AttemptKey.of(context));
    AttemptOutcome outcome;
    try {
      CommandResult result = runner.run(invocation(context), () -> interruption(context));
      outcome = AttemptOutcome.of(result, "timed out after " + inShort(context.job().timeout()));
    } catch (CannotRunException e) {
      String error = String.valueOf(e.getMessage());
      output.attempted(context, AttemptOutcome.withoutExit(Optional.empty(), error));
      throw JobSignal.bury(error);
    } catch (IOException e) {
      String error = String.valueOf(e.getMessage());
      output.attempted(context, AttemptOutcome.withoutExit(Optional.empty(), error));
      throw new CommandFailedException(error);
    }
    output.attempted(context, outcome);
    outcome.conclude();
  }

  private Invocation invocation(JobContext context) {
    Job job = context.job();
    return new Invocation(
        command,
        Optional.of(job.payload()),
        Map.of(
            "TANDEM_JOB_ID", job.id().toString(),
            "TANDEM_QUEUE", job.queue(),
            "TANDEM_TYPE", job.type(),
            "TANDEM_ATTEMPT", String.valueOf(context.attempt()),
            "TANDEM_NODE", context.node(),
            "TANDEM_TOKEN", String.valueOf(context.token())));
  }

  private Interruption interruption(JobContext context) {
    if (context.remaining().filter(Duration::isZero).isPresent()) {
      return Interruption.TIME_UP;
    }
    return isStopping.getAsBoolean() ? Interruption.END : Interruption.KILL;
  }

  private static String inShort(Duration time) {
    return time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
