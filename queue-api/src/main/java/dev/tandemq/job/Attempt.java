package dev.tandemq.job;

import java.time.Instant;
import java.util.Objects;

/**
 * One attempt that did not complete its job, as the history keeps it.
 *
 * @param number which attempt it was, from 1, since the last requeue
 * @param endedAt when the store took note of its end, by the store's wall clock
 * @param node the node that held the claim
 * @param end how it ended: the verb of the arrow, as {@code retry}, {@code bury}, {@code release},
 *     {@code rescue}
 * @param failure the error, empty when there is none to tell
 */
public record Attempt(int number, Instant endedAt, String node, String end, Failure failure) {

  /** Most attempts that the history of one job keeps; the oldest go first. */
  public static final int MAX_KEPT = 20;

  /** Checks that nothing is missing. */
  public Attempt {
    Objects.requireNonNull(endedAt, "endedAt");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(failure, "failure");
  }
}
