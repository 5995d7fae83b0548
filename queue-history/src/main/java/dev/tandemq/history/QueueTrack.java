package dev.tandemq.history;

import java.util.HashMap;
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

  /** Place of the newest push that was claimed, by producer and priority. */
  final Map<String, Long> claimedPlaces = new HashMap<>();

  long places;

  QueueTrack(String name) {
    this.name = name;
  }

  boolean maybeCleared(JobTrack job) {
    return openClears > 0 || clearEnd > job.pushFrom;
  }
}
