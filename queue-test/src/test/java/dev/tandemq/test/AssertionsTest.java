package dev.tandemq.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What checks see, and what they say when they do not hold. */
final class AssertionsTest {

  record Note(String text) {}

  private static final JobType<Note> NOTE = JobType.of("note", Note.class);

  private final TestQueues tandem = TestQueues.create();
  private final Queue queue = tandem.queues().queue("work");

  @AfterEach
  void close() {
    tandem.close();
  }

  private void fails(ThrowingCallable check, String... parts) {
    assertThatThrownBy(check).isExactlyInstanceOf(AssertionError.class).message().contains(parts);
  }

  // ---- pushed

  @Test
  void whatWasRefusedOrIsADuplicateWasNotPushed() {
    queue.bound(2);
    Job job = queue.newJob().uniqueKey("k").build();
    queue.push(job);
    queue.push(job);
    queue.push(queue.newJob().uniqueKey("k").build());
    queue.push("a");
    List<PutResult> results = queue.pushBatch(List.of(queue.newJob().build()));

    assertThat(results).singleElement().isInstanceOf(PutResult.Full.class);
    tandem.pushed("work").hasSize(2);
    assertThat(tandem.pushed("work").jobs().get(0)).isEqualTo(job);
  }

  @Test
  void pushedJobsStayPushedWhenTheyAreGone() {
    tandem.queues().worker("work").start(job -> {});
    queue.push("a");
    tandem.drain();
    tandem.queues().queue("other").push("b");

    tandem.pushed("work").hasSize(1).anyMatch(job -> job.text().equals("a"));
    tandem.pushed().hasSize(2).allMatch(job -> job.priority() == 0);
    tandem.pushed("unknown").isEmpty();
  }

  @Test
  void typedPayloadsAreRead() {
    queue.push("raw");
    queue.push(NOTE, new Note("a"));
    queue.push(NOTE, new Note("b"));

    Pushed<Note> notes = tandem.pushed("work").of(NOTE);

    notes.containsExactly(new Note("a"), new Note("b")).contains(new Note("b"));
    assertThat(notes.list()).hasSize(2);
    fails(notes::only, "expected that 1 job was added, but there were 2:", "Note[text=b]");
    fails(
        () -> notes.containsExactly(new Note("b"), new Note("a")),
        "queue work of type note: expected that just these were added: [Note[text=b]");
    fails(() -> notes.anyMatch(note -> note.text().isEmpty()), "expected that one that fits was");
    fails(() -> notes.allMatch(note -> note.text().equals("a")), "expected that all fit");
    fails(() -> notes.noneMatch(note -> note.text().equals("a")), "expected that none fits");
    fails(() -> notes.contains(new Note("c")), "there was added Note[text=c]");
    fails(notes::isEmpty, "expected that no job was added");
    fails(() -> tandem.pushed("nothing").hasSize(2), "2 jobs were added, but none was");
  }

  // ---- job

  @Test
  void aJobThatNobodyPushedIsNamedWithThoseThatWere() {
    JobId known = queue.push("a");

    fails(
        () -> tandem.job(JobId.parse("0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071")),
        "no job 0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071 was added",
        known.toString());
  }

  @Test
  void theStoryOfAJobThatIsGoneIsTold() {
    tandem
        .queues()
        .worker("work")
        .retry(Backoff.fixed(Duration.ofSeconds(3)))
        .start(
            job -> {
              if (job.attempt() == 1) {
                throw new IllegalStateException("not yet");
              }
            });
    JobId id = queue.push("a");
    tandem.drain();

    tandem.job(id).isCompleted().wasTried(2).after(Duration.ofSeconds(3)).withError("not yet");
    fails(
        () -> tandem.job(id).isFailed(),
        "expected that the job has failed, but Job[work/" + id,
        "was completed at attempt 2, 3 s after its push:",
        "pushed at 2026-01-01T00:00:00Z",
        "attempt 1 began 0 s after the push, failed after 0 s, again in 3 s:"
            + " java.lang.IllegalStateException: not yet",
        "attempt 2 began 3 s after the push, completed after 0 s");
    fails(() -> tandem.job(id).wasTried(1), "expected that the job was tried 1 time, but");
    fails(() -> tandem.job(id).after(Duration.ofSeconds(2)), "was gone 2 s after its push, but");
    fails(() -> tandem.job(id).withError("smtp"), "with an error that holds \"smtp\"");
  }

  @Test
  void theStateOfAJobThatIsThereIsTold() throws Exception {
    JobId ready = queue.push("a");
    JobId delayed = queue.later(Duration.ofMinutes(2), "b");

    tandem.job(ready).isWaiting();
    tandem.job(delayed).isWaiting().isDelayedBy(Duration.ofMinutes(2));
    fails(() -> tandem.job(ready).isCompleted(), "expected that the job is completed", "is READY:");
    fails(
        () -> tandem.job(delayed).isDelayedBy(Duration.ofMinutes(1)),
        "is DELAYED until 2026-01-01T00:02:00Z, in 2 min");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();
    tandem.job(ready).isReserved().wasTried(1);
    fails(() -> tandem.job(ready).isWaiting(), "is RESERVED by app-");
    queue.delete(claim);
    tandem.job(ready).isCompleted();
  }

