package dev.tandemq.job;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job with its state, as it was at one moment.
 *
 * @param job the job as it was pushed
 * @param state where it stands
 * @param attempts attempts spent since the last requeue; the one that runs now is not among them
 * @param token token of its latest claim, 0 before the first
 * @param availableAt when it became or becomes ready, by the store's wall clock
 * @param reservedAt when it was claimed; null unless it is RESERVED
 * @param leaseUntil when its lease ends unless extended; null unless it is RESERVED
 * @param node who holds it; null unless it is RESERVED
 * @param isCancelled whether it is RESERVED and somebody asked for it to be cancelled
 * @param history its latest attempts that did not complete it, oldest first, at most {@value
 *     Attempt#MAX_KEPT}
 */
public record JobView(
    Job job,
    JobState state,
    int attempts,
    long token,
    Instant availableAt,
    @Nullable Instant reservedAt,
    @Nullable Instant leaseUntil,
    @Nullable String node,
    boolean isCancelled,
    List<Attempt> history) {

  /** Takes a copy of the history. */
  public JobView {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(availableAt, "availableAt");
    history = List.copyOf(history);
  }
}
