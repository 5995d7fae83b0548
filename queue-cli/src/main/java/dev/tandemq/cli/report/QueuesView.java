package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.util.List;

/** Which queues there are, and what waits in them now; what has been is left to the stats. */
public final class QueuesView {

  private static final List<QueueField> FIELDS =
      List.of(
          QueueField.QUEUE,
          QueueField.READY,
          QueueField.DELAYED,
          QueueField.RESERVED,
          QueueField.FAILED,
          QueueField.SIZE,
          QueueField.PAUSED);

  private QueuesView() {}

  /** A table with one row per queue, in the order given. */
  public static String table(List<QueueStats> queues) {
    return QueueField.table(FIELDS, queues);
  }

  /** One queue. */
  public static void write(JsonGenerator json, QueueStats stats) throws IOException {
    QueueField.write(FIELDS, json, stats);
  }
}
