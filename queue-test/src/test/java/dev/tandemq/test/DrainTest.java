package dev.tandemq.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.worker.Worker;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.JobId;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;
import dev.tandemq.store.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a drain ends, with what it costs and with what it says. */
@Timeout(60)
final class DrainTest {

  private final TestQueues tandem = TestQueues.create();
  private final Queue queue = tandem.queues().queue("work");
  private final Instant start = tandem.now();
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void close() {
    tandem.close();
  }

  private Duration elapsed() {
    return Duration.between(start, tandem.now());
  }

  @Test
  void nothingToDoTakesNoTime() {
    tandem.drain();
    tandem.queues().worker("work").start(job -> {});
    tandem.drain();

    assertThat(elapsed()).isZero();
  }

  @Test
  void aYearOfDelaysIsPassedWithoutItsThirtyMillionPolls() {
    tandem.queues().worker("work").start(job -> seen.add(job.text() + " " + elapsed()));
    for (int month = 1; month <= 12; month++) {
      queue.later(Duration.ofDays(30L * month), "m" + month);
    }

    tandem.drain();

    assertThat(seen).hasSize(12).startsWith("m1 PT720H").endsWith("m12 PT8640H");
    assertThat(elapsed()).isEqualTo(Duration.ofDays(360));
  }

  @Test
  void anAdvanceStopsAtEveryJobThatIsDueOnItsWay() {
    tandem.queues().worker("work").start(job -> seen.add(job.text() + " " + elapsed()));
    queue.later(Duration.ofDays(10), "a");
    queue.later(Duration.ofDays(20), "b");
    queue.later(Duration.ofDays(31), "c");

    tandem.advance(Duration.ofDays(30));

    assertThat(seen).containsExactly("a PT240H", "b PT480H");
    assertThat(elapsed()).isEqualTo(Duration.ofDays(30));
    tandem.queue("work").hasDelayed(1);
  }

