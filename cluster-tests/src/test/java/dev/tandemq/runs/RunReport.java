package dev.tandemq.runs;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.history.BadLine;
import dev.tandemq.history.CheckSettings;
import dev.tandemq.history.Histories;
import dev.tandemq.history.HistoryChecker;
import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.Verdict;
import dev.tandemq.history.VerdictTable;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a run came to.
 *
 * @param verdicts of the checker, one for each invariant
 * @param facts counted from the history
 * @param events how many there were
 * @param badLines lines of the histories that could not be read
 * @param stats of the queue at the end, by the backend
 * @param files the histories
 */
record RunReport(
    List<Verdict> verdicts,
    RunFacts facts,
    long events,
    List<BadLine> badLines,
    QueueStats stats,
    List<Path> files) {

  /** After the last fault a real run is over in this time, and nobody's patience longer. */
  private static final Duration HEALED_WITHIN = Duration.ofSeconds(60);

  /** By how much the clock of a server and ours may differ over one lease. */
  private static final Duration TOLERANCE = Duration.ofMillis(10);

  static RunReport of(List<Path> files, CheckSettings settings, QueueStats stats)
      throws IOException {
    HistoryChecker checker = new HistoryChecker(settings);
    RunFacts facts = new RunFacts();
    List<BadLine> bad = new ArrayList<>();
    long[] events = {0};
    Histories.merge(
        files,
        event -> {
          events[0]++;
          checker.accept(event);
          facts.accept(event);
        },
        bad::add);
    return new RunReport(checker.verdicts(), facts, events[0], bad, stats, files);
  }

  /** What the checker has to know of a run with this heartbeat. */
  static CheckSettings settings(Duration heartbeat, Capabilities capabilities) {
    Duration held = heartbeat.multipliedBy(NodeOptions.HELD_HEARTBEATS);
    return CheckSettings.builder()
        .heartbeat(heartbeat)
        .lease(held)
        .nodeTimeToLive(held)
        .electionTimeout(held)
        .recoveryBound(heartbeat.multipliedBy(NodeOptions.HELD_HEARTBEATS + 1))
        .healBound(HEALED_WITHIN)
        .remembered(Duration.ofMinutes(10))
        .tolerance(TOLERANCE)
        .atomicBatch(capabilities.features().contains(Capability.ATOMIC_BATCH))
        .priority(capabilities.features().contains(Capability.PRIORITY))
        .fifo(capabilities.features().contains(Capability.FIFO))
        .build();
  }

  /** All events once more, in order of time. */
  void replay(Consumer<HistoryEvent> events) throws IOException {
    Histories.merge(files, events, line -> {});
  }

  /** What the checker says of one invariant. */
  Verdict verdict(String invariant) {
    return verdicts.stream()
        .filter(verdict -> verdict.invariant().equals(invariant))
        .findFirst()
        .orElseThrow();
  }

  long violations() {
    return verdicts.stream().mapToLong(Verdict::violations).sum();
  }

  /** The verdicts, what was broken, and where the histories are if it was, for people. */
  String table() {
    String table = VerdictTable.of(verdicts);
    return violations() == 0 ? table : table + "\nhistories: " + files;
  }
}
