package dev.tandemq.cli.report;

import dev.tandemq.cli.process.CommandResult;
import java.io.IOException;

/** Shows what commands wrote as they wrote it, and the summary on standard error. */
public final class TextReport implements RunReport {

  private final Console console;

  /** Makes a report to a console. */
  public TextReport(Console console) {
    this.console = console;
  }

  @Override
  public void finished(FinishedJob job) throws IOException {
    if (job.result().isPresent()) {
      CommandResult result = job.result().get();
      console.printErrors(result.stderr());
      console.printOutput(result.stdout());
    }
  }

  @Override
  public void summary(Summary summary) {
    SummaryText.lines(summary).forEach(console::message);
  }
}
