package dev.tandemq.tck.store;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Every method of the port but {@code close}, called with good arguments. */
enum StoreCall {
  PUT,
  TURN,
  EXTEND,
  SWEEP,
  FIND,
  FIND_UNIQUE,
  LIST,
  REQUEUE,
  REMOVE,
  FORGET,
  CANCEL,
  CLEAR,
  PRUNE,
  STATS,
  QUEUES,
  PAUSE,
  BOUND,
  ON_READY,
  ON_ROOM;

  private static final JobId ID = new JobId(1, 1);
  private static final Duration TIME = Duration.ofSeconds(1);

  /** Calls the store and does not wait for the answer. */
  Object on(JobStore store) {
    return switch (this) {
      case PUT ->
          store.put(List.of(Job.builder().id(ID).queue("q").createdAt(Instant.EPOCH).build()));
      case TURN -> store.turn(new TurnRequest(List.of(), List.of("q"), 1, TIME, "node"));
      case EXTEND -> store.extend(List.of(), TIME);
      case SWEEP -> store.sweep("q", 1);
      case FIND -> store.find(ID);
      case FIND_UNIQUE -> store.findUnique("q", "key");
      case LIST -> store.list("q", JobState.READY, PageRequest.first(1));
      case REQUEUE -> store.requeue("q", List.of(ID));
      case REMOVE -> store.remove(List.of(ID));
      case FORGET -> store.forget("q", List.of(ID));
      case CANCEL -> store.cancel(List.of(ID));
      case CLEAR -> store.clear("q");
      case PRUNE -> store.prune("q", Duration.ZERO, 0, 1);
      case STATS -> store.stats(List.of("q"));
      case QUEUES -> store.queues();
      case PAUSE -> store.pause("q", true);
      case BOUND -> store.bound("q", 1);
      case ON_READY -> store.onReady("q", () -> {});
      case ON_ROOM -> store.onRoom("q", () -> {});
    };
  }
}
