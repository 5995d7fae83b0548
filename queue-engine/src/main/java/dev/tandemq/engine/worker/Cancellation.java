package dev.tandemq.engine.worker;

/** Why an attempt is asked to end early. */
enum Cancellation {
  /** Its time is up. */
  TIMED_OUT,
  /** Its lease is lost: somebody else may hold the job. */
  LOST,
  /** The worker stops and the grace is over. */
  STOPPING
}
