package dev.tandemq.cluster;

import java.time.Instant;
import java.util.Objects;

/**
 * Who leads.
 *
 * @param id which start of which node
 * @param term grows with each leadership, for ever; the leader's fencing token, at least 1
 * @param since when the term began, by the backend's wall clock; for people
 */
public record Leader(NodeId id, long term, Instant since) {

  /** Checks that nothing is missing. */
  public Leader {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(since, "since");
    if (term < 1) {
      throw new IllegalArgumentException("term is " + term + "; it is at least 1");
    }
  }
}
