package dev.tandemq.cluster;

import dev.tandemq.job.Names;
import java.util.List;
import java.util.Objects;

/**
 * What a node tells of itself with each renewal.
 *
 * @param phase what it is doing
 * @param slots jobs that it runs at the same time at most; zero or more
 * @param running jobs that it runs now; zero or more
 * @param queues where it claims
 */
public record NodeState(Phase phase, int slots, int running, List<String> queues) {

  /** What a node is doing. */
  public enum Phase {
    /** It claims jobs, or would if it had any workers. */
    ACTIVE,
    /** It claims nothing for a while. */
    PAUSED,
    /** It claims nothing any more and ends when what runs has ended. */
    STOPPING
  }

  /** Checks the numbers and takes a copy of the list. */
  public NodeState {
    Objects.requireNonNull(phase, "phase");
    queues = List.copyOf(queues);
    queues.forEach(queue -> Names.check("queue", queue));
    if (slots < 0 || running < 0) {
      throw new IllegalArgumentException(
          "slots is " + slots + ", running is " + running + "; neither may be negative");
    }
  }
}
