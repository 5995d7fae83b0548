package dev.tandemq.cli.report;

import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.job.Job;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/** The line that {@code tandem work} logs of each attempt that has ended. */
public final class OutcomeLine {

  private static final int ERROR_SHOWN = 200;

  private OutcomeLine() {}

  /**
   * The line: when, what became of it, queue, id, attempt, exit status, time; then what comes next
   * or went wrong. Two spaces apart.
   *
   * @param exitCode exit status of the command, if it chose one
   * @param error why the attempt failed, where that is known better here than in the report
   */
  public static String of(
      Instant at, AttemptReport report, OptionalInt exitCode, Optional<String> error) {
    Settle settle = report.settle();
    Job job = report.claim().job();
    StringBuilder line =
        new StringBuilder(at.truncatedTo(ChronoUnit.SECONDS).toString())
            .append("  ")
            .append(ending(report))
            .append("  ")
            .append(job.queue())
            .append("  ")
            .append(job.id())
            .append("  attempt ")
            .append(report.claim().attempt())
            .append(" of ")
            .append(job.maxAttempts());
    exitCode.ifPresent(code -> line.append("  exit ").append(code));
    line.append("  run ").append(Amounts.latency(report.ran()));
    boolean isLater = report.isRetried() || settle.arrow() == Settle.Arrow.SNOOZE;
    if (isLater && report.result() == SettleResult.APPLIED) {
      line.append("  again in ").append(Amounts.latency(settle.delay()));
    }
    if (report.isRetried() || report.isFailed()) {
      String why = error.orElse(settle.failure().error());
      line.append("  error: ").append(Printable.line(why, ERROR_SHOWN));
    }
    return line.toString();
  }

  private static String ending(AttemptReport report) {
    if (report.result() == SettleResult.LOST) {
      return "lost";
    }
    if (report.isDiscarded()) {
      return "removed";
    }
    return switch (report.settle().arrow()) {
      case COMPLETE -> "completed";
      case RETRY, RELEASE, BURY -> report.isFailed() ? "failed" : "retried";
      case SNOOZE -> "snoozed";
      case HAND_BACK -> "handed back";
      case DISCARD -> "removed";
    };
  }
}
