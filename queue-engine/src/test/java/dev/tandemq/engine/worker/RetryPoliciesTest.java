package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.job.JobType;
import dev.tandemq.retry.Backoff;
import dev.tandemq.tck.rule.Rule;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whose policy holds for a job. */
class RetryPoliciesTest {

  private final WorkerFixture fixture = new WorkerFixture();
  private final Map<String, Duration> delays = new TreeMap<>();

  @Test
  @Rule("W3")
  void theJobsOwnWinsOverItsTypesOverItsQueuesOverTheWorkers() {
    JobType<String> mail = JobType.of("mail", String.class);
    fixture.push(fixture.job("job").queue("b").type("mail").backoff(Backoff.fixed(seconds(1))));
    fixture.push(fixture.job("type").queue("b").type("mail"));
    fixture.push(fixture.job("queue").queue("b").type("other"));
    fixture.push(fixture.job("worker").queue("a").type("other"));
    fixture
        .quietWorker("a", "b")
        .retry(Backoff.fixed(seconds(4)))
        .retry("b", Backoff.fixed(seconds(3)))
        .retry(mail, Backoff.fixed(seconds(2)))
        .onRetried(report -> delays.put(report.claim().job().text(), report.settle().delay()))
        .start(
            job -> {
              throw new IllegalStateException();
            });

    fixture.context.runUntilIdle();

    assertThat(delays)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "job", seconds(1), "type", seconds(2), "queue", seconds(3), "worker", seconds(4)));
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void anExceptedFailureSetsTheJobAsideAtOnce() {
    fixture.pushNumbers(1);
    fixture
        .worker()
        .retry(Backoff.fixed(seconds(1)).except(IOException.class))
        .start(
            job -> {
              throw new FileNotFoundException("gone");
            });

    fixture.context.runUntilIdle();

    assertThat(fixture.stats().failed()).isEqualTo(1);
    assertThat(fixture.reports).hasSize(1);
  }

  @Test
  void aPolicyForAQueueThatItDoesNotServeIsRefused() {
    assertThatThrownBy(() -> fixture.quietWorker("a", "b").retry("c", Backoff.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("queue is c")
        .hasMessageContaining("[a, b]");
  }
}
