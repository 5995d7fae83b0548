package dev.tandemq.memory;

import dev.tandemq.job.Attempt;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job in the store, with its state. Guarded by the store's lock. */
final class Entry {

  final Job job;
  final MemoryQueue queue;

  JobState state = JobState.READY;
  int attempts;
  int snoozes;
  long token;

  /** Place in line: grows with every step to a tail, kept by a hand-back. */
  long place;

  /** Monotonic moment at which it became ready, for the time that it waited. */
  long readySince;

  /** Monotonic moment of its due time, lease end or failure, by its state. */
  long when;

  /** Index in the heap that holds it; -1 when none does. */
  int heapIndex = -1;

  /** Neighbours in the list that holds it. */
  @Nullable Entry previous;

  @Nullable Entry next;

  /** Whether it must not come back into line; only ever set while RESERVED. */
  boolean isCancelled;

  @Nullable String node;
  @Nullable Instant reservedAt;
  private @Nullable List<Attempt> history;

  Entry(Job job, MemoryQueue queue) {
    this.job = job;
    this.queue = queue;
  }

  /** Spends the attempt that ends now and keeps a note of it. */
  void spend(Instant now, String end, Failure failure) {
    attempts++;
    remember(attempts, now, end, failure);
  }

  private void remember(int number, Instant now, String end, Failure failure) {
    List<Attempt> kept = history;
    if (kept == null) {
      kept = new ArrayList<>(2);
      history = kept;
    }
    if (kept.size() == Attempt.MAX_KEPT) {
      kept.remove(0);
    }
    kept.add(new Attempt(number, now, node == null ? "" : node, end, failure));
  }

  boolean hasAttemptsLeft() {
    return attempts < job.maxAttempts();
  }

  JobView view(Instant wall, long now) {
    boolean reserved = state == JobState.RESERVED;
    long available = state == JobState.DELAYED ? when : readySince;
    return new JobView(
        job,
        state,
        attempts,
        token,
        wall.plus(Duration.ofNanos(available - now)),
        reserved ? reservedAt : null,
        reserved ? wall.plus(Duration.ofNanos(when - now)) : null,
        reserved ? node : null,
        isCancelled,
        history == null ? List.of() : history);
  }
}
