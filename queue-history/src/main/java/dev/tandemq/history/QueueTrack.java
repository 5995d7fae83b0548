package dev.tandemq.history;

import java.util.Map;
import java.util.TreeMap;

/** What is known of one queue. */
final class QueueTrack {

  final String name;

  /** Where the latest clear that may have worked ended; never when one has no known end. */
  long clearEnd;

  /** Where the latest clear that certainly worked began, and ended. */
  long clearedFrom;

  long clearedEnd = Ledger.NEVER;
  int openClears;

  /** Failed jobs may have been removed without being named. */
  boolean pruned;

  /** Failed jobs may have been requeued without being named. */
  boolean requeued;

  /** The numbers that were told last, by name. */
  final Map<String, Long> numbers = new TreeMap<>();

  long numbersAt;
  long addedJobs;
  long repushed;

  /** Jobs that are ready for certain, by priority; kept for histories of points alone. */
  final TreeMap<Integer, Integer> ready = new TreeMap<>();

  /** Grows when nobody is ready for certain any more. */
  private int round = 1;

  QueueTrack(String name) {
    this.name = name;
  }

  void ready(JobTrack job) {
    if (job.readyRound != round) {
      job.readyRound = round;
      ready.merge(job.priority, 1, Integer::sum);
    }
  }

  void notReady(JobTrack job) {
    if (job.readyRound == round) {
      job.readyRound = 0;
      ready.computeIfPresent(job.priority, (priority, count) -> count == 1 ? null : count - 1);
    }
  }

  void nobodyReady() {
    round++;
    ready.clear();
  }

  boolean maybeCleared(JobTrack job) {
    return openClears > 0 || clearEnd > job.pushFrom;
  }
}
