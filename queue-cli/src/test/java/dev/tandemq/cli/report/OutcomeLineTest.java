package dev.tandemq.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The line of an attempt, by the store's word on it. */
final class OutcomeLineTest {

  private static final Job JOB =
      Job.builder().id(new JobId(1, 1)).queue("q").createdAt(Instant.EPOCH).maxAttempts(3).build();
  private static final Claim CLAIM =
      new Claim(JOB, 1, 1, 0, "node", Instant.EPOCH, Duration.ofMillis(1));
  private static final Settle RETRY =
      Settle.retry(CLAIM, Duration.ofSeconds(3), new Failure("boom"));

  private static String line(Settle settle, SettleResult word) {
    AttemptReport report =
        new AttemptReport(
            settle, word, Duration.ofMillis(1), Duration.ofMillis(2), Optional.empty());
    return OutcomeLine.of(Instant.EPOCH, report, OptionalInt.empty(), Optional.empty());
  }

  @Test
  void anAttemptThatFailedTellsWhenItsJobIsTriedAgain() {
    assertThat(line(RETRY, SettleResult.APPLIED)).contains("  retried  ", "again in", "boom");
  }

  @Test
  void ofACancelledJobNobodyIsToldThatItIsTriedAgain() {
    assertThat(line(RETRY, SettleResult.REMOVED))
        .contains("  removed  ")
        .doesNotContain("again in", "retried");
    assertThat(line(Settle.snooze(CLAIM, Duration.ofSeconds(3)), SettleResult.REMOVED))
        .contains("  removed  ")
        .doesNotContain("again in", "snoozed");
  }

  @Test
  void whatWasRefusedIsLost() {
    assertThat(line(RETRY, SettleResult.LOST)).contains("  lost  ").doesNotContain("again in");
  }
}
