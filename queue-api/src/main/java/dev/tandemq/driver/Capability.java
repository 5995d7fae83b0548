package dev.tandemq.driver;

/**
 * What a store can do beyond the core of the contract. A driver declares what it has; the contract
 * kit holds it to that, and the engine refuses at start what is needed and missing.
 */
public enum Capability {
  /** A ready job of higher priority is claimed before one of lower priority (rule C3). */
  PRIORITY,
  /** Within a priority, jobs of one producer are claimed in the order of their push (rule C4). */
  FIFO,
  /** A batch is put as a whole or not at all (rule P6). */
  ATOMIC_BATCH,
  /** Unique keys are honoured (rule P5). */
  UNIQUE_KEY,
  /** Jobs can be listed by state (rule L2). */
  LIST,
  /** Jobs survive the end of the process. */
  DURABLE,
  /**
   * The store lives in this process and answers at once: its answers cannot be lost, and there is
   * nothing to gain from gathering calls into batches.
   */
  LOCAL
}
