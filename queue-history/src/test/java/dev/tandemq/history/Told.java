package dev.tandemq.history;

import dev.tandemq.cluster.NodeId;
import dev.tandemq.context.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A history kept in memory, its events as short texts; each look at the clock takes 1 ns. */
final class Told implements TimeSource {

  private long nanos = 100;
  final List<HistoryEvent> events = new ArrayList<>();
  final HistoryRecorder recorder =
      new HistoryRecorder(events::add, this, new NodeId("n1", "first"));

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public long nanoTime() {
    return nanos++;
  }

  /** What happened, without times; what is empty or zero is left out. */
  List<String> lines() {
    return events.stream().map(Told::line).toList();
  }

  private static String line(HistoryEvent event) {
    StringBuilder line = new StringBuilder(event.op() + " " + event.phase());
    add(line, " #", event.call());
    if (!event.job().isEmpty()) {
      line.append(" job ").append(Integer.parseInt(event.job().substring(24), 16));
    }
    add(line, " ", event.queue());
    add(line, " token ", event.token());
    add(line, " attempt ", event.attempt());
    add(line, " term ", event.term());
    add(line, " ", event.arrow());
    add(line, " name ", event.name());
    add(line, " delay ", event.delayNanos());
    add(line, " lease ", event.leaseNanos());
    add(line, " priority ", event.priority());
    add(line, " most ", event.maxAttempts());
    add(line, " count ", event.count());
    add(line, " -> ", event.result());
    add(line, " ! ", event.error());
    return line.toString();
  }

  private static void add(StringBuilder line, String what, long value) {
    if (value != 0) {
      line.append(what).append(value);
    }
  }

  private static void add(StringBuilder line, String what, String value) {
    if (!value.isEmpty()) {
      line.append(what).append(value);
    }
  }
}
