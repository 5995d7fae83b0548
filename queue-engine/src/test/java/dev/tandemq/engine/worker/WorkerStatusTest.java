package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a worker says of itself. */
class WorkerStatusTest {

  private final WorkerFixture fixture = new WorkerFixture();

  @Test
  void tellsWhatIsAtWorkNowAndSinceWhen() {
    JobId id = fixture.push(fixture.job("long").type("mail").timeout(Duration.ZERO));
    Instant startedAt = fixture.context.time().now();
    Worker worker = fixture.worker().slots(3).startAsync(job -> new CompletableFuture<>());
    fixture.context.advance(Duration.ofSeconds(7));

    WorkerStatus status = worker.status();

    assertThat(status.node()).isEqualTo("node-1");
    assertThat(status.state()).isEqualTo(WorkerState.RUNNING);
    assertThat(status.slots()).isEqualTo(3);
    assertThat(status.busy()).isEqualTo(1);
    assertThat(status.idle()).isEqualTo(2);
    assertThat(status.jobs())
        .containsExactly(
            new CurrentJob(
                id, WorkerFixture.QUEUE, "mail", 1, startedAt, Duration.ofSeconds(7), false));
  }

  @Test
  @Rule("W11")
  void countsByOutcome() {
    fixture.push(fixture.job("complete"));
    fixture.push(fixture.job("fail").maxAttempts(2));
    fixture.push(fixture.job("bury"));
    fixture.push(fixture.job("snooze"));
    fixture.push(fixture.job("discard"));
    JobId lost = fixture.push(fixture.job("lost"));
    Worker worker =
        fixture
            .worker()
            .start(
                job -> {
                  switch (job.text()) {
                    case "fail" -> throw new IllegalStateException();
                    case "bury" -> throw JobSignal.bury("no use");
                    case "snooze" -> throw JobSignal.snooze(Duration.ofDays(1));
                    case "discard" -> throw JobSignal.discard("not wanted");
                    case "lost" -> {
                      var unused = fixture.store.remove(List.of(lost));
                    }
                    default -> {}
                  }
                });
    fixture.context.runUntilIdle();

    WorkerMetrics metrics = worker.metrics();

    assertThat(metrics.completed()).isEqualTo(1);
    assertThat(metrics.retried()).isEqualTo(1);
    assertThat(metrics.failed()).isEqualTo(2);
    assertThat(metrics.snoozed()).isEqualTo(1);
    assertThat(metrics.discarded()).isEqualTo(1);
    assertThat(metrics.lost()).isEqualTo(1);
    assertThat(metrics.handedBack()).isZero();
    assertThat(metrics.abandoned()).isZero();
    assertThat(metrics.runs().count()).isEqualTo(7);
    assertThat(worker.status().completed()).isEqualTo(1);
    assertThat(worker.status().failed()).isEqualTo(2);
  }

  @Test
  @Rule("W11")
  void measuresWaitsAndRunsOverAllSlots() {
    fixture.pushNumbers(100);
    fixture.context.advance(Duration.ofSeconds(3));
    Worker worker =
        fixture
            .worker()
            .slots(100)
            .buildAsync(job -> fixture.after(Duration.ofMillis(Long.parseLong(job.text()))));
    assertThat(worker.metrics().lastJobAt()).isEmpty();
    worker.start();
    fixture.context.advance(Duration.ofSeconds(10));

    WorkerMetrics metrics = worker.metrics();

    assertThat(metrics.runs().count()).isEqualTo(100);
    assertThat(metrics.runs().mean()).isEqualTo(Duration.ofNanos(50_500_000));
    assertThat(metrics.runs().p50()).isEqualTo(Duration.ofMillis(50));
    assertThat(metrics.runs().p90()).isEqualTo(Duration.ofMillis(90));
    assertThat(metrics.runs().p99()).isEqualTo(Duration.ofMillis(99));
    assertThat(metrics.runs().max()).isEqualTo(Duration.ofMillis(100));
    assertThat(metrics.waits().p50()).isEqualTo(Duration.ofSeconds(3));
    assertThat(metrics.lastJobAt())
        .contains(fixture.context.time().now().minus(Duration.ofMillis(9_900)));
  }

  @Test
  void tellsItsQueuesAndTheTypesItHandles() {
    JobType<String> mail = JobType.of("mail", String.class);

    assertThat(fixture.quietWorker("a", "b").build(job -> {}).queues()).containsExactly("a", "b");
    assertThat(fixture.quietWorker("a").build(job -> {}).jobTypes()).isEmpty();
    assertThat(fixture.quietWorker("a").on(mail, (text, job) -> {}).build().jobTypes())
        .containsExactly("mail");
    assertThat(fixture.quietWorker("a").on(mail, (text, job) -> {}).build(job -> {}).jobTypes())
        .as("all, for the others have a handler too")
        .isEmpty();
  }

  @Test
  void aHandlerSeesHowOftenItsJobWasSnoozed() {
    fixture.pushNumbers(1);
    List<Integer> snoozes = new ArrayList<>();
    fixture
        .worker()
        .start(
            job -> {
              snoozes.add(job.snoozes());
              if (job.snoozes() < 2) {
                throw JobSignal.snooze(Duration.ZERO);
              }
            });

    fixture.context.runUntilIdle();

    assertThat(snoozes).containsExactly(0, 1, 2);
  }
}
