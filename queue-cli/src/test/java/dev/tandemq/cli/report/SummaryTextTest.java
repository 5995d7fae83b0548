package dev.tandemq.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.metrics.Percentiles;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class SummaryTextTest {

  @Test
  void theLinesAreExactlyThoseOfTheDesign() {
    Percentiles waits = new Percentiles();
    waits.record(Duration.ofMillis(3));
    waits.record(Duration.ofMillis(1200));
    Percentiles runs = new Percentiles();
    runs.record(Duration.ofMillis(4));
    runs.record(Duration.ofMillis(21));
    Summary summary =
        new Summary(
            2000,
            1999,
            1,
            285,
            285,
            0,
            0,
            false,
            0,
            0,
            Duration.ofMillis(9800),
            waits,
            runs,
            List.of(failed()),
            0);

    assertThat(SummaryText.lines(summary))
        .containsExactly(
            "2000 jobs: 1999 completed, 1 failed, 285 retried (285 retries) in 9.8 s, 204 jobs/s",
            "wait p50 3 ms p99 1.2 s    run p50 4 ms p99 21 ms",
            "failed  line 7  attempts 2  exit 1  \"7\"  last error: exit 1: boom\\nbang");
  }

  @Test
  void whatIsUnusualComesBefore() {
    Summary summary =
        new Summary(
            9,
            1,
            2,
            0,
            0,
            4,
            2,
            true,
            2,
            1,
            Duration.ZERO,
            new Percentiles(),
            new Percentiles(),
            List.of(),
            12);

    assertThat(SummaryText.lines(summary))
        .containsExactly(
            "1 empty line skipped",
            "halted after 2 failed jobs",
            "2 jobs waiting for a retry",
            "4 jobs not run",
            "the input was not read to its end",
            "9 jobs: 1 completed, 2 failed, 0 retried (0 retries) in 0.0 s, 0 jobs/s",
            "wait p50 0 ms p99 0 ms    run p50 0 ms p99 0 ms",
            "... and 12 more (see --failed-to)");
  }

  private static FinishedJob failed() {
    Job job =
        Job.builder()
            .id(new JobId(1, 2))
            .queue("run")
            .createdAt(Instant.EPOCH)
            .payload("7")
            .build();
    return new FinishedJob(
        6,
        7,
        Optional.of(job),
        Optional.empty(),
        false,
        2,
        OptionalInt.of(1),
        Optional.of("exit 1: boom\nbang\n"),
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty());
  }
}
