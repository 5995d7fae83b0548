package dev.tandemq.tck.store;

import dev.tandemq.job.Attempt;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that a refused call must leave as it was: the job if it is there, and the counters. */
record Moment(Optional<Stand> stand, String counts) {

  static Moment of(Job job, StoreProbe store) {
    return new Moment(store.find(job.id()).map(Moment::stand), store.counts(job.queue()));
  }

  private static Stand stand(JobView view) {
    return new Stand(
        view.job(),
        view.state(),
        view.attempts(),
        view.token(),
        view.node(),
        view.isCancelled(),
        view.history(),
        roughly(view.leaseUntil()));
  }

  /** A store may reckon the wall time of a lease's end anew with each look; it then wavers. */
  private static long roughly(@Nullable Instant instant) {
    return instant == null ? 0 : instant.plusSeconds(1800).getEpochSecond() / 3600;
  }

  /** Where a job stands. */
  record Stand(
      Job job,
      JobState state,
      int attempts,
      long token,
      @Nullable String node,
      boolean isCancelled,
      List<Attempt> history,
      long leaseUntilHour) {}
}
