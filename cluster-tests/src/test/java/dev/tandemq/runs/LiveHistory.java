package dev.tandemq.runs;

import dev.tandemq.history.Histories;
import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.Op;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks into the history of a process that goes on writing it. Stateless. */
final class LiveHistory {

  private LiveHistory() {}

  /**
   * How many handlers run that were called after a moment.
   *
   * @param since nanoseconds since the run began
   */
  static long running(NodeProcess node, long since) {
    Map<String, HistoryEvent> running = new HashMap<>();
    try {
      // Its last line may be written in part.
      Histories.merge(List.of(node.options().history()), event -> look(running, event), torn -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return running.values().stream().filter(start -> start.at() >= since).count();
  }

  private static void look(Map<String, HistoryEvent> running, HistoryEvent event) {
    String key = event.job() + ' ' + event.token();
    if (event.op() == Op.START) {
      running.put(key, event);
    } else if (event.op() == Op.END) {
      running.remove(key);
    }
  }
}
