package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Jobs that this connection has seen off, until it is time to forget them. Those of a connection
 * that ended before stay remembered. Safe for concurrent use.
 */
final class Ended {

  /** Forgotten at a time. */
  private static final int CHUNK = 50;

  private record One(JobId id, long at) {}

  private final Deque<One> line = new ArrayDeque<>();

  /**
   * Notes some.
   *
   * @param now a reading of the own monotonic clock
   */
  synchronized void note(List<JobId> ids, long now) {
    ids.forEach(id -> line.add(new One(id, now)));
  }

  /** Takes some whose time has come, with some seconds to spare. */
  synchronized List<JobId> due(long now) {
    List<JobId> due = new ArrayList<>();
    for (One one = line.peek();
        one != null
            && now - one.at() > ForgetStep.REMEMBERED + 10_000_000_000L
            && due.size() < CHUNK;
        one = line.peek()) {
      due.add(one.id());
      line.poll();
    }
    return due;
  }
}
