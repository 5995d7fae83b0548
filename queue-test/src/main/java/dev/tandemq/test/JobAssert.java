package dev.tandemq.test;

import dev.tandemq.context.TimeSource;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a job, as the store says: each check throws {@link AssertionError} with the story
 * of the job when it does not hold, and returns this when it does. A job that is gone can be asked
 * as well. Asks anew each time.
 */
public final class JobAssert {

  private final JobId id;
  private final RecordingStore store;
  private final Records records;
  private final TimeSource time;

  JobAssert(JobId id, RecordingStore store, Records records, TimeSource time) {
    this.id = id;
    this.store = store;
    this.records = records;
    this.time = time;
  }

  // ---- where it stands

  /** Checks that it is done: an attempt returned, or its claim was deleted. */
  public JobAssert isCompleted() {
    return check(hasLeft(Trace.Exit.COMPLETED), "is completed");
  }

  /** Checks that it is set aside: its last attempt failed, or it was buried. */
  public JobAssert isFailed() {
    return check(isIn(JobState.FAILED), "has failed");
  }

  /** Checks that it waits for its turn or for its time. */
  public JobAssert isWaiting() {
    return check(isIn(JobState.READY) || isIn(JobState.DELAYED), "is waiting");
  }

  /** Checks that it is claimed: a handler is at work on it, or it was popped. */
  public JobAssert isReserved() {
    return check(isIn(JobState.RESERVED), "is reserved");
  }

  /** Checks that it waits for its time, which comes that long from now. */
  public JobAssert isDelayedBy(Duration delay) {
    return isDelayedUntil(time.now().plus(delay));
  }

  /** Checks that it waits for its time, which comes at that moment. */
  public JobAssert isDelayedUntil(Instant moment) {
    Objects.requireNonNull(moment, "moment");
    return check(
        view()
            .filter(view -> view.state() == JobState.DELAYED && view.availableAt().equals(moment))
            .isPresent(),
        "is delayed until " + moment);
  }

  /** Checks that it was cancelled, and is gone. */
  public JobAssert isCancelled() {
    return check(hasLeft(Trace.Exit.CANCELLED), "is cancelled");
  }

  /** Checks that its handler did not want it any more. */
  public JobAssert isDiscarded() {
    return check(hasLeft(Trace.Exit.DISCARDED), "is discarded");
  }

  /** Checks that it was cleared, forgotten, pruned or otherwise removed by hand. */
  public JobAssert isRemoved() {
    return check(hasLeft(Trace.Exit.REMOVED), "is removed");
  }

  // ---- how it got there

  /** Checks that it had so many attempts; snoozed and handed back ones do not count. */
  public JobAssert wasTried(int times) {
    return check(
        records.of(id, Trace::spent).orElse(0) == times,
        "was tried " + times + (times == 1 ? " time" : " times"));
  }

  /** Checks that the latest attempt that failed did so with an error that holds this text. */
  public JobAssert withError(String text) {
    Objects.requireNonNull(text, "text");
    return check(
        lastError().filter(error -> error.contains(text)).isPresent(),
        "failed with an error that holds \"" + text + "\"");
  }

  /** Checks that it left its queue, completed or otherwise, that long after its push. */
  public JobAssert after(Duration span) {
    Objects.requireNonNull(span, "span");
    return check(
        records.of(id, Trace::lifeTime).flatMap(life -> life).filter(span::equals).isPresent(),
        "was gone " + Spans.text(span) + " after its push");
  }

  private Optional<JobView> view() {
    return store.look(id);
  }

  private boolean isIn(JobState state) {
    return view().filter(view -> view.state() == state).isPresent();
  }

  private boolean hasLeft(Trace.Exit how) {
    return view().isEmpty() && records.of(id, trace -> trace.exit == how).orElse(false);
  }

  /** By the store's own history while it has one, which also tells of leases that ran out. */
  private Optional<String> lastError() {
    List<Attempt> history = view().map(JobView::history).orElse(List.of());
    return history.isEmpty()
        ? records.of(id, Trace::lastError).flatMap(error -> error)
        : Optional.of(history.get(history.size() - 1).failure().error());
  }

  private JobAssert check(boolean holds, String expectation) {
    if (!holds) {
      throw new AssertionError("expected that the job " + expectation + ", but " + this);
    }
    return this;
  }

  /** Where it stands and its story, over several lines. */
  @Override
  public String toString() {
    String job = records.of(id, trace -> trace.job.toString()).orElse("Job[" + id + "]");
    String state =
        view()
            .map(view -> Leftovers.state(view, time.now()))
            .or(() -> records.of(id, JobAssert::end))
            .orElse("is gone");
    return job
        + " "
        + state
        + ":\n  "
        + String.join("\n  ", records.of(id, Trace::story).orElse(List.of()));
  }

  private static String end(Trace trace) {
    Trace.Exit exit = trace.exit;
    if (exit == null) {
      return "is gone";
    }
    return "was "
        + exit.text
        + (exit == Trace.Exit.COMPLETED ? " at attempt " + trace.spent() : "")
        + trace.lifeTime().map(life -> ", " + Spans.text(life) + " after its push").orElse("");
  }
}
