package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.util.List;

/** How queues stand, as {@code tandem stats} and {@code tandem demo} show it. */
public final class StatsView {

  /** The columns of the table; numbers, then what is told in words. */
  private static final List<QueueField> COLUMNS =
      List.of(
          QueueField.QUEUE,
          QueueField.READY,
          QueueField.DELAYED,
          QueueField.RESERVED,
          QueueField.COMPLETED,
          QueueField.FAILED,
          QueueField.REMOVED,
          QueueField.SIZE,
          QueueField.PAUSED,
          QueueField.LAST_JOB_AT);

  /** All that is known of a queue. */
  private static final List<QueueField> ALL =
      List.of(
          QueueField.QUEUE,
          QueueField.READY,
          QueueField.DELAYED,
          QueueField.RESERVED,
          QueueField.COMPLETED,
          QueueField.FAILED,
          QueueField.REMOVED,
          QueueField.SIZE,
          QueueField.PUSHED,
          QueueField.RETRIED,
          QueueField.RETRIES,
          QueueField.SNOOZED,
          QueueField.RESCUED,
          QueueField.PAUSED,
          QueueField.BOUND,
          QueueField.LAST_JOB_AT,
          QueueField.CREATED_AT);

  private StatsView() {}

  /** A table with one row per queue, in the order given. */
  public static String table(List<QueueStats> queues) {
    return QueueField.table(COLUMNS, queues);
  }

  /** One queue with all that is known of it. */
  public static void write(JsonGenerator json, QueueStats stats) throws IOException {
    QueueField.write(ALL, json, stats);
  }
}
