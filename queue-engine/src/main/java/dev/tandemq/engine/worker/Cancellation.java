package dev.tandemq.engine.worker;

/** Why an attempt is asked to end early. */
enum Cancellation {
  /** Its time is up. */
  TIMED_OUT("its time was up"),
  /** Its lease is lost: somebody else may hold the job. */
  LOST("its lease was lost"),
  /** Somebody asked for the job to be cancelled. */
  CANCELLED("its job was cancelled"),
  /** The worker stops and the grace is over. */
  STOPPING("its worker stops");

  private final String reason;

  Cancellation(String reason) {
    this.reason = reason;
  }

  /** The reason in words. */
  String reason() {
    return reason;
  }
}
