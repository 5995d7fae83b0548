package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.util.List;

/** Which queues there are, and what waits in them now; what has been is left to the stats. */
public final class QueuesView {

  private static final List<String> HEADINGS =
      List.of("queue", "ready", "delayed", "reserved", "failed", "size", "paused");

  private QueuesView() {}

  /** A table with one row per queue, in the order given. */
  public static String table(List<QueueStats> queues) {
    return Table.of(HEADINGS, queues.stream().map(QueuesView::row).toList());
  }

  private static List<String> row(QueueStats stats) {
    return List.of(
        stats.queue(),
        String.valueOf(stats.ready()),
        String.valueOf(stats.delayed()),
        String.valueOf(stats.reserved()),
        String.valueOf(stats.failed()),
        String.valueOf(stats.size()),
        stats.paused() ? "yes" : "no");
  }

  /** One queue. */
  public static void write(JsonGenerator json, QueueStats stats) throws IOException {
    json.writeStartObject();
    json.writeStringField("queue", stats.queue());
    json.writeNumberField("ready", stats.ready());
    json.writeNumberField("delayed", stats.delayed());
    json.writeNumberField("reserved", stats.reserved());
    json.writeNumberField("failed", stats.failed());
    json.writeNumberField("size", stats.size());
    json.writeBooleanField("paused", stats.paused());
    json.writeEndObject();
  }
}
