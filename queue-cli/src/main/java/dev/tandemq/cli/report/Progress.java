package dev.tandemq.cli.report;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far the work has come.
 *
 * @param done jobs whose fate is decided
 * @param failed how many of them failed
 * @param taken jobs taken from the input so far
 * @param total jobs in all; empty while the input goes on
 * @param elapsed since the start
 */
public record Progress(long done, long failed, long taken, OptionalLong total, Duration elapsed) {

  private static final int BAR = 24;

  /** One line of at most 79 characters: bar, rate, time left. */
  String line() {
    double perSecond = elapsed.isZero() ? 0 : done / (elapsed.toNanos() / 1e9);
    StringBuilder line = new StringBuilder();
    if (total.isPresent() && total.getAsLong() > 0) {
      appendBar(line, (double) done / total.getAsLong());
      line.append(done).append('/').append(total.getAsLong());
    } else {
      line.append(done).append(" done, ").append(taken - done).append(" to do");
    }
    if (failed > 0) {
      line.append(", ").append(failed).append(" failed");
    }
    line.append("  ").append(Amounts.rate(perSecond)).append(" jobs/s");
    if (total.isPresent() && done > 0 && done < total.getAsLong()) {
      double secondsLeft = (total.getAsLong() - done) / perSecond;
      Duration left = Duration.ofMillis(Math.round(secondsLeft * 1000));
      line.append("  ").append(Amounts.elapsed(left)).append(" left");
    }
    return line.substring(0, Math.min(line.length(), 79));
  }

  private static void appendBar(StringBuilder line, double share) {
    int full = (int) Math.floor(Math.min(1, share) * BAR);
    line.append('[').append("#".repeat(full)).append("-".repeat(BAR - full)).append("] ");
    line.append((int) Math.floor(Math.min(1, share) * 100)).append("%  ");
  }
}
