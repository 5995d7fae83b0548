package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.Queues;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.JobId;
import dev.tandemq.queue.Queue;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Handlers that ignore their interrupt. */
class DeafHandlersTest {

  @Test
  @Rule("W7")
  void theOneThatIsGivenUpIsNamedAndToldOfWhenItComesBack() {
    WorkerFixture fixture = new WorkerFixture();
    JobId id = fixture.push(fixture.job("deaf").timeout(Duration.ofSeconds(5)).maxAttempts(1));
    List<Instant> cameBackAt = new ArrayList<>();
    Worker worker =
        fixture
            .worker()
            .slots(1)
            .build(
                job -> {
                  fixture.context.advance(Duration.ofSeconds(20));
                  cameBackAt.add(fixture.context.time().now());
                });
    try (CapturedLog log = CapturedLog.of(Worker.class)) {
      worker.start();
      fixture.context.runUntilIdle();

      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains(id.toString(), "its time was up", "ignored that for 2 s", "its thread main")
          .contains("\n    at ");
    }
    assertThat(fixture.events.names())
        .containsExactly("WorkerStarted", "Started", "Abandoned", "Failed", "CameBack");
    assertThat(fixture.events.of(QueueEvent.Abandoned.class).get(0).reason())
        .isEqualTo("its time was up");
    assertThat(fixture.events.of(QueueEvent.CameBack.class).get(0))
        .isEqualTo(
            new QueueEvent.CameBack(
                cameBackAt.get(0),
                fixture.events.of(QueueEvent.Started.class).get(0).claim(),
                Duration.ofSeconds(13)));
    assertThat(worker.metrics().abandoned()).isEqualTo(1);
    assertThat(worker.metrics().completed()).as("its result is dropped").isZero();
  }

  @Test
  @Rule("W7")
  void howLongAnInterruptedHandlerHasCanBeSet() {
    WorkerFixture fixture = new WorkerFixture();
    fixture.push(fixture.job("slow to end").timeout(Duration.ofSeconds(5)).maxAttempts(1));
    List<Integer> eventsMeanwhile = new ArrayList<>();
    Worker worker =
        fixture
            .worker()
            .slots(1)
            .interruptGrace(Duration.ofMillis(7500))
            .build(
                job -> {
                  fixture.context.advance(Duration.ofMillis(12_499));
                  eventsMeanwhile.add(fixture.events.of(QueueEvent.Abandoned.class).size());
                  fixture.context.advance(Duration.ofMillis(1));
                  eventsMeanwhile.add(fixture.events.of(QueueEvent.Abandoned.class).size());
                });
    try (CapturedLog log = CapturedLog.of(Worker.class)) {
      worker.start();
      fixture.context.runUntilIdle();

      assertThat(log.messages()).singleElement().asString().contains("ignored that for 7500 ms");
    }
    assertThat(eventsMeanwhile).containsExactly(0, 1);
  }

  @Test
  @Rule("W9")
  void aStopAmongSeveralHandlersLosesNothingOnVirtualTime() {
    WorkerFixture fixture = new WorkerFixture();
    List<JobId> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.add(fixture.push(fixture.job("polite").timeout(Duration.ZERO)));
    }
    Worker polite = fixture.worker().slots(2).startAsync(job -> new CompletableFuture<>());
    List<CompletableFuture<StopReport>> stops = new ArrayList<>();
    List<Boolean> done = new ArrayList<>();
    Worker[] deaf = new Worker[1];
    deaf[0] =
        fixture
            .worker()
            .slots(1)
            .build(
                job -> {
                  for (Worker worker : List.of(polite, deaf[0])) {
                    stops.add(worker.stopAsync(Duration.ofSeconds(3)).toCompletableFuture());
                  }
                  fixture.context.advance(Duration.ofSeconds(3));
                  stops.forEach(stop -> done.add(stop.isDone()));
                  fixture.context.advance(Duration.ofSeconds(2));
                  stops.forEach(stop -> done.add(stop.isDone()));
                });
    fixture.context.runUntilIdle();
    deaf[0].start();
    fixture.context.runUntilIdle();

    assertThat(done).containsExactly(true, false, true, true);
    assertThat(stops.get(0)).isCompletedWithValue(new StopReport(2, 0));
    assertThat(stops.get(1)).isCompletedWithValue(new StopReport(1, 1));
    assertThat(fixture.stats().ready()).isEqualTo(4);
    assertThat(ids).allSatisfy(id -> assertThat(fixture.find(id).attempts()).isZero());
  }

  @Test
  @Rule("W9")
  void aStopAmongSeveralHandlersLosesNothingOnRealThreads() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(5);
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    try (Queues queues = Queues.open("memory:")) {
      Queue work = queues.queue("work");
      for (int i = 0; i < 4; i++) {
        work.push(work.newJob().payload("polite").timeout(Duration.ZERO).build());
      }
      work.push(work.newJob().payload("deaf").timeout(Duration.ZERO).build());
      for (int i = 0; i < 3; i++) {
        work.push("waits");
      }
      Worker worker =
          queues
              .worker("work")
              .slots(5)
              .grace(Duration.ofMillis(100))
              .start(
                  job -> {
                    begun.countDown();
                    if (!job.text().equals("deaf")) {
                      never.await();
                    }
                    while (release.getCount() > 0) {
                      LockSupport.parkNanos(1_000_000); // an interrupt ends this one only
                    }
                    back.countDown();
                  });
      assertThat(begun.await(30, TimeUnit.SECONDS)).as("all at work").isTrue();

      CompletableFuture<StopReport> stopped =
          worker.stopAsync(Duration.ofMillis(100)).toCompletableFuture();

      // 0.1 s of grace and 2 s for the interrupt; the rest is for a busy machine.
      assertThat(stopped).succeedsWithin(Duration.ofSeconds(30));
      assertThat(stopped.join()).isEqualTo(new StopReport(5, 1));
      assertThat(work.stats().ready()).isEqualTo(8);
      assertThat(work.stats().reserved()).isZero();
      assertThat(worker.metrics().handedBack()).isEqualTo(5);
      assertThat(worker.status().busy()).isZero();

      release.countDown();
      assertThat(back.await(30, TimeUnit.SECONDS)).isTrue();
      List<Integer> attempts = new ArrayList<>();
      CountDownLatch again = new CountDownLatch(8);
      queues
          .worker("work")
          .slots(1)
          .start(
              job -> {
                attempts.add(job.attempt());
                again.countDown();
              });
      assertThat(again.await(30, TimeUnit.SECONDS)).as("all done in the end").isTrue();
      assertThat(attempts).hasSize(8).containsOnly(1);
    }
  }
}
