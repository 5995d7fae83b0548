package dev.tandemq.fault;

/** Decides what becomes of each call and each hint. Safe for concurrent use if its users are. */
public interface FaultPlan {

  /**
   * The fate of the next call.
   *
   * @param port name of the port and method, as {@code JobStore.turn} or {@code Election.tryLead}
   */
  Fate next(String port);

  /** Whether a hint or a broadcast message on its way to this process gets lost. */
  default boolean dropsHint() {
    return false;
  }
}
