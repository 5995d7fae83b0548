package dev.tandemq.engine.worker;

import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the store has not confirmed: of an attempt that ended, or of a claim that never began.
 *
 * @param settle what is asked of the store
 * @param hasRun whether there was an attempt; else nobody is told of one
 * @param endedAt when it ended, on the monotonic clock
 * @param ranNanos how long it ran
 * @param thrown what went wrong, if anything did
 */
record Owed(
    Settle settle, boolean hasRun, long endedAt, long ranNanos, @Nullable Throwable thrown) {

  /** Of an attempt that ended. */
  static Owed after(Running attempt, Outcomes.Outcome outcome, long now) {
    return new Owed(outcome.settle(), true, now, now - attempt.startedAt(), outcome.thrown());
  }

  /** Of a claim whose handler was not called. */
  static Owed unbegun(Settle settle, long now) {
    return new Owed(settle, false, now, 0, null);
  }

  Claim claim() {
    return settle.claim();
  }

  Duration ran() {
    return Duration.ofNanos(ranNanos);
  }

  AttemptReport report(SettleResult word) {
    return new AttemptReport(settle, word, claim().waited(), ran(), Optional.ofNullable(thrown));
  }
}
