package dev.tandemq.engine.explain;

import dev.tandemq.job.JobId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A worker of this connection, as it was at one moment.
 *
 * @param node its node's name
 * @param queues where it claims, in strict order unless weighted
 * @param isWeighted whether any of its queues may come first, by weight
 * @param types types of jobs that it has handlers for; empty when it takes all
 * @param state where it stands in its life
 * @param slots jobs that it runs at the same time; 0 when that is not known
 * @param running the jobs that it runs
 */
public record WorkerView(
    String node,
    List<String> queues,
    boolean isWeighted,
    Set<String> types,
    State state,
    int slots,
    List<JobId> running) {

  /** Where a worker stands in its life. */
  public enum State {
    /** Built, not yet started. */
    NOT_STARTED,
    /** Claims jobs. */
    STARTED,
    /** Told to claim nothing for a while. */
    PAUSED,
    /** Claims nothing any more; what runs may still end. */
    STOPPED
  }

  /** Takes copies. */
  public WorkerView {
    queues = List.copyOf(queues);
    types = Set.copyOf(types);
    running = List.copyOf(running);
  }

  /** Those that may be served before this one. */
  Stream<String> queuesBefore(String queue) {
    return isWeighted
        ? queues.stream().filter(other -> !other.equals(queue))
        : queues.stream().takeWhile(other -> !other.equals(queue));
  }

  boolean serves(String queue) {
    return queues.contains(queue);
  }

  boolean handles(String type) {
    return types.isEmpty() || types.contains(type);
  }

  boolean isFull() {
    return slots > 0 && running.size() >= slots;
  }
}
