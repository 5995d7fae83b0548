package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.store.Backends;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.Settle.Arrow;
import dev.tandemq.store.SettleResult;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of an attempt, on virtual time. */
class WorkerTest {

  private final WorkerFixture fixture = new WorkerFixture();

  @Test
  void runsEveryJobOnceInTheOrderOfTheirPush() {
    fixture.pushNumbers(1000);
    List<String> done = new ArrayList<>();
    fixture.worker().slots(1).start(job -> done.add(job.text()));

    fixture.context.runUntilIdle();

    assertThat(done).hasSize(1000).startsWith("1", "2", "3").endsWith("999", "1000");
    assertThat(fixture.stats().completed()).isEqualTo(1000);
  }

  @Test
  @Rule("W1")
  void claimsNoMoreThanItHasSlotsFor() {
    fixture.pushNumbers(10);
    Worker worker = fixture.worker().slots(3).buildAsync(job -> new CompletableFuture<>());

    worker.start();
    fixture.context.runUntilIdle();

    assertThat(fixture.stats().reserved()).isEqualTo(3);
    assertThat(fixture.stats().ready()).isEqualTo(7);
  }

  @Test
  void aPushWakesAnIdleWorkerWithoutAPoll() {
    List<String> done = new ArrayList<>();
    fixture.worker().slots(4).start(job -> done.add(job.text()));
    fixture.context.runUntilIdle();

    fixture.pushNumbers(6);
    fixture.context.runUntilIdle();

    assertThat(done).hasSize(6);
  }

  @Test
  void aPushWhileAnotherSlotIsBusyWakesAnIdleOneWithoutAPoll() {
    fixture.worker().slots(5).buildAsync(job -> new CompletableFuture<>()).start();
    fixture.context.runUntilIdle();

    for (int i = 1; i <= 5; i++) {
      fixture.pushNumbers(1);
      fixture.context.runUntilIdle();
      assertThat(fixture.stats().reserved()).as("jobs at work after push " + i).isEqualTo(i);
    }
  }

  @Test
  void aPushBesideTheVeryFirstJobWakesAnIdleSlotWithoutAPoll() {
    fixture.pushNumbers(1);
    fixture.worker().slots(5).buildAsync(job -> new CompletableFuture<>()).start();
    fixture.context.runUntilIdle();

    fixture.pushNumbers(1);
    fixture.context.runUntilIdle();

    assertThat(fixture.stats().reserved()).isEqualTo(2);
  }

  @Test
  void aDelayedJobStartsTheMomentItIsDue() {
    fixture.push(fixture.job("later").delay(Duration.ofMillis(2500)));
    List<String> done = new ArrayList<>();
    fixture.worker().start(job -> done.add(job.text()));

    fixture.context.advance(Duration.ofMillis(2499));
    assertThat(done).isEmpty();
    fixture.context.advance(Duration.ofMillis(1));

    assertThat(done).containsExactly("later");
  }

  @Test
  void aPollFindsWhatNoHintToldOf() {
    List<String> done = new ArrayList<>();
    Worker worker =
        fixture
            .distantWorker(DeafStore::new)
            .poll(Duration.ofSeconds(1))
            .start(job -> done.add(job.text()));
    fixture.context.runUntilIdle();
    fixture.pushNumbers(3);

    fixture.context.advance(Duration.ofMillis(1201));

    assertThat(done).hasSize(3);
    worker.beginStop();
  }

  @Test
  @Rule("W3")
  void retriesUntilItSucceeds() {
    fixture.pushNumbers(1);
    AtomicInteger calls = new AtomicInteger();
    fixture
        .worker()
        .start(
            job -> {
              if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
            });

    fixture.context.runUntilIdle();

    assertThat(fixture.reports)
        .extracting(report -> report.claim().attempt())
        .containsExactly(1, 2, 3);
    assertThat(fixture.stats().completed()).isEqualTo(1);
    assertThat(fixture.stats().retried()).isEqualTo(1);
    assertThat(fixture.stats().retries()).isEqualTo(2);
  }

  @Test
  void setsAsideWhatFailsAtItsLastAttempt() {
    JobId id = fixture.push(fixture.job("bad").maxAttempts(2));
    fixture
        .worker()
        .start(
            job -> {
              throw new IllegalStateException("attempt " + job.attempt());
            });

    fixture.context.runUntilIdle();

    assertThat(fixture.find(id).state()).isEqualTo(JobState.FAILED);
    assertThat(fixture.find(id).attempts()).isEqualTo(2);
    assertThat(fixture.find(id).history())
        .extracting(attempt -> attempt.failure().error())
        .containsExactly(
            "java.lang.IllegalStateException: attempt 1",
            "java.lang.IllegalStateException: attempt 2");
    assertThat(fixture.reports).last().matches(AttemptReport::isFailed);
  }

