package dev.tandemq.history;

import java.time.Duration;
import java.util.Objects;

/**
 * What the checker has to know of a run besides its history: how long things hold, and what the
 * store declares. Immutable.
 *
 * @param heartbeat how often leases and memberships are renewed
 * @param lease how long a claim holds, where an event does not say
 * @param nodeTimeToLive how long a member is listed without a renewal
 * @param electionTimeout how long a leadership holds without a renewal, where an event does not say
 * @param poll how often a worker without work looks for some, at most
 * @param tick how often upkeep promotes and rescues, at most
 * @param recoveryBound after the end of a lease nothing stays reserved for longer than this
 * @param healBound after HEAL everything is final within this
 * @param remembered for how long the id of a completed job is remembered; zero: while it lives
 * @param failedKept failed jobs younger than this are not pruned
 * @param tolerance by how much clocks and records may be off
 * @param late how late a request may be applied after its sender is gone
 * @param noticedLate how much later than its end a backend may notice that a time to live is over,
 *     when its calls fail
 * @param slots how many jobs each node runs at a time, when every node serves every queue; zero:
 *     not known, and nothing is judged by free capacity
 * @param atomicBatch whether the store declares that a batch is pushed as a whole
 * @param priority whether it declares priorities
 * @param fifo whether it declares first in, first out
 */
public record CheckSettings(
    Duration heartbeat,
    Duration lease,
    Duration nodeTimeToLive,
    Duration electionTimeout,
    Duration poll,
    Duration tick,
    Duration recoveryBound,
    Duration healBound,
    Duration remembered,
    Duration failedKept,
    Duration tolerance,
    Duration late,
    Duration noticedLate,
    int slots,
    boolean atomicBatch,
    boolean priority,
    boolean fifo) {

  /** Checks that nothing is missing or negative. */
  public CheckSettings {
    check("heartbeat", heartbeat);
    check("lease", lease);
    check("nodeTimeToLive", nodeTimeToLive);
    check("electionTimeout", electionTimeout);
    check("poll", poll);
    check("tick", tick);
    check("recoveryBound", recoveryBound);
    check("healBound", healBound);
    check("remembered", remembered);
    check("failedKept", failedKept);
    check("tolerance", tolerance);
    check("late", late);
    check("noticedLate", noticedLate);
    if (slots < 0) {
      throw new IllegalArgumentException("slots is " + slots + "; it must not be negative");
    }
  }

  private static void check(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " is " + value + "; it must not be negative");
    }
  }

  /** A run with Tandem's defaults over a store with priorities in order of arrival. */
  public static CheckSettings defaults() {
    return builder().build();
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers settings; used once, by one thread. */
  public static final class Builder {

    private Duration heartbeat = Duration.ofSeconds(5);
    private Duration lease = Duration.ofSeconds(15);
    private Duration nodeTimeToLive = Duration.ofSeconds(15);
    private Duration electionTimeout = Duration.ofSeconds(30);
    private Duration poll = Duration.ofMillis(1200);
    private Duration tick = Duration.ofMillis(1200);
    private Duration recoveryBound = Duration.ofSeconds(20);
    private Duration healBound = Duration.ofMinutes(5);
    private Duration remembered = Duration.ZERO;
    private Duration failedKept = Duration.ofDays(30);
    private Duration tolerance = Duration.ofMillis(2);
    private Duration late = Duration.ofSeconds(15);
    private Duration noticedLate = Duration.ZERO;
    private int slots;
    private boolean atomicBatch;
    private boolean priority = true;
    private boolean fifo = true;

    private Builder() {}

    /** How much later than its end a backend may notice that a time to live is over; zero. */
    public Builder noticedLate(Duration value) {
      noticedLate = value;
      return this;
    }

    /** How often leases and memberships are renewed; 5 s. */
    public Builder heartbeat(Duration value) {
      heartbeat = value;
      return this;
    }

    /** How long a claim holds, where an event does not say; 15 s. */
    public Builder lease(Duration value) {
      lease = value;
      return this;
    }

    /** How long a member is listed without a renewal; 15 s. */
    public Builder nodeTimeToLive(Duration value) {
      nodeTimeToLive = value;
      return this;
    }

    /** How long a leadership holds without a renewal, where an event does not say; 30 s. */
    public Builder electionTimeout(Duration value) {
      electionTimeout = value;
      return this;
    }

    /** How often a worker without work looks for some, at most; 1.2 s. */
    public Builder poll(Duration value) {
      poll = value;
      return this;
    }

    /** How often upkeep promotes and rescues, at most; 1.2 s. */
    public Builder tick(Duration value) {
      tick = value;
      return this;
    }

    /** After the end of a lease nothing stays reserved for longer than this; 20 s. */
    public Builder recoveryBound(Duration value) {
      recoveryBound = value;
      return this;
    }

    /** After HEAL everything is final within this; 5 min. */
    public Builder healBound(Duration value) {
      healBound = value;
      return this;
    }

    /** For how long the id of a completed job is remembered; zero: while it lives. */
    public Builder remembered(Duration value) {
      remembered = value;
      return this;
    }

    /** Failed jobs younger than this are not pruned; 30 days. */
    public Builder failedKept(Duration value) {
      failedKept = value;
      return this;
    }

    /** By how much clocks and records may be off; 2 ms. */
    public Builder tolerance(Duration value) {
      tolerance = value;
      return this;
    }

    /** How late a request may be applied after its sender is gone; 15 s. */
    public Builder late(Duration value) {
      late = value;
      return this;
    }

    /** How many jobs each node runs at a time, when every node serves every queue; 0, not known. */
    public Builder slots(int value) {
      slots = value;
      return this;
    }

    /** Whether the store declares that a batch is pushed as a whole; no. */
    public Builder atomicBatch(boolean value) {
      atomicBatch = value;
      return this;
    }

    /** Whether it declares priorities; yes. */
    public Builder priority(boolean value) {
      priority = value;
      return this;
    }

    /** Whether it declares first in, first out; yes. */
    public Builder fifo(boolean value) {
      fifo = value;
      return this;
    }

    /** The settings. */
    public CheckSettings build() {
      return new CheckSettings(
          heartbeat,
          lease,
          nodeTimeToLive,
          electionTimeout,
          poll,
          tick,
          recoveryBound,
          healBound,
          remembered,
          failedKept,
          tolerance,
          late,
          noticedLate,
          slots,
          atomicBatch,
          priority,
          fifo);
    }
  }
}
