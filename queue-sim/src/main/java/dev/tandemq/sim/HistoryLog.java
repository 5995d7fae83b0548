package dev.tandemq.sim;

import dev.tandemq.history.CheckSettings;
import dev.tandemq.history.HistoryChecker;
import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import dev.tandemq.history.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hands every event of a world to the checker and to whoever listens, and keeps the last ones. */
final class HistoryLog implements Consumer<HistoryEvent> {

  private static final int KEPT = 1 << 15;
  private static final int STORY = 15;
  private static final Pattern JOB =
      Pattern.compile("(?<!/)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final HistoryChecker checker;
  private final Consumer<HistoryEvent> listener;
  private final HistoryEvent[] kept = new HistoryEvent[KEPT];
  private final Set<String> stored = new HashSet<>();
  private int count;

  /**
   * A log of nothing yet.
   *
   * @param rules what it is judged by
   */
  HistoryLog(Consumer<HistoryEvent> listener, CheckSettings rules) {
    this.checker = new HistoryChecker(rules);
    this.listener = listener;
  }

  @Override
  public void accept(HistoryEvent event) {
    kept[count++ & (KEPT - 1)] = event;
    if (event.op() == Op.PUSH && event.result().equals("ADDED")) {
      stored.add(event.job());
    }
    checker.accept(event);
    listener.accept(event);
  }

  /** Whether the store said that it took this job in, whatever became of it. */
  boolean isStored(String job) {
    return stored.contains(job);
  }

  HistoryChecker checker() {
    return checker;
  }

  /** What the checker found, and the latest events of the job that it is about. */
  String story(Verdict verdict) {
    StringBuilder story = new StringBuilder();
    story
        .append(verdict.invariant())
        .append(": ")
        .append(verdict.title())
        .append('\n')
        .append(verdict.example());
    Matcher id = JOB.matcher(verdict.example());
    String job = id.find() && !latest(id.group(), 1).isEmpty() ? id.group() : "";
    story.append("\nthe latest of ").append(job.isEmpty() ? "all" : "job " + job).append(':');
    for (HistoryEvent event : latest(job, STORY)) {
      story.append("\n  ").append(line(event));
    }
    return story.toString();
  }

  /** The latest events of a job, or of all, oldest first. */
  private List<HistoryEvent> latest(String job, int most) {
    List<HistoryEvent> found = new ArrayList<>();
    for (int i = count - 1; i >= Math.max(0, count - KEPT) && found.size() < most; i--) {
      HistoryEvent event = kept[i & (KEPT - 1)];
      if (job.isEmpty() || event.job().equals(job)) {
        found.add(0, event);
      }
    }
    return found;
  }

  private static String line(HistoryEvent event) {
    StringBuilder line = new StringBuilder();
    line.append(Duration.ofNanos(event.at())).append(' ').append(event.node());
    line.append(' ').append(event.op());
    add(line, "", event.phase() == Phase.OK ? "" : event.phase().name());
    add(line, "", event.arrow());
    add(line, "", event.name());
    add(line, "token ", event.token() == 0 ? "" : Long.toString(event.token()));
    add(line, "attempt ", event.attempt() == 0 ? "" : Integer.toString(event.attempt()));
    add(line, "term ", event.term() == 0 ? "" : Long.toString(event.term()));
    add(line, "delay ", event.delayNanos() == 0 ? "" : "" + Duration.ofNanos(event.delayNanos()));
    add(line, "lease ", event.leaseNanos() == 0 ? "" : "" + Duration.ofNanos(event.leaseNanos()));
    add(line, "-> ", event.result());
    add(line, "", event.error());
    return line.toString();
  }

  private static void add(StringBuilder line, String before, String word) {
    if (!word.isEmpty()) {
      line.append(' ').append(before).append(word);
    }
  }
}
