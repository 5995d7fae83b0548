package dev.tandemq.cli.demo;

import dev.tandemq.cli.report.Amounts;
import dev.tandemq.cli.report.Printable;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All jobs of the tour at one glance: a line each, with a strip of its time, and the last events
 * below. It knows nothing but the events it was given. For one thread.
 */
final class Board {

  /** The most lines of events that are shown. */
  private static final int EVENTS = 5;

  /** Columns before the strip of time. */
  private static final int BEFORE_STRIP = 47;

  /** Below that a strip tells nothing. */
  private static final int SHORTEST_STRIP = 10;

  /** Lines of the board that are no job and no event. */
  private static final int FRAME = 5;

  private final Glyphs glyphs;
  private final Duration expected;
  private final EventText text = new EventText();
  private final Map<JobId, Row> rows = new LinkedHashMap<>();
  private final Deque<String> last = new ArrayDeque<>();
  private @Nullable Instant start;
  private int duplicates;

  /**
   * An empty board.
   *
   * @param expected how much time a strip has room for; when it is over the strip is drawn smaller
   */
  Board(Glyphs glyphs, Duration expected) {
    this.glyphs = glyphs;
    this.expected = expected;
  }

  // ---- from events

  /** Takes in what happened. */
  void add(QueueEvent event) {
    Instant first = start == null ? event.at() : start;
    start = first;
    String line = Timeline.prefix(first, event) + text.of(event);
    last.addLast(line);
    if (last.size() > EVENTS) {
      last.removeFirst();
    }
    if (event instanceof QueueEvent.Pushed pushed) {
      Row row = new Row(pushed.job());
      row.enter(pushed.job().delay().isZero() ? Stage.READY : Stage.DELAYED, event.at(), 0);
      rows.put(pushed.id(), row);
    } else if (event instanceof QueueEvent.Duplicated) {
      duplicates++;
    } else if (event instanceof QueueEvent.ClaimEvent claim) {
      Row row = rows.get(claim.id());
      if (row != null) {
        row.enter(stage(claim), event.at(), attempts(claim));
      }
    } else if (event instanceof QueueEvent.Cancelled cancelled && !cancelled.wasRunning()) {
      Row row = rows.get(cancelled.id());
      if (row != null) {
        row.enter(Stage.REMOVED, event.at(), row.attempt());
      }
    }
  }

  private static Stage stage(QueueEvent.ClaimEvent event) {
    if (event instanceof QueueEvent.Started) {
      return Stage.RUNNING;
    } else if (event instanceof QueueEvent.Completed) {
      return Stage.COMPLETED;
    } else if (event instanceof QueueEvent.Retried) {
      return Stage.RETRIED;
    } else if (event instanceof QueueEvent.Failed) {
      return Stage.FAILED;
    } else if (event instanceof QueueEvent.Snoozed) {
      return Stage.SNOOZED;
    } else if (event instanceof QueueEvent.Discarded) {
      return Stage.REMOVED;
    } else if (event instanceof QueueEvent.HandedBack) {
      return Stage.READY;
    }
    return Stage.LOST;
  }

  /** A snooze and a hand-back do not spend the attempt. */
  private static int attempts(QueueEvent.ClaimEvent event) {
    int attempt = event.claim().attempt();
    boolean unspent = event instanceof QueueEvent.Snoozed || event instanceof QueueEvent.HandedBack;
    return unspent ? attempt - 1 : attempt;
  }

  // ---- to lines

  /** Whether nothing has happened yet. */
  boolean isEmpty() {
    return start == null;
  }

  /** How many lines it has at most, when so many jobs are on it. */
  static int height(int jobs) {
    return jobs + FRAME + EVENTS;
  }

  /**
   * The board as it looks at a moment.
   *
   * @param now not before the last event
   * @param width columns of the terminal, at least 1
   */
  List<StyledLine> lines(Instant now, int width) {
    Instant first = start == null ? now : start;
    List<StyledLine> lines = new ArrayList<>();
    lines.add(
        new StyledLine(width)
            .add(counts() + "   ", Colour.BOLD)
            .add(Amounts.elapsed(Duration.between(first, now)), Colour.GREY));
    lines.add(new StyledLine(width));
    int strip = width - BEFORE_STRIP;
    for (Row row : rows.values()) {
      StyledLine line = words(row, width);
      if (strip >= SHORTEST_STRIP) {
        row.draw(line, glyphs, first, now, cellFor(Duration.between(first, now), strip), strip);
      }
      lines.add(line);
    }
    lines.add(new StyledLine(width));
    lines.add(strip >= SHORTEST_STRIP ? legend(width) : new StyledLine(width));
    lines.add(new StyledLine(width));
    last.forEach(line -> lines.add(new StyledLine(width).add(line, Colour.GREY)));
    return lines;
  }

  private String counts() {
    StringBuilder line =
        new StringBuilder("queue " + Tour.QUEUE + ": " + counted(rows.size(), "job"));
    for (Stage stage : Stage.values()) {
      long count = rows.values().stream().filter(row -> row.stage() == stage).count();
      if (count > 0) {
        line.append(", ").append(count).append(' ').append(stage.word());
      }
    }
    return line + (duplicates == 0 ? "" : ", " + counted(duplicates, "duplicate"));
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private StyledLine words(Row row, int width) {
    Job job = row.job();
    Stage stage = row.stage();
    String urgency = job.priority() == 0 ? "" : " " + glyphs.priority() + job.priority();
    return new StyledLine(width)
        .add(glyphs.of(stage) + " ", stage.colour())
        .column(Printable.line(job.type(), 11), 12, Colour.PLAIN)
        .column(EventText.about(job) + urgency, 17, Colour.PLAIN)
        .column(stage.word(), 10, stage.colour())
        .column(row.attempt() == 0 ? "" : row.attempt() + "/" + job.maxAttempts(), 5, Colour.GREY)
        .add(" ", Colour.PLAIN);
  }

  private StyledLine legend(int width) {
    StyledLine line = new StyledLine(width);
    for (Stage stage : List.of(Stage.READY, Stage.DELAYED, Stage.RUNNING, Stage.COMPLETED)) {
      String word = stage == Stage.DELAYED ? "not yet" : stage.word();
      line.add(String.valueOf(glyphs.of(stage)), stage.colour())
          .add(" " + word + "  ", Colour.GREY);
    }
    return line.add(String.valueOf(glyphs.failedAttempt()), Colour.RED)
        .add(" an attempt failed  ", Colour.GREY)
        .add("2/3", Colour.GREY)
        .add(" attempts", Colour.GREY);
  }

  /** Doubled until all of the time fits. */
  private Duration cellFor(Duration elapsed, int cells) {
    Duration fitting = expected.dividedBy(cells);
    while (fitting.multipliedBy(cells).compareTo(elapsed) < 0) {
      fitting = fitting.multipliedBy(2);
    }
    return fitting;
  }
}
