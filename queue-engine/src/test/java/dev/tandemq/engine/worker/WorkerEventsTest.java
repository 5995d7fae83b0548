package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.event.EventSink;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.JobId;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a worker tells of, and when it keeps silent. */
class WorkerEventsTest {

  private final WorkerFixture fixture = new WorkerFixture();

  private WorkerBuilder worker() {
    return fixture.worker().slots(1);
  }

  @Test
  @Rule("V1")
  void everyEndHasItsEvent() {
    fixture.push(fixture.job("fail").maxAttempts(2));
    fixture.push(fixture.job("snooze"));
    fixture.push(fixture.job("discard"));
    JobId lost = fixture.push(fixture.job("lost"));
    worker()
        .start(
            job -> {
              switch (job.text()) {
                case "fail" -> {
                  if (job.attempt() == 1) {
                    fixture.context.advance(Duration.ofSeconds(2));
                    throw new IllegalStateException("once");
                  }
                  throw new IllegalStateException("twice");
                }
                case "snooze" -> throw JobSignal.snooze(Duration.ofDays(1));
                case "discard" -> throw JobSignal.discard("not wanted");
                case "lost" -> {
                  var unused = fixture.store.remove(List.of(lost));
                }
                default -> {}
              }
            });
    fixture.context.runUntilIdle();
    fixture.push(fixture.job("complete"));
    fixture.context.runUntilIdle();

    assertThat(fixture.events.names())
        .containsExactly(
            "WorkerStarted",
            "Started",
            "Retried",
            "Started",
            "Snoozed",
            "Started",
            "Discarded",
            "Started",
            "Lost",
            "Started",
            "Failed",
            "Started",
            "Completed");
    QueueEvent.Retried retried = fixture.events.of(QueueEvent.Retried.class).get(0);
    assertThat(retried.ran()).isEqualTo(Duration.ofSeconds(2));
    assertThat(retried.failure().error()).contains("once");
    assertThat(fixture.events.of(QueueEvent.Snoozed.class).get(0).delay())
        .isEqualTo(Duration.ofDays(1));
  }

  @Test
  void aWorkersLifeIsToldToo() {
    fixture.push(fixture.job("cut").timeout(Duration.ZERO));
    Worker worker = worker().startAsync(job -> new CompletableFuture<>());
    fixture.context.runUntilIdle();
    worker.pause();
    worker.resume();
    var unused = worker.stopAsync(Duration.ZERO);
    fixture.context.runUntilIdle();

    assertThat(fixture.events.names())
        .containsExactly(
            "WorkerStarted",
            "Started",
            "WorkerPaused",
            "WorkerResumed",
            "HandedBack",
            "WorkerStopped");
    assertThat(fixture.events.of(QueueEvent.WorkerStopped.class).get(0).node()).isEqualTo("node-1");
  }

  @Test
  void nothingIsMadeThatNobodyWants() {
    fixture.events.isWanted = false;
    fixture.pushNumbers(3);
    worker().start(job -> {});

    fixture.context.runUntilIdle();

    assertThat(fixture.events.all).isEmpty();
    assertThat(fixture.stats().completed()).isEqualTo(3);
  }

  @Test
  void aSinkThatThrowsHurtsNobody() {
    WorkerEvents events =
        new WorkerEvents(
            new EventSink() {
              @Override
              public boolean isWanted() {
                throw new AssertionError("bad sink");
              }

              @Override
              public void tell(QueueEvent event) {}
            },
            fixture.context.time());
    try (CapturedLog log = CapturedLog.of(WorkerEvents.class)) {
      events.worker(at -> new QueueEvent.WorkerStarted(at, "node-1"));
      events.worker(at -> new QueueEvent.WorkerStopped(at, "node-1"));

      assertThat(log.messages()).containsExactly("the sink of events failed; told once");
    }
  }
}
