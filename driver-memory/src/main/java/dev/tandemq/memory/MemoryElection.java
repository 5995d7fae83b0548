package dev.tandemq.memory;

import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The election of a hub, over one link: checks arguments, then makes the call. */
final class MemoryElection implements Election {

  /** Far from where terms would overflow, and further than any cluster gets by itself. */
  static final long MAX_ABOVE = 1L << 62;

  private final Connection connection;
  private final Leadership leadership;

  MemoryElection(Connection connection, Leadership leadership) {
    this.connection = connection;
    this.leadership = leadership;
  }

  @Override
  public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
    Objects.requireNonNull(candidate, "candidate");
    Duration checked = TimeToLive.check(timeToLive);
    if (above < 0 || above > MAX_ABOVE) {
      throw new IllegalArgumentException(
          "above is " + above + "; it must be zero, or a term that was seen, at most " + MAX_ABOVE);
    }
    return connection.call("tryLead", () -> leadership.tryLead(candidate, checked, above));
  }

  @Override
  public CompletionStage<Boolean> resign(NodeId leader, long term) {
    Objects.requireNonNull(leader, "leader");
    if (term < 1) {
      throw new IllegalArgumentException("term is " + term + "; it is at least 1");
    }
    return connection.call("resign", () -> leadership.resign(leader, term));
  }

  @Override
  public CompletionStage<Optional<Leader>> leader() {
    return connection.call("leader", leadership::leader);
  }
}
