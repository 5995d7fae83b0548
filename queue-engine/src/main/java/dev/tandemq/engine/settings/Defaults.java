package dev.tandemq.engine.settings;

import java.time.Duration;

/** What holds unless told otherwise. Those of a single job stand in {@link dev.tandemq.job.Job}. */
public final class Defaults {

  /** How often leases are renewed and attempts looked after. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(5);

  /** A lease outlives two heartbeats that fail. */
  public static final int LEASE_HEARTBEATS = 3;

  /** Lease of a bare pop whose job has no timeout. */
  public static final Duration POP_LEASE = Duration.ofSeconds(30);

  /** How long a stop waits for handlers before it interrupts them. */
  public static final Duration STOP_GRACE = Duration.ofSeconds(30);

  /** How long an interrupted handler has to end before it is given up. */
  public static final Duration INTERRUPT_GRACE = Duration.ofSeconds(2);

  /** How often an idle worker looks although nobody told it to; hints may be lost. */
  public static final Duration POLL = Duration.ofSeconds(1);

  /** Share by which periodic work is early or late, so that nodes do not march in step. */
  public static final double JITTER = 0.2;

  /** Jobs that a worker runs at the same time. */
  public static final int SLOTS = 10;

  /** Workers of a pool, which share its slots. */
  public static final int POOL_WORKERS = 5;

  /** Weights of queues range from 1 to this: a queue is asked first at least once in a while. */
  public static final int LIMIT_WEIGHT = 1000;

  /** How long a call to the store may take before its answer counts as lost. */
  public static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /** Snoozes of one job; the next one is a failed attempt, so that no job sleeps for ever. */
  public static final int MAX_SNOOZES = 100;

  /**
   * Calls that a worker, or the pushes of a connection, have under way at once on a store that is
   * not local: one to travel while the other gathers.
   */
  public static final int CALL_WINDOW = 2;

  /** Most jobs that single pushes are gathered into for one call. */
  public static final int PUSH_BATCH = 500;

  /** Largest payload in bytes: more belongs into a store for data, with its address in the job. */
  public static final int PAYLOAD_LIMIT_BYTES = 1 << 20;

  private Defaults() {}
}
