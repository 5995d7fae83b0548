package dev.tandemq.engine.worker;

/** Where a worker or a pool is in its life: from new to stopped, and never back. */
public enum WorkerState {
  /** Built and not started. */
  NEW,
  /** Claims jobs. */
  RUNNING,
  /** Claims nothing for a while; what ran when the pause began may still run. */
  PAUSED,
  /** Claims nothing any more; what runs may end within the grace. */
  STOPPING,
  /** At rest for good. */
  STOPPED
}
