package dev.tandemq.engine.worker;

import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobType;
import dev.tandemq.job.Names;
import dev.tandemq.retry.Backoff;
import dev.tandemq.retry.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Settings while they are collected: holds each value and checks it. One thread at a time. */
final class Draft {

  private final List<String> queues;
  private String node;
  private int slots = Defaults.SLOTS;
  private Map<String, Integer> weights = Map.of();
  private Duration heartbeat = Defaults.HEARTBEAT;
  private @Nullable Duration lease;
  private Duration poll = Defaults.POLL;
  private Duration grace = Defaults.STOP_GRACE;
  private Duration interruptGrace = Defaults.INTERRUPT_GRACE;
  private RetryPolicy retry = Backoff.standard();
  private final Map<String, RetryPolicy> retryByType = new TreeMap<>();
  private final Map<String, RetryPolicy> retryByQueue = new TreeMap<>();
  private final List<Reporter.Listener> listeners = new ArrayList<>();
  private boolean hasOwnLog;

  Draft(List<String> queues, String node) {
    if (queues.isEmpty()) {
      throw new IllegalArgumentException("a worker needs at least one queue");
    }
    queues.forEach(queue -> Names.check("queue", queue));
    this.queues = List.copyOf(queues);
    this.node = node;
  }

  void node(String name) {
    this.node = Names.check("node", name);
  }

  void slots(int number) {
    if (number < 1 || number > 10_000) {
      throw new IllegalArgumentException("slots is " + number + "; it ranges from 1 to 10000");
    }
    this.slots = number;
  }

  void weights(Map<String, Integer> given) {
    Map<String, Integer> copy = new TreeMap<>(given);
    Set<String> expected = new HashSet<>(queues);
    if (!copy.keySet().equals(expected)) {
      throw new IllegalArgumentException(
          "weights names " + copy.keySet() + "; it must name exactly the queues " + queues);
    }
    copy.forEach(Draft::checkWeight);
    // Sorted: in an order that changes with each process no seed could be replayed.
    this.weights = Collections.unmodifiableMap(copy);
  }

  private static void checkWeight(String queue, Integer weight) {
    Objects.requireNonNull(weight, () -> "weight of " + queue);
    if (weight < 1 || weight > Defaults.LIMIT_WEIGHT) {
      throw new IllegalArgumentException(
          String.format(
              "weight of %s is %d; it ranges from 1 to %d", queue, weight, Defaults.LIMIT_WEIGHT));
    }
  }

  void heartbeat(Duration every) {
    this.heartbeat = positive("heartbeat", every);
  }

  void lease(Duration length) {
    this.lease = positive("lease", length);
  }

  void poll(Duration every) {
    this.poll = positive("poll", every);
  }

  void grace(Duration length) {
    this.grace = Stopping.checkGrace(length);
  }

  void interruptGrace(Duration length) {
    this.interruptGrace = positive("interruptGrace", length);
  }

  Duration grace() {
    return grace;
  }

  void retry(RetryPolicy policy) {
    this.retry = Objects.requireNonNull(policy, "retry");
  }

  void retry(String queue, RetryPolicy policy) {
    Objects.requireNonNull(policy, "retry");
    if (!queues.contains(Objects.requireNonNull(queue, "queue"))) {
      throw new IllegalArgumentException(
          "queue is " + queue + "; this worker has the queues " + queues);
    }
    retryByQueue.put(queue, policy);
  }

  void retry(JobType<?> type, RetryPolicy policy) {
    retryByType.put(type.name(), Objects.requireNonNull(policy, "retry"));
  }

  /**
   * Adds a callback.
   *
   * @param isLog whether it hears of what fails, so that the log need not
   */
  void listener(Reporter.Listener listener, boolean isLog) {
    listeners.add(listener);
    hasOwnLog |= isLog;
  }

  /** All of it, checked. */
  Settings settings(Set<String> jobTypes) {
    List<Reporter.Listener> told = new ArrayList<>(listeners);
    if (!hasOwnLog) {
      told.add(Reporter.Listener.log());
    }
    return new Settings(
        queues,
        weights,
        Set.copyOf(jobTypes),
        node,
        slots,
        heartbeat,
        checkedLease(),
        poll,
        grace,
        interruptGrace,
        new RetryPolicies(retryByType, retryByQueue, retry),
        List.copyOf(told));
  }

  /** All of it for a pool of so many workers, checked. */
  List<Settings> settings(int workers, Set<String> jobTypes) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers is " + workers + "; a pool has at least 1");
    }
    if (slots < workers) {
      throw new IllegalArgumentException(
          String.format(
              "slots is %d for %d workers; each needs at least one: say slots(%d) or more,"
                  + " or build at most %d workers",
              slots, workers, workers, slots));
    }
    Names.check("node", node + "-" + workers);
    Settings all = settings(jobTypes);
    List<Settings> shares = new ArrayList<>(workers);
    for (int number = 1; number <= workers; number++) {
      shares.add(all.share(number, workers));
    }
    return shares;
  }

  private Duration checkedLease() {
    Duration actual = lease == null ? heartbeat.multipliedBy(Defaults.LEASE_HEARTBEATS) : lease;
    positive("lease", actual);
    if (actual.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "lease is " + actual + "; it must be at least two heartbeats of " + heartbeat);
    }
    return actual;
  }

  private static Duration positive(String field, Duration value) {
    Objects.requireNonNull(value, field);
    if (value.isNegative() || value.isZero() || value.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "%s is %s; it must be more than zero and at most %d days",
              field, value, Job.LIMIT_DURATION.toDays()));
    }
    return value;
  }
}
