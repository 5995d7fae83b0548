package dev.tandemq.engine.cluster;

/** Where a node is in its life; it never goes back. */
public enum NodePhase {
  /** Built, not started. */
  NEW,
  /** Wants to be a member and is not yet. */
  STARTING,
  /** Has come onto the list of members; may have been taken for dead since, and joins again. */
  RUNNING,
  /** Claims nothing more, and ends when what runs has ended. */
  STOPPING,
  /** At rest. */
  STOPPED
}
