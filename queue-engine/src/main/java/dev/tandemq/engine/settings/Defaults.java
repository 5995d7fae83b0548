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

  /**
   * Events that wait for one listener; more are dropped, for a slow listener must not slow workers.
   */
  public static final int EVENT_BUFFER = 8192;

  /** Pushes answered with another job that a connection remembers, for those who ask why. */
  public static final int DUPLICATES_KEPT = 1000;

  /** A node counts as gone after this many heartbeats of silence: two may fail. */
  public static final int TIME_TO_LIVE_HEARTBEATS = 3;

  /** After how much silence a leader is followed by another. */
  public static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(30);

  /** How long a lock holds when its holder is silent. */
  public static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

  /** Longest pause before a node tries again what the backend did not do. */
  public static final Duration RETRY_CAP = Duration.ofSeconds(5);

  /** How long the start of a node waits for a backend that does not answer. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** How often the queues of a store are looked after while a connection has a worker. */
  public static final Duration UPKEEP = Duration.ofSeconds(1);

  /** Failed jobs are pruned with every so manieth upkeep: what takes days need not be exact. */
  public static final int PRUNE_EVERY = 60;

  /** How long failed jobs are kept. */
  public static final Duration FAILED_KEPT_FOR = Duration.ofDays(30);

  /** Failed jobs of one queue that are kept: the newest. */
  public static final int FAILED_KEPT = 10_000;

  /** Largest payload in bytes: more belongs into a store for data, with its address in the job. */
  public static final int PAYLOAD_LIMIT_BYTES = 1 << 20;

  private Defaults() {}
}
