package dev.tandemq.cli.demo;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JsonText;
import dev.tandemq.cli.report.StatsView;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.JobView;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One JSON object at the end: all events, and how the queues stand. */
final class JsonShow implements Show {

  private final Console console;
  private final List<QueueEvent> events = new ArrayList<>(); // guarded by this

  JsonShow(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void event(QueueEvent event) {
    events.add(event);
  }

  @Override
  public synchronized void end(QueueStats stats, List<JobView> failed) throws IOException {
    console.print(
        JsonText.line(
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("events");
              for (QueueEvent event : events) {
                EventJson.write(json, event);
              }
              json.writeEndArray();
              json.writeArrayFieldStart("stats");
              StatsView.write(json, stats);
              json.writeEndArray();
              json.writeEndObject();
            }));
  }
}
