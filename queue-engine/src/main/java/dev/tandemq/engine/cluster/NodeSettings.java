package dev.tandemq.engine.cluster;

import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.job.Job;
import dev.tandemq.job.Names;
import java.time.Duration;

/** The settings of a node, all of them checked. The setters of {@link NodeBuilder} say more. */
record NodeSettings(
    String name,
    Duration heartbeat,
    Duration lease,
    Duration timeToLive,
    Duration electionTimeout,
    Duration lockTimeout,
    boolean leaderElection,
    boolean jobDistribution,
    int maxConcurrency,
    int workers,
    Duration poll,
    Duration grace) {

  private static final int LEAST_HEARTBEATS = 2;
  private static final Duration MAX_HEARTBEAT = Duration.ofHours(24);
  private static final int MAX_CONCURRENCY = 10_000;

  NodeSettings {
    Names.check("nodeName", name);
    checkHeartbeat(heartbeat);
    atLeastTwoHeartbeats("lease", lease, heartbeat);
    atLeastTwoHeartbeats("timeToLive", timeToLive, heartbeat);
    atLeastTwoHeartbeats("electionTimeout", electionTimeout, heartbeat);
    positive("lockTimeout", lockTimeout);
    positive("poll", poll);
    notLong("grace", grace);
    inRange("maxConcurrency", maxConcurrency, MAX_CONCURRENCY);
    inRange("workers", workers, maxConcurrency);
  }

  /**
   * How long a call to the cluster may take before its answer counts as lost: shorter than what is
   * renewed by it.
   */
  Duration callTimeout() {
    return heartbeat.compareTo(Defaults.CALL_TIMEOUT) < 0 ? heartbeat : Defaults.CALL_TIMEOUT;
  }

  static void checkHeartbeat(Duration heartbeat) {
    positive("heartbeat", heartbeat);
    if (heartbeat.compareTo(MAX_HEARTBEAT) > 0) {
      throw new IllegalArgumentException(
          "heartbeat is " + heartbeat + "; it is at most " + MAX_HEARTBEAT.toHours() + " hours");
    }
  }

  private static void atLeastTwoHeartbeats(String field, Duration value, Duration heartbeat) {
    positive(field, value);
    if (value.compareTo(heartbeat.multipliedBy(LEAST_HEARTBEATS)) < 0) {
      throw new IllegalArgumentException(
          field
              + " is "
              + value
              + "; it is at least two heartbeats, which are "
              + heartbeat
              + " each");
    }
  }

  private static void positive(String field, Duration value) {
    if (value.isZero()) {
      throw new IllegalArgumentException(field + " is " + value + "; it is more than zero");
    }
    notLong(field, value);
  }

  static void notLong(String field, Duration value) {
    if (value.isNegative() || value.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          field
              + " is "
              + value
              + "; it ranges from zero to "
              + Job.LIMIT_DURATION.toDays()
              + " days");
    }
  }

  private static void inRange(String field, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(field + " is " + value + "; it ranges from 1 to " + most);
    }
  }
}
