package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * To how many jobs of a queue something was done.
 *
 * @param queue its name
 * @param done what was done, as {@code removed}; the name of the count
 * @param jobs how many
 */
public record QueueCount(String queue, String done, int jobs) {

  /** A table of counts of one kind. */
  public static String table(List<QueueCount> counts) {
    List<String> headings =
        List.of("queue", counts.stream().map(QueueCount::done).findFirst().orElse("jobs"));
    return Table.of(
        headings,
        counts.stream().map(one -> List.of(one.queue, String.valueOf(one.jobs))).toList());
  }

  /** One queue. */
  public static void write(JsonGenerator json, QueueCount count) throws IOException {
    json.writeStartObject();
    json.writeStringField("queue", count.queue);
    json.writeNumberField(count.done, count.jobs);
    json.writeEndObject();
  }
}
