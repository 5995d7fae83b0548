package dev.tandemq.engine.worker;

import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one attempt, told after the store's word.
 *
 * @param settle what was asked of the store: the claim and the arrow
 * @param result the store's word; when it is {@code LOST} the job is in other hands and somebody
 *     else will report its end; when it is {@code REMOVED} the job was cancelled and is gone,
 *     whatever was asked
 * @param waited from the moment the job became ready to its claim, upon which the handler starts
 * @param ran from the start of the handler to its outcome
 * @param thrown what the handler threw, or what stands for it: {@link
 *     java.util.concurrent.TimeoutException} for a time-out
 */
public record AttemptReport(
    Settle settle, SettleResult result, Duration waited, Duration ran, Optional<Throwable> thrown) {

  /** Checks that nothing is missing. */
  public AttemptReport {
    Objects.requireNonNull(settle, "settle");
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(waited, "waited");
    Objects.requireNonNull(ran, "ran");
    Objects.requireNonNull(thrown, "thrown");
  }

  /** The claim of the attempt. */
  public Claim claim() {
    return settle.claim();
  }

  /** Whether the job is now gone, complete or not, or FAILED by this attempt. */
  public boolean isFinal() {
    return isCompleted() || isFailed() || isDiscarded();
  }

  /** Whether the job is complete. */
  public boolean isCompleted() {
    return Ending.of(settle, result) == Ending.COMPLETED;
  }

  /** Whether the job is set aside as FAILED: buried, or out of attempts. */
  public boolean isFailed() {
    return Ending.of(settle, result) == Ending.FAILED;
  }

  /** Whether the attempt failed and the job is tried again. */
  public boolean isRetried() {
    return Ending.of(settle, result) == Ending.RETRIED;
  }

  /** Whether the job is gone because nobody wants it any more: discarded, or cancelled. */
  public boolean isDiscarded() {
    return Ending.of(settle, result) == Ending.DISCARDED;
  }
}
