package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.handler.JobMiddleware;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is told of attempts, and what is wrapped around them. */
class CallbacksTest {

  private final WorkerFixture fixture = new WorkerFixture();
  private final List<String> told = new ArrayList<>();

  private WorkerBuilder worker() {
    return fixture.quietWorker(WorkerFixture.QUEUE).slots(1);
  }

  private void tell(String what, AttemptReport report) {
    told.add(what + " " + report.claim().job().text() + "/" + report.claim().attempt());
  }

  @Test
  void eachCallbackIsToldOfItsOwnEnds() {
    fixture.push(fixture.job("ok"));
    fixture.push(fixture.job("bad").maxAttempts(2));
    fixture.push(fixture.job("snoozed"));
    worker()
        .onCompleted(report -> tell("completed", report))
        .onRetried(report -> tell("retried", report))
        .onFailed(report -> tell("failed", report))
        .onAttempt(report -> tell("attempt", report))
        .onCompleted(report -> tell("completed again", report))
        .start(
            job -> {
              if (job.text().equals("bad")) {
                throw new IllegalStateException();
              }
              if (job.text().equals("snoozed")) {
                throw JobSignal.snooze(Duration.ofDays(1));
              }
            });

    fixture.context.runUntilIdle();

    assertThat(told)
        .containsExactlyInAnyOrder(
            "completed ok/1",
            "attempt ok/1",
            "completed again ok/1",
            "retried bad/1",
            "attempt bad/1",
            "failed bad/2",
            "attempt bad/2",
            "attempt snoozed/1");
  }

  @Test
  @Rule("W10")
  void aCallbackThatThrowsHurtsNoOther() {
    fixture.pushNumbers(3);
    worker()
        .onCompleted(
            report -> {
              throw new AssertionError("bad callback");
            })
        .onCompleted(report -> tell("completed", report))
        .start(job -> {});

    fixture.context.runUntilIdle();

    assertThat(told).containsExactly("completed 1/1", "completed 2/1", "completed 3/1");
    assertThat(fixture.stats().completed()).isEqualTo(3);
  }

  @Test
  void aCallbackThatThrowsIsLoggedOnce() {
    fixture.pushNumbers(3);
    try (CapturedLog log = CapturedLog.of(Reporter.class)) {
      worker()
          .onCompleted(
              report -> {
                throw new AssertionError("bad callback");
              })
          .start(job -> {});
      fixture.context.runUntilIdle();

      assertThat(log.messages()).containsExactly("a callback of onCompleted failed; told once");
    }
  }

  @Test
  void anInterruptThatACallbackLeavesDoesNotReachTheNextJob() {
    fixture.pushNumbers(2);
    List<Boolean> flags = new ArrayList<>();
    worker()
        .onCompleted(report -> Thread.currentThread().interrupt())
        .start(job -> flags.add(Thread.currentThread().isInterrupted()));

    fixture.context.runUntilIdle();

    assertThat(flags).containsExactly(false, false);
  }

  @Test
  void theLogTellsOfFailedJobsUntilACallbackDoes() {
    fixture.push(fixture.job("bad").maxAttempts(1));
    try (CapturedLog log = CapturedLog.of(Worker.class)) {
      worker().onCompleted(report -> {}).onRetried(report -> {}).start(job -> fail()).beginStop();
      fixture.context.runUntilIdle();
      assertThat(log.messages()).isEmpty();
    }
    try (CapturedLog log = CapturedLog.of(Worker.class)) {
      Worker worker = worker().onCompleted(report -> {}).start(job -> fail());
      fixture.context.runUntilIdle();
      assertThat(log.messages()).singleElement().asString().contains("is set aside as failed");
      worker.beginStop();
      fixture.context.runUntilIdle();
    }
    fixture.push(fixture.job("bad").maxAttempts(1));
    try (CapturedLog log = CapturedLog.of(Worker.class)) {
      worker().onFailed(report -> {}).start(job -> fail());
      fixture.context.runUntilIdle();
      assertThat(log.messages()).isEmpty();
    }
    assertThat(fixture.stats().failed()).isEqualTo(2);
  }

  private static void fail() {
    throw new IllegalStateException("bad");
  }

  @Test
  void theFirstMiddlewareIsTheOutermost() {
    fixture.pushNumbers(1);
    worker().use(noting("outer")).use(noting("inner")).start(job -> told.add("handler"));

    fixture.context.runUntilIdle();

    assertThat(told)
        .containsExactly("outer before", "inner before", "handler", "inner after", "outer after");
  }

  private JobMiddleware noting(String name) {
    return (job, next) -> {
      told.add(name + " before");
      next.handle(job);
      told.add(name + " after");
    };
  }

  @Test
  @Rule("W10")
  void whatMiddlewareThrowsIsTheOutcomeAndWhatItSkipsIsComplete() {
    fixture.push(fixture.job("refused").maxAttempts(1));
    fixture.push(fixture.job("skipped"));
    worker()
        .onFailed(report -> {})
        .use(
            (job, next) -> {
              if (job.text().equals("refused")) {
                throw new IllegalStateException("refused");
              }
            })
        .start(job -> told.add("handler"));

    fixture.context.runUntilIdle();

    assertThat(told).isEmpty();
    assertThat(fixture.stats().failed()).isEqualTo(1);
    assertThat(fixture.stats().completed()).isEqualTo(1);
  }

  @Test
  void middlewareDoesNotGoWithAnAsynchronousHandler() {
    assertThatThrownBy(
            () ->
                worker()
                    .use((job, next) -> next.handle(job))
                    .buildAsync(job -> CompletableFuture.completedFuture(null)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("use(middleware)")
        .hasMessageContaining("before the attempt has ended");
  }

  @Test
  void anAsynchronousHandlerIsBuiltAndStartedAtOnce() {
    fixture.pushNumbers(2);
    Worker worker = worker().slots(2).startAsync(fixture.taking(Duration.ofSeconds(1)));

    fixture.context.advance(Duration.ofSeconds(1));

    assertThat(worker.metrics().completed()).isEqualTo(2);
  }
}