  @Test
  void waitsAsLongAsThePolicySays() {
    fixture.pushNumbers(1);
    AtomicInteger calls = new AtomicInteger();
    fixture
        .worker()
        .retry((attempt, failure, random) -> Optional.of(Duration.ofSeconds(attempt * 10L)))
        .start(
            job -> {
              calls.incrementAndGet();
              throw new IllegalStateException();
            });

    fixture.context.advance(Duration.ofSeconds(9));
    assertThat(calls).hasValue(1);
    fixture.context.advance(Duration.ofSeconds(1));
    assertThat(calls).hasValue(2);
    fixture.context.advance(Duration.ofSeconds(20));

    assertThat(calls).hasValue(3);
    assertThat(fixture.stats().failed()).isEqualTo(1);
  }

  @Test
  void aPolicyThatSaysNeverBuries() {
    fixture.pushNumbers(1);
    fixture
        .worker()
        .retry((attempt, failure, random) -> Optional.empty())
        .start(
            job -> {
              throw new IllegalStateException("hopeless");
            });

    fixture.context.runUntilIdle();

    assertThat(fixture.list(JobState.FAILED))
        .singleElement()
        .satisfies(view -> assertThat(view.attempts()).isEqualTo(1));
  }

  @Test
  @Rule("W10")
  void aPolicyThatThrowsCostsNoRetry() {
    fixture.pushNumbers(1);
    fixture
        .worker()
        .retry(
            (attempt, failure, random) -> {
              throw new IllegalArgumentException("broken policy");
            })
        .start(
            job -> {
              if (job.attempt() == 1) {
                throw new IllegalStateException();
              }
            });

    fixture.context.advance(Duration.ofSeconds(1));

    assertThat(fixture.stats().completed()).isEqualTo(1);
  }

  @Test
  void aPolicyWhoseDelayIsBeyondAllLimitsCostsNoRetry() {
    fixture.pushNumbers(1);
    fixture
        .worker()
        .slots(1)
        .retry((attempt, failure, random) -> Optional.of(Duration.ofDays(40_000)))
        .start(
            job -> {
              if (job.attempt() == 1) {
                throw new IllegalStateException();
              }
            });

    fixture.context.advance(Duration.ofSeconds(1));

    assertThat(fixture.stats().completed()).isEqualTo(1);
  }

  @Test
  void beatsThatAHandlerAsksForInALoopAreOneBeat() {
    AtomicInteger extensions = new AtomicInteger();
    fixture.push(fixture.job("eager"));
    fixture
        .distantWorker(
            store ->
                new ForwardingJobStore(store) {
                  @Override
                  public CompletionStage<List<Extended>> extend(
                      List<Claim> claims, Duration lease) {
                    extensions.incrementAndGet();
                    return super.extend(claims, lease);
                  }
                })
        .buildAsync(
            job -> {
              for (int i = 0; i < 1000; i++) {
                job.heartbeat();
              }
              return new CompletableFuture<>();
            })
        .start();

    fixture.context.advance(Duration.ofMillis(100));

    assertThat(extensions).hasValue(1);
  }

  @Test
  void anErrorFailsTheAttemptAndNotTheSlot() {
    fixture.pushNumbers(2);
    fixture
        .worker()
        .slots(1)
        .start(
            job -> {
              if (job.attempt() == 1) {
                throw new StackOverflowError();
              }
            });

    fixture.context.runUntilIdle();

    assertThat(fixture.stats().completed()).isEqualTo(2);
  }

  @Test
  void anObserverThatThrowsHurtsNobody() {
    fixture.pushNumbers(5);
    fixture
        .worker()
        .onAttempt(
            report -> {
              throw new AssertionError("bad observer");
            })
        .start(job -> {});

    fixture.context.runUntilIdle();

    assertThat(fixture.stats().completed()).isEqualTo(5);
  }

