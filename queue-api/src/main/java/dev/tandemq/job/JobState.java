package dev.tandemq.job;

/**
 * Where a job stands; at every moment exactly one of these. A completed or removed job is gone: it
 * is counted, not kept.
 */
public enum JobState {
  /** Waits for its time to come. */
  DELAYED,
  /** Waits to be claimed. */
  READY,
  /** Claimed under a lease. */
  RESERVED,
  /** Set aside after its last attempt or a bury; left only by requeue or remove. */
  FAILED
}
