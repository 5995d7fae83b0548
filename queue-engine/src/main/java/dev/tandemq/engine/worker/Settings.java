package dev.tandemq.engine.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a worker was built with; checked by its builder.
 *
 * @param weights of the queues; empty for strict order
 * @param jobTypes names of the types it handles; empty for all
 */
record Settings(
    List<String> queues,
    Map<String, Integer> weights,
    Set<String> jobTypes,
    String node,
    int slots,
    Duration heartbeat,
    Duration lease,
    Duration poll,
    Duration grace,
    Duration interruptGrace,
    RetryPolicies retry,
    List<Reporter.Listener> listeners) {

  /** The same for one worker of several that share the slots, as evenly as possible. */
  Settings share(int number, int workers) {
    int extra = number <= slots % workers ? 1 : 0;
    return new Settings(
        queues,
        weights,
        jobTypes,
        node + "-" + number,
        slots / workers + extra,
        heartbeat,
        lease,
        poll,
        grace,
        interruptGrace,
        retry,
        listeners);
  }
}