  @Test
  @Rule("W3")
  void signalsTakeTheirArrows() {
    JobId buried = fixture.push(fixture.job("bury"));
    fixture.push(fixture.job("discard"));
    JobId snoozed = fixture.push(fixture.job("snooze"));
    fixture
        .worker()
        .start(
            job -> {
              switch (job.text()) {
                case "bury" -> throw JobSignal.bury("no use");
                case "discard" -> throw JobSignal.discard("not wanted");
                default -> throw JobSignal.snooze(Duration.ofMinutes(1));
              }
            });

    fixture.context.runUntilIdle();

    assertThat(fixture.find(buried).state()).isEqualTo(JobState.FAILED);
    assertThat(fixture.find(buried).history())
        .extracting(attempt -> attempt.failure().error())
        .containsExactly("no use");
    assertThat(fixture.find(snoozed).state()).isEqualTo(JobState.DELAYED);
    assertThat(fixture.find(snoozed).attempts()).isZero();
    assertThat(fixture.stats().removed()).isEqualTo(1);
    assertThat(fixture.stats().snoozed()).isEqualTo(1);
  }

  @Test
  @Rule("W3")
  void theHundredAndFirstSnoozeIsAFailedAttempt() {
    JobId id = fixture.push(fixture.job("sleepy").maxAttempts(1));
    fixture
        .worker()
        .start(
            job -> {
              throw JobSignal.snooze(Duration.ofSeconds(30));
            });

    fixture.context.advance(Duration.ofSeconds(30 * 99 + 29));
    assertThat(fixture.stats().snoozed()).isEqualTo(100);
    assertThat(fixture.find(id).state()).isEqualTo(JobState.DELAYED);
    fixture.context.advance(Duration.ofSeconds(1));

    assertThat(fixture.stats().snoozed()).isEqualTo(100);
    assertThat(fixture.find(id).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  @Rule("W4")
  void anAttemptTimesOutAndIsTriedAgain() {
    fixture.push(fixture.job("slow").timeout(Duration.ofSeconds(3)));
    AtomicBoolean wasCancelled = new AtomicBoolean();
    fixture
        .worker()
        .buildAsync(
            job -> {
              CompletableFuture<Void> never = new CompletableFuture<>();
              Calls.whenDone(never, () -> wasCancelled.set(job.isCancelled()));
              return job.attempt() == 1 ? never : CompletableFuture.completedFuture(null);
            })
        .start();

    fixture.context.advance(Duration.ofMillis(2999));
    assertThat(fixture.reports).isEmpty();
    fixture.context.advance(Duration.ofMillis(1));

    assertThat(wasCancelled).isTrue();
    assertThat(fixture.reports.get(0).thrown()).containsInstanceOf(TimeoutException.class);
    assertThat(fixture.reports.get(0).ran()).isEqualTo(Duration.ofSeconds(3));
    assertThat(fixture.stats().completed()).isEqualTo(1);
  }

  @Test
  void aShortTimeoutIsKeptBesideALongOne() {
    fixture.push(fixture.job("long").timeout(Duration.ofSeconds(60)));
    fixture.push(fixture.job("short").timeout(Duration.ofSeconds(1)).maxAttempts(1));
    fixture.worker().slots(2).buildAsync(job -> new CompletableFuture<>()).start();

    fixture.context.advance(Duration.ofSeconds(1));

    assertThat(fixture.stats().failed()).isEqualTo(1);
    assertThat(fixture.stats().reserved()).isEqualTo(1);
  }

  @Test
  void aJobWithoutTimeoutRunsAsLongAsItLikes() {
    fixture.push(fixture.job("endless").timeout(Duration.ZERO));
    fixture.worker().buildAsync(fixture.taking(Duration.ofDays(3))).start();

    fixture.context.advance(Duration.ofDays(3));

    assertThat(fixture.stats().completed()).isEqualTo(1);
    assertThat(fixture.stats().rescued()).isZero();
  }

  @Test
  @Rule("W4")
  void aBlockedHandlerIsInterruptedAtItsTimeout() {
    fixture.push(fixture.job("blocked").timeout(Duration.ofSeconds(5)).maxAttempts(1));
    AtomicBoolean sawInterrupt = new AtomicBoolean();
    fixture
        .worker()
        .start(
            job -> {
              fixture.context.advance(Duration.ofSeconds(5));
              sawInterrupt.set(Thread.interrupted());
              assertThat(job.isCancelled()).isTrue();
              assertThat(job.remaining()).contains(Duration.ZERO);
            });

    fixture.context.runUntilIdle();

    assertThat(sawInterrupt).isTrue();
    assertThat(fixture.stats().failed()).isEqualTo(1);
  }

  @Test
  @Rule("W7")
  void aHandlerThatIgnoresItsInterruptLosesItsSlotAndItsResult() {
    JobId id = fixture.push(fixture.job("deaf").timeout(Duration.ofSeconds(5)).maxAttempts(2));
    List<String> events = new ArrayList<>();
    Worker worker =
        fixture
            .worker()
            .slots(1)
            .build(
                job -> {
                  events.add("begin " + job.attempt());
                  if (job.attempt() == 1) {
                    // Inside of this all else goes on, as beside a handler that blocks.
                    fixture.context.advance(Duration.ofSeconds(20));
                  }
                  events.add("end " + job.attempt());
                });
    worker.start();

    fixture.context.runUntilIdle();

    assertThat(events).containsExactly("begin 1", "begin 2", "end 2", "end 1");
    assertThat(fixture.store.find(id).toCompletableFuture().join()).isEmpty();
    assertThat(fixture.stats().completed()).isEqualTo(1);
    assertThat(fixture.reports)
        .extracting(report -> report.settle().arrow())
        .containsExactly(Arrow.RETRY, Arrow.COMPLETE);
    // The one slot still works.
    fixture.pushNumbers(1);
    fixture.context.runUntilIdle();
    assertThat(fixture.stats().completed()).isEqualTo(2);
  }

  @Test
  @Rule("W5")
  void renewsTheLeaseOfWhatRunsLong() {
    fixture.push(fixture.job("long").timeout(Duration.ofMinutes(10)));
    fixture.worker().buildAsync(fixture.taking(Duration.ofMinutes(5))).start();

    fixture.context.advance(Duration.ofMinutes(5));

    assertThat(fixture.stats().completed()).isEqualTo(1);
    assertThat(fixture.stats().rescued()).isZero();
  }

  @Test
  @Rule("W5")
  void aHandlerWhoseLeaseIsLostIsToldWithinOneHeartbeat() {
    JobId id = fixture.push(fixture.job("removed").timeout(Duration.ZERO));
    AtomicBoolean told = new AtomicBoolean();
    fixture
        .worker()
        .heartbeat(Duration.ofSeconds(5))
        .buildAsync(
            job -> {
              CompletableFuture<Void> never = new CompletableFuture<>();
              Calls.whenDone(never, () -> told.set(job.isCancelled()));
              return never;
            })
        .start();
    fixture.context.runUntilIdle();
    var unused = fixture.store.remove(List.of(id)).toCompletableFuture().join();

    fixture.context.advance(Duration.ofSeconds(5));

    assertThat(told).isTrue();
    assertThat(fixture.reports)
        .singleElement()
        .satisfies(report -> assertThat(report.result()).isEqualTo(SettleResult.LOST));
    assertThat(fixture.stats().removed()).isEqualTo(1);
  }

  @Test
  @Rule("W2")
  void queuesAreServedInStrictOrder() {
    List<String> done = new ArrayList<>();
    fixture.push(fixture.job("second").queue("low"));
    fixture.push(fixture.job("third").queue("low"));
    fixture.push(fixture.job("first").queue("high"));
    Worker worker =
        new WorkerBuilder(
                Backends.of(fixture.context, fixture.store, new MemoryDriver().capabilities()),
                built -> {},
                rested -> {},
                List.of("high", "low"))
            .slots(1)
            .start(job -> done.add(job.text()));

    fixture.context.runUntilIdle();

    assertThat(done).containsExactly("first", "second", "third");
    worker.beginStop();
  }

  @Test
  void historyNamesTheNode() {
    JobId id = fixture.push(fixture.job("bad").maxAttempts(1));
    fixture
        .worker()
        .start(
            job -> {
              assertThat(job.node()).isEqualTo("node-1");
              throw new IllegalStateException();
            });

    fixture.context.runUntilIdle();

    assertThat(fixture.find(id).history()).extracting(Attempt::node).containsExactly("node-1");
  }

  @Test
  void isStartedOnceOnly() {
    Worker worker = fixture.worker().start(job -> {});

    assertThatThrownBy(worker::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void badSettingsAreRefusedByName() {
    assertThatThrownBy(() -> fixture.worker().slots(0)).hasMessageContaining("slots is 0");
    assertThatThrownBy(() -> fixture.worker().heartbeat(Duration.ZERO))
        .hasMessageContaining("heartbeat");
    assertThatThrownBy(
            () ->
                fixture
                    .worker()
                    .heartbeat(Duration.ofSeconds(5))
                    .lease(Duration.ofSeconds(9))
                    .build(job -> {}))
        .hasMessageContaining("two heartbeats");
    assertThatThrownBy(() -> fixture.worker().node("a b")).hasMessageContaining("node");
  }
}
