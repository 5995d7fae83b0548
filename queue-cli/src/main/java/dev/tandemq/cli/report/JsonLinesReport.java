package dev.tandemq.cli.report;

import java.io.IOException;

/** One JSON object per job on standard output; the summary as text on standard error. */
public final class JsonLinesReport implements RunReport {

  private final Console console;

  /** Makes a report to a console. */
  public JsonLinesReport(Console console) {
    this.console = console;
  }

  @Override
  public void finished(FinishedJob job) throws IOException {
    console.print(JsonText.line(json -> JobJson.write(json, job)));
  }

  @Override
  public void summary(Summary summary) {
    SummaryText.lines(summary).forEach(console::message);
  }
}
