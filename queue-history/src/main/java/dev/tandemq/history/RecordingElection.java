package dev.tandemq.history;

import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** An election whose calls are told, but for looks. */
record RecordingElection(Election target, Calls calls) implements Election {

  @Override
  public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
    return calls.tell(
        Op.LEAD,
        event -> event.leaseNanos(timeToLive.toNanos()).count(above),
        () -> target.tryLead(candidate, timeToLive, above),
        (event, leader) ->
            event
                .term(leader.term())
                .name(leader.id().incarnation())
                .result(leader.id().equals(candidate) ? "LEADS" : "FOLLOWS"));
  }

  @Override
  public CompletionStage<Boolean> resign(NodeId leader, long term) {
    return calls.tell(
        Op.RESIGN,
        event -> event.term(term),
        () -> target.resign(leader, term),
        (event, held) -> event.result(held ? "RESIGNED" : "LOST"));
  }

  @Override
  public CompletionStage<Optional<Leader>> leader() {
    return target.leader();
  }
}
