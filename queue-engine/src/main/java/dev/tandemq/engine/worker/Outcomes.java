package dev.tandemq.engine.worker;

import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.Failure;
import dev.tandemq.retry.Backoff;
import dev.tandemq.retry.RetryPolicy;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a result means: from claim, exception and cancellation to the arrow to take. Decides and
 * does nothing else.
 */
final class Outcomes {

  private static final Logger LOG = System.getLogger(Outcomes.class.getName());

  /**
   * A verdict on an attempt.
   *
   * @param settle the arrow to ask for
   * @param thrown what went wrong, if anything did
   */
  record Outcome(Settle settle, @Nullable Throwable thrown) {}

  private final RetryPolicies policies;
  private final RandomGenerator random;

  Outcomes(RetryPolicies policies, RandomGenerator random) {
    this.policies = policies;
    this.random = random;
  }

  /**
   * The verdict.
   *
   * @param thrown what the handler threw, null when it returned
   * @param cancellation why it had been asked to end, null when it had not
   */
  Outcome of(Claim claim, @Nullable Throwable thrown, @Nullable Cancellation cancellation) {
    if (cancellation == Cancellation.TIMED_OUT) {
      // Its time was up, whatever it made of the interrupt: half done looks the same as done.
      return failed(claim, timeout(claim));
    }
    if (thrown == null) {
      return new Outcome(Settle.complete(claim), null);
    }
    if (cancellation == Cancellation.CANCELLED) {
      // Whatever it threw, and if it was a signal: nobody wants the job any more.
      return new Outcome(Settle.discard(claim), thrown);
    }
    if (cancellation == Cancellation.STOPPING) {
      return new Outcome(Settle.handBack(claim), thrown);
    }
    if (thrown instanceof JobSignal signal) {
      return signalled(claim, signal);
    }
    return failed(claim, thrown);
  }

  private Outcome signalled(Claim claim, JobSignal signal) {
    if (signal instanceof JobSignal.Snooze snooze) {
      return claim.snoozes() < Defaults.MAX_SNOOZES
          ? new Outcome(Settle.snooze(claim, snooze.delay()), signal)
          : failed(claim, new IllegalStateException("snoozed " + claim.snoozes() + " times"));
    }
    if (signal instanceof JobSignal.Discard) {
      return new Outcome(Settle.discard(claim), signal);
    }
    return new Outcome(
        Settle.bury(claim, new Failure(String.valueOf(signal.getMessage()))), signal);
  }

  private Outcome failed(Claim claim, Throwable thrown) {
    Failure failure = Failure.of(thrown);
    if (claim.isLastAttempt()) {
      return new Outcome(Settle.retry(claim, Duration.ZERO, failure), thrown);
    }
    return new Outcome(askPolicy(claim, thrown, failure), thrown);
  }

  /** A policy that throws or answers nonsense must not cost the job its retry. */
  private Settle askPolicy(Claim claim, Throwable thrown, Failure failure) {
    try {
      return verdict(policies.of(claim.job()), claim, thrown, failure);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "the retry policy failed, the standard one is taken", e);
      return verdict(Backoff.standard(), claim, thrown, failure);
    }
  }

  private Settle verdict(RetryPolicy by, Claim claim, Throwable thrown, Failure failure) {
    return by.delayAfter(claim.attempt(), thrown, random)
        .map(delay -> Settle.retry(claim, delay, failure))
        .orElseGet(() -> Settle.bury(claim, failure));
  }

  private static TimeoutException timeout(Claim claim) {
    return new TimeoutException(
        "attempt " + claim.attempt() + " timed out after " + claim.job().timeout());
  }
}
