package dev.tandemq.tck.cluster;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Election as one entry under one lock. */
final class PlainElection implements Election {

  private record Lead(Leader leader, PlainHold hold) {}

  private final PlainTime time;
  private @Nullable Lead lead; // guarded by this
  private long lastTerm; // guarded by this

  PlainElection(PlainTime time) {
    this.time = time;
  }

  @Override
  public synchronized CompletionStage<Leader> tryLead(
      NodeId candidate, Duration timeToLive, long above) {
    Leader current = current();
    if (current != null && !current.id().equals(candidate)) {
      return completedFuture(current);
    }
    if (current == null || current.term() <= above) {
      lastTerm = Math.max(lastTerm, above) + 1;
      current = new Leader(candidate, lastTerm, time.wall());
    }
    lead = new Lead(current, time.hold(timeToLive));
    return completedFuture(current);
  }

  @Override
  public synchronized CompletionStage<Boolean> resign(NodeId leader, long term) {
    Leader current = current();
    boolean leads = current != null && current.id().equals(leader) && current.term() == term;
    if (leads) {
      lead = null;
    }
    return completedFuture(leads);
  }

  @Override
  public synchronized CompletionStage<Optional<Leader>> leader() {
    return completedFuture(Optional.ofNullable(current()));
  }

  private @Nullable Leader current() {
    Lead held = lead;
    return held == null || time.hasEnded(held.hold) ? null : held.leader;
  }
}
