package dev.tandemq.cluster;

import java.util.Objects;

/**
 * One membership of a node: what {@link Membership#join} gave it. A node that was taken for dead
 * and joins again has another one, so that what is left of the old one is not taken for its own.
 *
 * @param id which start of which node
 * @param session made by the backend, different for each join of a namespace
 */
public record Member(NodeId id, long session) {

  /** Checks that nothing is missing. */
  public Member {
    Objects.requireNonNull(id, "id");
  }
}
