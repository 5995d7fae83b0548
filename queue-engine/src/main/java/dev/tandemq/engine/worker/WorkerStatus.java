package dev.tandemq.engine.worker;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How a worker stands at one moment. Read without stopping it, so figures of jobs that end just now
 * may be in one place and not yet in the other.
 *
 * @param node name of its node
 * @param state where it is in its life
 * @param since when it came into that state
 * @param slots jobs that it can run at the same time
 * @param busy slots at work now
 * @param completed jobs completed so far
 * @param retried attempts so far that failed and whose job is tried again
 * @param failed jobs set aside so far
 * @param jobs what is at work now, longest first
 */
public record WorkerStatus(
    String node,
    WorkerState state,
    Instant since,
    int slots,
    int busy,
    long completed,
    long retried,
    long failed,
    List<CurrentJob> jobs) {

  /** Checks that nothing is missing and takes a copy of the list. */
  public WorkerStatus {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
    jobs = List.copyOf(jobs);
  }

  /** Jobs that it has brought to an end so far: completed or set aside. */
  public long processed() {
    return completed + failed;
  }

  /** Slots with nothing to do now. */
  public int idle() {
    return slots - busy;
  }
}
