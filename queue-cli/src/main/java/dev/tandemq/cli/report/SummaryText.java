package dev.tandemq.cli.report;

import dev.tandemq.engine.metrics.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The summary in the words that the design fixes. */
final class SummaryText {

  private static final int PAYLOAD_SHOWN = 80;
  private static final int ERROR_SHOWN = 200;

  private SummaryText() {}

  static List<String> lines(Summary summary) {
    List<String> lines = new ArrayList<>();
    if (summary.emptyLines() > 0) {
      lines.add(counted(summary.emptyLines(), "empty line") + " skipped");
    }
    if (summary.haltedAfter() > 0) {
      lines.add("halted after " + counted(summary.haltedAfter(), "failed job"));
    }
    if (summary.waitingForRetry() > 0) {
      lines.add(counted(summary.waitingForRetry(), "job") + " waiting for a retry");
    }
    if (summary.notRun() > 0) {
      lines.add(counted(summary.notRun(), "job") + " not run");
    }
    if (summary.isInputLeft()) {
      lines.add("the input was not read to its end");
    }
    lines.add(
        summary.jobs()
            + " jobs: "
            + summary.completed()
            + " completed, "
            + summary.failed()
            + " failed, "
            + summary.retried()
            + " retried ("
            + summary.retries()
            + " retries) in "
            + Amounts.elapsed(summary.elapsed())
            + ", "
            + Amounts.rate(summary.jobsPerSecond())
            + " jobs/s");
    lines.add("wait " + quantiles(summary.waits()) + "    run " + quantiles(summary.runs()));
    summary.failures().forEach(job -> lines.add(failure(job)));
    if (summary.failuresOmitted() > 0) {
      lines.add("... and " + summary.failuresOmitted() + " more (see --failed-to)");
    }
    return lines;
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String quantiles(Percentiles values) {
    return "p50 " + Amounts.latency(values.at(50)) + " p99 " + Amounts.latency(values.at(99));
  }

  private static String failure(FinishedJob job) {
    return "failed  line "
        + job.line()
        + "  attempts "
        + job.attempts()
        + "  exit "
        + exit(job.exitCode())
        + "  "
        + Printable.quoted(job.payload(), PAYLOAD_SHOWN)
        + "  last error: "
        + Printable.line(job.error().orElse("unknown"), ERROR_SHOWN);
  }

  private static String exit(OptionalInt code) {
    return code.isPresent() ? String.valueOf(code.getAsInt()) : "-";
  }
}
