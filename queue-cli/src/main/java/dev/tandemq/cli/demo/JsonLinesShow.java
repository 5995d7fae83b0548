package dev.tandemq.cli.demo;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JsonText;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.JobView;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.util.List;

/** One JSON object per event, and nothing else. */
final class JsonLinesShow implements Show {

  private final Console console;

  JsonLinesShow(Console console) {
    this.console = console;
  }

  @Override
  public void event(QueueEvent event) throws IOException {
    console.print(JsonText.line(json -> EventJson.write(json, event)));
  }

  @Override
  public void end(QueueStats stats, List<JobView> failed) {
    // Whoever reads events counts them.
  }
}
