package dev.tandemq.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.report.FinishedJob;
import dev.tandemq.cli.run.PendingJobs.Standing;
import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.handler.JobContext;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How jobs stand, and what counts as an attempt. */
final class LedgerTest {

  private static final Job JOB =
      Job.builder().id(new JobId(1, 2)).queue("run").createdAt(Instant.EPOCH).payload("x").build();

  private final List<FinishedJob> finished = new ArrayList<>();
  private final Ledger ledger = new Ledger(new Window(10, 1000), finished::add);

  @Test
  void theTimeForWhichAStartWasPutOffIsWaiting() {
    ledger.taken(JOB);
    ledger.started(new AnAttempt(), Duration.ofMillis(300));
    ledger.settled(report(Settle.complete(claim())));

    assertThat(finished).hasSize(1);
    assertThat(finished.get(0).waited()).isEqualTo(Duration.ofMillis(301));
    assertThat(finished.get(0).ran()).isEqualTo(Duration.ofMillis(10));
    assertThat(ledger.waits().at(50)).isEqualTo(Duration.ofMillis(301));
    assertThat(ledger.runs().at(50)).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void whatWasSentBackAtTheGateWasNotRun() {
    ledger.taken(JOB);
    ledger.settled(report(Settle.snooze(claim(), Duration.ZERO)));

    assertThat(ledger.pending().count(Standing.NOT_RUN)).isEqualTo(1);
    assertThat(ledger.waits().at(50)).isEqualTo(Duration.ZERO);
  }

  @Test
  void whatIsTriedAgainWaitsForARetry() {
    ledger.taken(JOB);
    ledger.started(new AnAttempt(), Duration.ZERO);
    assertThat(ledger.pending().count(Standing.RUNNING)).isEqualTo(1);
    ledger.settled(report(Settle.retry(claim(), Duration.ofSeconds(1), new Failure("no"))));

    assertThat(ledger.pending().count(Standing.WAITING)).isEqualTo(1);
    assertThat(finished).isEmpty();
  }

  private static Claim claim() {
    return new Claim(JOB, 1, 1, 0, "node", Instant.EPOCH, Duration.ofMillis(1));
  }

  private static AttemptReport report(Settle settle) {
    return new AttemptReport(
        settle,
        SettleResult.APPLIED,
        Duration.ofMillis(1),
        Duration.ofMillis(310),
        Optional.empty());
  }

  private static final class AnAttempt implements JobContext {

    @Override
    public Job job() {
      return JOB;
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public long token() {
      return 1;
    }

    @Override
    public String node() {
      return "node";
    }

    @Override
    public Optional<Duration> remaining() {
      return Optional.empty();
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void heartbeat() {}
  }
}
