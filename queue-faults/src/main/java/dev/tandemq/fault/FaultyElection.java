package dev.tandemq.fault;

import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** An election at the far end of a bad network. */
record FaultyElection(Election target, Link link) implements Election {

  @Override
  public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
    Fate fate = link.next("Election.tryLead");
    return fate.isNone()
        ? target.tryLead(candidate, timeToLive, above)
        : link.send(fate, "Election.tryLead", () -> target.tryLead(candidate, timeToLive, above));
  }

  @Override
  public CompletionStage<Boolean> resign(NodeId leader, long term) {
    Fate fate = link.next("Election.resign");
    return fate.isNone()
        ? target.resign(leader, term)
        : link.send(fate, "Election.resign", () -> target.resign(leader, term));
  }

  @Override
  public CompletionStage<Optional<Leader>> leader() {
    Fate fate = link.next("Election.leader");
    return fate.isNone() ? target.leader() : link.send(fate, "Election.leader", target::leader);
  }
}
