package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How queues stand, as {@code tandem stats} and {@code tandem demo} show it. */
public final class StatsView {

  /** The columns of the table; numbers, then what is told in words. */
  private static final List<String> HEADINGS =
      List.of(
          "queue",
          "ready",
          "delayed",
          "reserved",
          "completed",
          "failed",
          "removed",
          "size",
          "paused",
          "lastJobAt");

  private StatsView() {}

  /** A table with one row per queue, in the order given. */
  public static String table(List<QueueStats> queues) {
    return Table.of(HEADINGS, queues.stream().map(StatsView::row).toList());
  }

  private static List<String> row(QueueStats stats) {
    return List.of(
        stats.queue(),
        String.valueOf(stats.ready()),
        String.valueOf(stats.delayed()),
        String.valueOf(stats.reserved()),
        String.valueOf(stats.completed()),
        String.valueOf(stats.failed()),
        String.valueOf(stats.removed()),
        String.valueOf(stats.size()),
        stats.paused() ? "yes" : "no",
        stats.lastJobAt().map(StatsView::toSecond).orElse("-"));
  }

  private static String toSecond(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** One queue with all that is known of it. */
  public static void write(JsonGenerator json, QueueStats stats) throws IOException {
    json.writeStartObject();
    json.writeStringField("queue", stats.queue());
    json.writeNumberField("ready", stats.ready());
    json.writeNumberField("delayed", stats.delayed());
    json.writeNumberField("reserved", stats.reserved());
    json.writeNumberField("completed", stats.completed());
    json.writeNumberField("failed", stats.failed());
    json.writeNumberField("removed", stats.removed());
    json.writeNumberField("size", stats.size());
    json.writeNumberField("pushed", stats.pushed());
    json.writeNumberField("retried", stats.retried());
    json.writeNumberField("retries", stats.retries());
    json.writeNumberField("snoozed", stats.snoozed());
    json.writeNumberField("rescued", stats.rescued());
    json.writeBooleanField("paused", stats.paused());
    json.writeNumberField("bound", stats.bound());
    JsonFields.writeMoment(json, "lastJobAt", stats.lastJobAt().orElse(null));
    JsonFields.writeMoment(json, "createdAt", stats.createdAt().orElse(null));
    json.writeEndObject();
  }
}
