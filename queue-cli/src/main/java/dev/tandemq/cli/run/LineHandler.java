package dev.tandemq.cli.run;

import dev.tandemq.cli.process.CannotRunException;
import dev.tandemq.cli.process.CommandResult;
import dev.tandemq.cli.process.CommandTemplate;
import dev.tandemq.cli.process.Invocation;
import dev.tandemq.cli.process.ProcessRunner;
import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Does one attempt: runs the command for the line, and turns its exit status into an outcome. */
final class LineHandler implements JobHandler {

  private final CommandTemplate command;
  private final ProcessRunner runner;
  private final String timedOut;
  private final Ledger ledger;

  LineHandler(RunSettings settings, ProcessRunner runner, Ledger ledger) {
    this.command = settings.command();
    this.runner = runner;
    this.timedOut = "timed out after " + inShort(settings.timeout());
    this.ledger = ledger;
  }

  private static String inShort(Duration time) {
    return time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  @Override
  public void handle(JobContext context) throws Exception {
    CommandResult result;
    try {
      result = runner.run(invocation(context));
    } catch (CannotRunException e) {
      String error = String.valueOf(e.getMessage());
      ledger.attempted(context, AttemptOutcome.withoutExit(Optional.empty(), error));
      throw JobSignal.bury(error);
    } catch (IOException e) {
      String error = String.valueOf(e.getMessage());
      ledger.attempted(context, AttemptOutcome.withoutExit(Optional.empty(), error));
      throw new CommandFailedException(error);
    }
    ended(context, result);
  }

  private Invocation invocation(JobContext context) throws CannotRunException {
    byte[] line = context.job().payload();
    return new Invocation(
        command.expand(line),
        command.takesLineAsArgument() ? Optional.empty() : Optional.of(withLineFeed(line)),
        environment(context));
  }

  private static byte[] withLineFeed(byte[] line) {
    byte[] input = Arrays.copyOf(line, line.length + 1);
    input[line.length] = '\n';
    return input;
  }

  private static Map<String, String> environment(JobContext context) {
    Job job = context.job();
    return Map.of(
        "TANDEM_JOB_ID", job.id().toString(),
        "TANDEM_QUEUE", job.queue(),
        "TANDEM_TYPE", job.type(),
        "TANDEM_ATTEMPT", String.valueOf(context.attempt()),
        "TANDEM_NODE", context.node(),
        "TANDEM_TOKEN", String.valueOf(context.token()),
        "TANDEM_LINE", String.valueOf(LineTag.of(job)));
  }

  private void ended(JobContext context, CommandResult result) throws CommandFailedException {
    AttemptOutcome outcome = AttemptOutcome.of(result, timedOut);
    ledger.attempted(context, outcome);
    outcome.conclude();
  }
}
