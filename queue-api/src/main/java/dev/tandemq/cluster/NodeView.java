package dev.tandemq.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A member as others see it.
 *
 * @param id which start of which node
 * @param state what it told last
 * @param startedAt when its incarnation joined first, as long as it has been a member without a gap
 *     since; by the backend's wall clock, for people
 * @param silentFor how long ago it joined or renewed, by the backend's clock
 * @param timeToLive after how much silence it is gone
 */
public record NodeView(
    NodeId id, NodeState state, Instant startedAt, Duration silentFor, Duration timeToLive) {

  /** Checks that nothing is missing. */
  public NodeView {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(silentFor, "silentFor");
    Objects.requireNonNull(timeToLive, "timeToLive");
  }
}
