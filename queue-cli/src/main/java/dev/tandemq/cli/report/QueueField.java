package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One thing to be told of a queue: a column of a table, a field of an object.
 *
 * @param name heading and field
 * @param cell what a table shows
 * @param json writes the field
 */
record QueueField(String name, Function<QueueStats, String> cell, Writer json) {

  /** Writes one field of an object. */
  @FunctionalInterface
  interface Writer {

    void write(JsonGenerator json, QueueStats stats) throws IOException;
  }

  static final QueueField QUEUE =
      new QueueField(
          "queue",
          QueueStats::queue,
          (json, stats) -> json.writeStringField("queue", stats.queue()));
  static final QueueField READY = number("ready", QueueStats::ready);
  static final QueueField DELAYED = number("delayed", QueueStats::delayed);
  static final QueueField RESERVED = number("reserved", QueueStats::reserved);
  static final QueueField COMPLETED = number("completed", QueueStats::completed);
  static final QueueField FAILED = number("failed", QueueStats::failed);
  static final QueueField REMOVED = number("removed", QueueStats::removed);
  static final QueueField SIZE = number("size", QueueStats::size);
  static final QueueField PUSHED = number("pushed", QueueStats::pushed);
  static final QueueField RETRIED = number("retried", QueueStats::retried);
  static final QueueField RETRIES = number("retries", QueueStats::retries);
  static final QueueField SNOOZED = number("snoozed", QueueStats::snoozed);
  static final QueueField RESCUED = number("rescued", QueueStats::rescued);
  static final QueueField PAUSED =
      new QueueField(
          "paused",
          stats -> stats.paused() ? "yes" : "no",
          (json, stats) -> json.writeBooleanField("paused", stats.paused()));
  static final QueueField BOUND = number("bound", QueueStats::bound);
  static final QueueField LAST_JOB_AT = moment("lastJobAt", QueueStats::lastJobAt);
  static final QueueField CREATED_AT = moment("createdAt", QueueStats::createdAt);

  private static QueueField number(String name, ToLongFunction<QueueStats> value) {
    return new QueueField(
        name,
        stats -> String.valueOf(value.applyAsLong(stats)),
        (json, stats) -> json.writeNumberField(name, value.applyAsLong(stats)));
  }

  /** To the second in tables, in full as a field. */
  private static QueueField moment(String name, Function<QueueStats, Optional<Instant>> value) {
    return new QueueField(
        name,
        stats ->
            value.apply(stats).map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("-"),
        (json, stats) -> JsonFields.writeMoment(json, name, value.apply(stats).orElse(null)));
  }

  /** A table with one row per queue, in the order given. */
  static String table(List<QueueField> fields, List<QueueStats> queues) {
    return Table.of(
        fields.stream().map(QueueField::name).toList(),
        queues.stream()
            .map(stats -> fields.stream().map(field -> field.cell.apply(stats)).toList())
            .toList());
  }

  /** One queue as an object. */
  static void write(List<QueueField> fields, JsonGenerator json, QueueStats stats)
      throws IOException {
    json.writeStartObject();
    for (QueueField field : fields) {
      field.json.write(json, stats);
    }
    json.writeEndObject();
  }
}
