package dev.tandemq.cli.demo;

import dev.tandemq.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One job on the board: what its events told so far. For one thread. */
final class Row {

  private record Change(Instant at, Stage to) {}

  private final Job job;
  private final List<Change> changes = new ArrayList<>();
  private int attempt;

  Row(Job job) {
    this.job = job;
  }

  /** Notes a stage that began at that moment; moments only grow. */
  void enter(Stage stage, Instant at, int atAttempt) {
    changes.add(new Change(at, stage));
    attempt = atAttempt;
  }

  Job job() {
    return job;
  }

  int attempt() {
    return attempt;
  }

  Stage stage() {
    return changes.get(changes.size() - 1).to();
  }

  /**
   * Its time as a strip, one cell for each piece of time: what it was in at the end of the piece,
   * and beyond that what ended it there.
   */
  void draw(StyledLine line, Glyphs glyphs, Instant start, Instant now, Duration cell, int cells) {
    for (int i = 0; i < cells; i++) {
      Instant from = start.plus(cell.multipliedBy(i));
      if (from.isAfter(now)) {
        return;
      }
      drawCell(line, glyphs, from, from.plus(cell));
    }
  }

  private void drawCell(StyledLine line, Glyphs glyphs, Instant from, Instant to) {
    Stage before = null;
    Stage after = null;
    boolean attemptFailed = false;
    for (Change change : changes) {
      if (change.at().isBefore(from)) {
        before = change.to();
      } else if (change.at().isBefore(to)) {
        after = change.to();
        attemptFailed |= change.to() == Stage.RETRIED;
      }
    }
    if (attemptFailed) {
      line.add(String.valueOf(glyphs.failedAttempt()), Colour.RED);
    } else if (after != null) {
      line.add(String.valueOf(glyphs.of(after)), after.colour());
    } else if (before == null || before.isFinal()) {
      line.add(" ", Colour.PLAIN);
    } else {
      line.add(String.valueOf(glyphs.of(before)), before.colour());
    }
  }
}