  @Test
  void theWaysOutAreToldApart() {
    tandem
        .queues()
        .worker("work")
        .start(
            job -> {
              throw JobSignal.discard("not wanted");
            });
    JobId discarded = queue.push("a");
    tandem.drain();
    JobId cancelled = queue.later(Duration.ofDays(1), "b");
    queue.cancel(cancelled);
    JobId cleared = queue.later(Duration.ofDays(1), "c");
    queue.clear();

    tandem.job(discarded).isDiscarded();
    tandem.job(cancelled).isCancelled();
    tandem.job(cleared).isRemoved();
    tandem.queue("work").hasRemoved(3).isEmpty();
    fails(() -> tandem.job(discarded).isCancelled(), "was discarded by its handler");
    fails(() -> tandem.job(cancelled).isCompleted(), "was cancelled, 0 s after its push");
  }

  @Test
  void aFailedJobThatIsForgottenIsRemoved() throws Exception {
    JobId id = queue.push("a");
    queue.bury(queue.pop(Duration.ZERO).orElseThrow(), "broken");
    tandem.job(id).isFailed().withError("broken").wasTried(1);

    queue.failed().forget(id);

    tandem.job(id).isRemoved().withError("broken");
  }

  @Test
  void aJobThatIsCancelledWhileItRunsIsCancelledAtItsEnd() throws Exception {
    JobId id = queue.push("a");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();
    queue.cancel(id);
    tandem.job(id).isReserved();

    queue.release(claim, Duration.ZERO);

    tandem.job(id).isCancelled().wasTried(1);
  }

  @Test
  void aHandlerThatEndsByItsCancelHasNotDiscardedTheJob() {
    tandem
        .queues()
        .worker("work")
        .start(
            job -> {
              queue.cancel(job.job().id());
              while (!job.isCancelled()) {
                tandem.advance(Duration.ofSeconds(1));
              }
              throw new InterruptedException("cancelled");
            });
    JobId id = queue.push("a");

    tandem.drain();

    tandem.job(id).isCancelled();
  }

  @Test
  void aJobThatIsCancelledAndWhoseLeaseRunsOutIsCancelled() throws Exception {
    JobId id = queue.push("a");
    assertThat(queue.pop(Duration.ZERO)).isPresent();
    queue.cancel(id);
    tandem.advance(Duration.ofMinutes(1));
    assertThat(queue.pop(Duration.ZERO)).isEmpty();

    tandem.job(id).isCancelled();
  }

  @Test
  void aSettlementThatTheStoreRefusedLeavesNoTrace() throws Exception {
    JobId id = queue.push("a");
    Claim stale = queue.pop(Duration.ZERO).orElseThrow();
    tandem.advance(Duration.ofMinutes(1));
    Claim newer = queue.pop(Duration.ZERO).orElseThrow();
    queue.delete(stale);

    tandem.job(id).isReserved().wasTried(2);
    assertThat(tandem.job(id).toString())
        .contains("attempt 1 began 0 s after the push, its lease ran out")
        .doesNotContain("completed");

    queue.delete(newer);
    tandem.job(id).isCompleted();
  }

  // ---- queue

  @Test
  void theCountersOfTheQueueAreToldWithItsJobs() {
    queue.push("a");
    queue.later(Duration.ofHours(1), "b");
    queue.pause();

    tandem.queue("work").hasSize(2).hasReady(1).hasDelayed(1).hasReserved(0).hasFailed(0);
    fails(
        () -> tandem.queue("work").hasCompleted(2),
        "queue work: expected 2 completed, but there are 0; ready 1, delayed 1, reserved 0,"
            + " completed 0, failed 0, removed 0, paused",
        "is READY:\n  pushed at 2026-01-01T00:00:00Z");
    fails(() -> tandem.queue("work").isEmpty(), "expected 0 left to do, but there are 2");
    tandem.queue("unknown").isEmpty();
  }

  @Test
  void spansAreToldByTheirTwoLargestUnits() {
    assertThat(Spans.text(Duration.ZERO)).isEqualTo("0 s");
    assertThat(Spans.text(Duration.ofMillis(250))).isEqualTo("250 ms");
    assertThat(Spans.text(Duration.ofNanos(7))).isEqualTo("7 ns");
    assertThat(Spans.text(Duration.ofSeconds(3_905))).isEqualTo("1 h 5 min");
    assertThat(Spans.text(Duration.ofSeconds(-5))).isEqualTo("-5 s");
  }
}
