package dev.tandemq.cli.report;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far the work has come.
 *
 * @param done jobs whose fate is decided
 * @param failed how many of them failed
 * @param waitingForRetry jobs that were tried and will be tried again
 * @param taken jobs taken from the input so far
 * @param total jobs in all; empty while the input goes on
 * @param elapsed since the start
 */
public record Progress(
    long done,
    long failed,
    long waitingForRetry,
    long taken,
    OptionalLong total,
    Duration elapsed) {

  /**
   * One column less than most terminals have: a line that fills the last one is wrapped by some.
   */
  static final int WIDTH = 79;

  private static final int BAR = 24;

  /** Before that the rate says little, and what follows from it is nonsense. */
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  /**
   * One line: bar, counts, rate, time left. Where there is little room the bar goes first.
   *
   * @param perSecond how many jobs are done in a second just now
   * @param width most characters; more than {@value #WIDTH} are not used
   */
  String line(double perSecond, int width) {
    int room = Math.max(1, Math.min(width, WIDTH));
    String text = text(perSecond);
    String bar = bar();
    String line = bar.length() + text.length() > room ? text : bar + text;
    return line.substring(0, Math.min(line.length(), room));
  }

  private String text(double perSecond) {
    StringBuilder text = new StringBuilder();
    if (hasEndInSight()) {
      text.append((int) Math.floor(share() * 100)).append("%  ");
      text.append(done).append('/').append(total.getAsLong());
    } else {
      text.append(done).append(" done, ").append(taken - done).append(" to do");
    }
    if (failed > 0) {
      text.append(", ").append(failed).append(" failed");
    }
    if (waitingForRetry > 0) {
      text.append(", ").append(waitingForRetry).append(" to retry");
    }
    text.append("  ").append(Amounts.rate(perSecond)).append(" jobs/s");
    if (hasEndInSight() && isTimeLeftKnown(perSecond)) {
      double secondsLeft = (total.getAsLong() - done) / perSecond;
      Duration left = Duration.ofMillis(Math.round(secondsLeft * 1000));
      text.append("  ").append(Amounts.elapsed(left)).append(" left");
    }
    return text.toString();
  }

  private boolean hasEndInSight() {
    return total.isPresent() && total.getAsLong() > 0;
  }

  private boolean isTimeLeftKnown(double perSecond) {
    return perSecond > 0 && done > 0 && done < total.orElse(0) && elapsed.compareTo(WARM_UP) >= 0;
  }

  private double share() {
    return Math.min(1, (double) done / total.orElse(1));
  }

  private String bar() {
    if (!hasEndInSight()) {
      return "";
    }
    int full = (int) Math.floor(share() * BAR);
    return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
  }
}