  @Test
  void jobsOfAllQueuesAndThoseThatJobsPushAreDone() {
    tandem
        .queues()
        .worker("work")
        .start(job -> tandem.queues().queue("more").later(Duration.ofHours(1), job.text()));
    tandem.queues().worker("more").start(job -> seen.add(job.text()));
    queue.push("a");

    tandem.drain();

    assertThat(seen).containsExactly("a");
    assertThat(elapsed()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void delaysOfSeveralQueuesAreMetEachAtItsMoment() {
    tandem.queues().worker("work", "more").start(job -> seen.add(job.text() + " " + elapsed()));
    tandem.queues().queue("more").later(Duration.ofHours(2), "b");
    queue.later(Duration.ofHours(1), "a");
    queue.later(Duration.ofHours(3), "c");

    tandem.drain();

    assertThat(seen).containsExactly("a PT1H", "b PT2H", "c PT3H");
  }

  @Test
  void aHandlerThatIsAtWorkWhileTimePassesKeepsItsLease() {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    tandem
        .queues()
        .worker("work")
        .buildAsync(
            job -> {
              if (job.text().equals("b")) {
                done.complete(null);
              }
              return done;
            })
        .start();
    JobId first = queue.push(queue.newJob().timeout(Duration.ZERO).payload("a").build());
    queue.later(Duration.ofHours(1), "b");

    tandem.drain();

    tandem.job(first).isCompleted().wasTried(1).after(Duration.ofHours(1));
  }

  @Test
  void failedJobsAreNotWaitedFor() {
    tandem
        .queues()
        .worker("work")
        .start(
            job -> {
              throw JobSignal.bury("no such address");
            });
    JobId id = queue.push("a");

    tandem.drain();

    tandem.job(id).isFailed().withError("no such address");
    tandem.queue("work").isEmpty().hasFailed(1);
  }

  @Test
  void withoutAWorkerItSaysSo() {
    queue.push("a");
    queue.later(Duration.ofSeconds(3), "b");

    assertThatThrownBy(tandem::drain)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "drain: nothing can change any more, after 0 s and 0 attempts; left:")
        .hasMessageContaining(
            " is READY, attempts spent 0 of 3: no worker is started for queue work")
        .hasMessageContaining("is DELAYED until 2026-01-01T00:00:03Z, in 3 s");
  }

  @Test
  void aWorkerThatWasStoppedDoesNotCount() {
    Worker worker = tandem.queues().worker("work").start(job -> {});
    worker.stop();
    queue.push("a");

    assertThatThrownBy(tandem::drain).hasMessageContaining("no worker is started for queue work");
  }

  @Test
  void thePausedQueueIsNamedAndTheOthersAreDoneBefore() {
    tandem.queues().worker("work", "more").start(job -> seen.add(job.text()));
    queue.pause();
    queue.push("held");
    tandem.queues().queue("more").later(Duration.ofDays(1), "done");

    assertThatThrownBy(tandem::drain)
        .hasMessageContaining("nothing can change any more, after 1 d and 1 attempts")
        .hasMessageContaining("READY")
        .hasMessageContaining("queue work is paused");

    assertThat(seen).containsExactly("done");
    queue.resume();
    tandem.drain();
    assertThat(seen).containsExactly("done", "held");
  }

  @Test
  void aHandlerThatNeverEndsIsNamedWithItsNode() {
    CompletableFuture<@Nullable Void> never = new CompletableFuture<>();
    tandem.queues().worker("work").node("node-7").buildAsync(job -> never).start();
    queue.push(queue.newJob().timeout(Duration.ZERO).build());

    assertThatThrownBy(tandem::drain)
        .hasMessageContaining("nothing changed for 1 d")
        .hasMessageContaining("is RESERVED by node-7 for 1 d")
        .hasMessageContaining("its handler has not ended, or it was popped and not settled");
  }

  @Test
  void aJobThatWasPoppedComesBackAfterItsLeaseAndIsDone() throws Exception {
    JobId id = queue.push("a");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();
    tandem.queues().worker("work").start(job -> seen.add("attempt " + job.attempt()));

    tandem.drain();

    assertThat(claim.attempt()).isEqualTo(1);
    assertThat(seen).containsExactly("attempt 2");
    tandem.job(id).isCompleted().wasTried(2).after(Duration.ofSeconds(30));
    assertThat(tandem.job(id).toString()).contains("its lease ran out");
  }

  @Test
  void aJobThatWasPoppedAndIsNobodysIsNamed() throws Exception {
    queue.push("a");
    assertThat(queue.pop(Duration.ZERO)).isPresent();

    assertThatThrownBy(tandem::drain)
        .hasMessageContaining("RESERVED")
        .hasMessageContaining("popped and not settled");
  }

  @Test
  void aJobThatSnoozesForEverFailsInTheEnd() {
    tandem
        .queues()
        .worker("work")
        .retry(Backoff.fixed(Duration.ZERO))
        .start(
            job -> {
              throw JobSignal.snooze(Duration.ofMinutes(1));
            });
    JobId id = queue.push("a");

    tandem.drain();

    tandem.job(id).isFailed().withError("snoozed 100 times");
  }

  @Test
  void jobsThatBegetEachOtherAtOnceAreStopped() {
    try (TestQueues few = new TestQueues(1, 1_000)) {
      Queue work = few.queues().queue("work");
      few.queues().worker("work").start(job -> work.push("child"));
      work.push("a");

      assertThatThrownBy(few::drain)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("drain: there were more than 1000 attempts, after 0 s")
          .hasMessageContaining("READY");
      assertThatThrownBy(() -> few.advance(Duration.ofSeconds(5)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("advance: there were more than 1000 attempts");
    }
  }

  @Test
  void asManyJobsAsThereMayBeAttemptsAreDone() {
    try (TestQueues few = new TestQueues(1, 1_000)) {
      Queue work = few.queues().queue("work");
      few.queues().worker("work").start(job -> {});
      for (int i = 0; i < 1_000; i++) {
        work.push("a");
      }

      few.drain();

      few.queue("work").hasCompleted(1_000);
    }
  }

  @Test
  void jobsThatBegetEachOtherEveryDayAreStoppedAfterAYear() {
    tandem.queues().worker("work").start(job -> queue.later(Duration.ofDays(1), "tomorrow"));
    queue.push("today");

    assertThatThrownBy(tandem::drain)
        .hasMessageContaining("to go on would take more than 365 d, after 365 d and 366 attempts")
        .hasMessageContaining("is DELAYED until 2027-01-02T00:00:00Z, in 1 d");
  }

  @Test
  void manyAreToldInPart() {
    for (int i = 0; i < 25; i++) {
      queue.push("job " + i);
    }

    assertThatThrownBy(tandem::drain)
        .satisfies(
            e ->
                assertThat(
                        String.valueOf(e.getMessage())
                            .lines()
                            .filter(line -> line.contains("READY")))
                    .hasSize(10))
        .hasMessageEndingWith("\n  and 15 more");
  }

  @Test
  void aDrainInsideOfAHandlerIsRefused() {
    tandem
        .queues()
        .worker("work")
        .start(
            job -> {
              try {
                tandem.drain();
              } catch (IllegalStateException e) {
                seen.add(String.valueOf(e.getMessage()));
              }
            });
    queue.push("a");

    tandem.drain();

    assertThat(seen).singleElement().asString().contains("would wait for that handler's own job");
  }

  @Test
  void aCheckThatDoesNotHoldInsideOfAHandlerIsNotLost() {
    tandem.queues().worker("work").start(job -> assertThat(job.text()).isEqualTo("b"));
    JobId id = queue.push("a");

    assertThatThrownBy(tandem::drain)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a check inside of a handler did not hold")
        .hasMessageContaining(id.toString());
    tandem.job(id).isFailed();
    assertThatCode(tandem::drain).as("told once").doesNotThrowAnyException();
  }

  @Test
  void aCheckThatDidNotHoldWhileTheWorkerDrainedIsToldAtTheEnd() throws Exception {
    TestQueues other = TestQueues.create();
    Queue work = other.queues().queue("work");
    Worker worker =
        other.queues().worker("work").start(job -> assertThat(job.text()).isEqualTo("b"));
    work.push("a");
    worker.drain();

    assertThatThrownBy(other::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a check inside of a handler did not hold");

    assertThatThrownBy(() -> work.push("late")).isInstanceOf(IllegalStateException.class);
    other.close();
  }

  @Test
  void aJobBehindSlotsThatAreTakenIsNamed() {
    CompletableFuture<@Nullable Void> never = new CompletableFuture<>();
    tandem.queues().worker("work").slots(1).buildAsync(job -> never).start();
    queue.push(queue.newJob().timeout(Duration.ZERO).build());
    queue.push("behind");

    assertThatThrownBy(tandem::drain)
        .hasMessageContaining("is RESERVED by")
        .hasMessageContaining("is READY")
        .hasMessageContaining("a worker is started but does not claim it");
  }

  @Test
  void jobsRunBesideAHandlerThatTakesTime() {
    tandem
        .queues()
        .worker("work")
        .start(
            job -> {
              seen.add("begin " + job.text());
              tandem.advance(Duration.ofSeconds(5));
              seen.add("end " + job.text() + " " + elapsed());
            });
    queue.push("a");
    queue.later(Duration.ofSeconds(3), "b");

    tandem.drain();

    // b runs inside of a, on the one thread there is; so a is late.
    assertThat(seen).containsExactly("begin a", "begin b", "end b PT8S", "end a PT8S");
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(retries(7)).isEqualTo(retries(7)).isNotEqualTo(retries(8));
  }

  private static List<Instant> retries(long seed) {
    List<Instant> times = new ArrayList<>();
    try (TestQueues other = TestQueues.create(seed)) {
      other
          .queues()
          .worker("work")
          .start(
              job -> {
                times.add(other.now());
                throw new IllegalStateException("again");
              });
      other.queues().queue("work").push("a");
      other.drain();
    }
    return times;
  }

  @Test
  void closeStopsWorkersAndMayBeRepeated() {
    Worker worker = tandem.queues().worker("work").start(job -> {});

    tandem.close();
    tandem.close();

    assertThat(worker.stop().interrupted()).isZero();
    assertThatThrownBy(() -> queue.push("late")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void timeDoesNotRunBackwards() {
    assertThatThrownBy(() -> tandem.advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("time is PT-0.000000001S");
  }
}
