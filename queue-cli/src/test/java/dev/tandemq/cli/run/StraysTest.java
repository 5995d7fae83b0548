package dev.tandemq.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.process.Waiting;
import dev.tandemq.cli.report.FinishedJob;
import dev.tandemq.cli.report.RunReport;
import dev.tandemq.cli.report.Summary;
import dev.tandemq.cli.run.PendingJobs.Standing;
import dev.tandemq.engine.Queues;
import dev.tandemq.job.Job;
import dev.tandemq.queue.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs of ours that somebody else brings to an end, on a clock that the test moves. */
final class StraysTest {

  private static final Duration LONG = Duration.ofSeconds(6);

  private final Queues queues = Queues.open("memory:");
  private final Queue queue = queues.queue("run");
  private final List<FinishedJob> reported = new CopyOnWriteArrayList<>();
  private final Window window = new Window(10_000, 1 << 20);
  private final Outbox outbox =
      new Outbox(
          new Remembering(), Optional.empty(), OutputOrder.ofInput(), window, () -> {}, e -> {});
  private final Ledger ledger = new Ledger(window, outbox::accept);
  private final Strays strays = new Strays(queues.store(), ledger, outbox);

  @BeforeEach
  void start() {
    outbox.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    outbox.finish();
    queues.close();
  }

  @Test
  void whatIsGoneLeavesTheWindow() {
    List<Job> jobs = push(3000);
    queues.store().remove(jobs.stream().map(Job::id).toList()).toCompletableFuture().join();
    long now = System.nanoTime() + LONG.toNanos();

    int looks = 0;
    while (!ledger.pending().all().isEmpty()) {
      strays.look(now);
      looks++;
    }

    assertThat(looks).as("it looks at more when it finds something").isLessThan(12);
    Waiting.until(window::isEmpty, "the window is not empty");
    assertThat(reported).isEmpty();
  }

  @Test
  void whatFailedElsewhereIsReported() {
    push(1);
    queues
        .worker("run")
        .start(
            job -> {
              throw new IllegalStateException("bad");
            });
    Waiting.until(() -> queue.stats().failed() == 1, "it did not fail");

    strays.look(System.nanoTime() + LONG.toNanos());

    Waiting.until(() -> reported.size() == 1, "it was not reported");
    assertThat(reported.get(0).isCompleted()).isFalse();
    assertThat(reported.get(0).error()).get().asString().contains("bad");
    Waiting.until(window::isEmpty, "the window is not empty");
  }

  @Test
  void whatIsStillThereOrWasHeardOfStays() {
    Job there = push(1).get(0);
    long now = System.nanoTime() + LONG.toNanos();
    strays.look(now);
    assertThat(ledger.pending().all()).containsExactly(there.id());

    queues.store().remove(List.of(there.id())).toCompletableFuture().join();
    strays.look(now + 1);
    assertThat(ledger.pending().all()).as("just heard of").containsExactly(there.id());
    strays.look(now + LONG.toNanos());
    assertThat(ledger.pending().all()).isEmpty();
  }

  @Test
  void whatRunsHereIsNotAskedFor() {
    Job job = push(1).get(0);
    ledger.pending().moved(job.id(), Standing.RUNNING, System.nanoTime());
    queues.store().remove(List.of(job.id())).toCompletableFuture().join();

    strays.look(System.nanoTime() + LONG.toNanos());

    assertThat(ledger.pending().all()).containsExactly(job.id());
  }

  @Test
  void inInputOrderAGoneJobDoesNotHoldUpTheNext() {
    List<Job> jobs = push(2);
    queues.store().remove(List.of(jobs.get(0).id())).toCompletableFuture().join();
    queues
        .worker("run")
        .onAttempt(ledger::settled)
        .start(context -> ledger.started(context, Duration.ZERO));
    Waiting.until(() -> ledger.pending().all().size() == 1, "the second was not run");

    strays.look(System.nanoTime() + LONG.toNanos());

    Waiting.until(() -> reported.size() == 1, "the second was not reported");
  }

  private List<Job> push(int count) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Job job =
          queue.newJob().payload("x").maxAttempts(1).tag(LineTag.NAME, String.valueOf(i)).build();
      assertThat(window.tryEnter(job.payloadSize())).isTrue();
      ledger.taken(job);
      jobs.add(job);
    }
    queue.pushBatch(jobs);
    return jobs;
  }

  private final class Remembering implements RunReport {

    @Override
    public void finished(FinishedJob job) {
      reported.add(job);
    }

    @Override
    public void summary(Summary summary) {}
  }
}
