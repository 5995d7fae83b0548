package dev.tandemq.runs;

import dev.tandemq.history.Histories;
import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.HistoryReader;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Looks into the histories of processes that go on writing them. Stateless. */
final class LiveHistory {

  /** Some dozens of lines. */
  private static final int LAST_BYTES = 16_384;

  private LiveHistory() {}

  /**
   * Jobs whose handler runs in a process, and was called after a moment.
   *
   * @param since nanoseconds since the run began
   */
  static Set<String> running(NodeProcess node, long since) {
    Map<String, HistoryEvent> running = new HashMap<>();
    read(List.of(node), event -> look(running, event));
    Set<String> jobs = new HashSet<>();
    running.values().stream()
        .filter(start -> start.at() >= since)
        .forEach(start -> jobs.add(start.job()));
    return jobs;
  }

  private static void look(Map<String, HistoryEvent> running, HistoryEvent event) {
    String key = event.job() + ' ' + event.token();
    if (event.op() == Op.START) {
      running.put(key, event);
    } else if (event.op() == Op.END) {
      running.remove(key);
    }
  }

  /** Whether a handler runs in a process, as far as the last lines of its history tell. */
  static boolean isRunning(NodeProcess node) {
    Map<String, HistoryEvent> running = new HashMap<>();
    try (RandomAccessFile file = new RandomAccessFile(node.options().history().toFile(), "r")) {
      long size = file.length();
      byte[] end = new byte[(int) Math.min(LAST_BYTES, size)];
      file.seek(size - end.length);
      file.readFully(end);
      // The first line of these and the last one may be there in part.
      HistoryReader reader =
          new HistoryReader(new ByteArrayInputStream(end), node.name(), torn -> {});
      for (HistoryEvent event = reader.next(); event != null; event = reader.next()) {
        look(running, event);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return !running.isEmpty();
  }

  /** Jobs whose handler was called in one of these processes. */
  static Set<String> begun(Collection<NodeProcess> nodes) {
    return jobs(nodes, event -> event.op() == Op.START);
  }

  /** Jobs of which one of these processes was told that they are completed. */
  static Set<String> completed(Collection<NodeProcess> nodes) {
    return jobs(
        nodes,
        event ->
            event.op() == Op.SETTLE
                && event.phase() == Phase.OK
                && event.arrow().equals("COMPLETE")
                && event.result().equals("APPLIED"));
  }

  private static Set<String> jobs(Collection<NodeProcess> nodes, Predicate<HistoryEvent> wanted) {
    Set<String> jobs = new HashSet<>();
    read(
        nodes,
        event -> {
          if (wanted.test(event)) {
            jobs.add(event.job());
          }
        });
    return jobs;
  }

  private static void read(Collection<NodeProcess> nodes, Consumer<HistoryEvent> events) {
    List<Path> files = nodes.stream().map(node -> node.options().history()).toList();
    try {
      // A last line may be written in part.
      Histories.merge(files, events, torn -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
