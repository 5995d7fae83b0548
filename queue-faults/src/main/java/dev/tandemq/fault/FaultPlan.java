package dev.tandemq.fault;

import java.time.Duration;

/** Decides what becomes of each call and each hint. Safe for concurrent use if its users are. */
public interface FaultPlan {

  /** Harms nothing. */
  FaultPlan NONE = call -> Fate.NONE;

  /**
   * The fate of the next call.
   *
   * @param call name of the port and method, as {@code JobStore.turn} or {@code Election.tryLead}
   */
  Fate next(String call);

  /** Whether a hint or a broadcast message on its way to this process gets lost. */
  default boolean dropsHint() {
    return false;
  }

  /**
   * How long a hint or a broadcast message that is not lost is on its way; zero is passed on at
   * once.
   */
  default Duration hintDelay() {
    return Duration.ZERO;
  }
}
