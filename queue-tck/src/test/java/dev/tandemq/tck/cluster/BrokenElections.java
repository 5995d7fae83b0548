package dev.tandemq.tck.cluster;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.ForwardingElection;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Clusters that break a rule of election. */
final class BrokenElections {

  private BrokenElections() {}

  static List<BrokenCluster> all() {
    return List.of(
        BrokenCluster.election(
            "elects by looking, then writing",
            Set.of("G1"),
            context -> election -> new LooksThenLeads(election, context)),
        BrokenCluster.election("elects names", Set.of("G1"), context -> ElectsNames::new),
        BrokenCluster.election(
            "keeps the leader when another tries", Set.of("G2"), context -> KeepsByOthers::new),
        BrokenCluster.election(
            "renews by the name of the node", Set.of("G2"), context -> RenewsNames::new),
        BrokenCluster.election("does not renew", Set.of("G2"), context -> DoesNotRenew::new),
        BrokenCluster.election(
            "renews in a new term", Set.of("G2", "G4", "Y3"), context -> RenewsInNewTerms::new),
        withTerms(
                "keeps the term of a leader that slept", Set.of("G3", "G5"), KeepsSleepersTerm::new)
            .andByRaces("G1"),
        withTerms(
            "begins terms anew after a resignation", Set.of("G1", "G3", "G4"), BeginsAnew::new),
        BrokenCluster.election(
            "does not heed the term that was refused", Set.of("G4"), context -> NotAbove::new),
        BrokenCluster.election(
            "resigns from any term of the leader",
            Set.of("G4", "G5"),
            context -> ResignsAnyTerm::new),
        BrokenCluster.election(
            "resigns for anybody in the leader's term",
            Set.of("G5"),
            context -> ResignsForAnybody::new),
        BrokenCluster.election(
            "resigns by looking, then deleting",
            Set.of("G5"),
            context -> election -> new LooksThenResigns(election, context)),
        BrokenCluster.election(
            "always says that it resigned", Set.of("G4", "G5"), context -> AlwaysResigned::new),
        withPast(
            "tells of a leader whose time has ended", Set.of("G2", "G6", "Y3"), TellsThePast::new),
        BrokenCluster.election(
            "keeps the leader when asked", Set.of("G6", "Y3"), context -> KeepsByAsking::new));
  }

  /** What was answered last. */
  private static final class Past {
    private final AtomicReference<@Nullable Leader> last = new AtomicReference<>();
  }

  private interface WithPast {
    Election around(Election target, Past past);
  }

  private static BrokenCluster withPast(String fault, Set<String> breaks, WithPast wrap) {
    return BrokenCluster.election(
        fault,
        breaks,
        context -> {
          Past past = new Past();
          return election -> wrap.around(election, past);
        });
  }

  private interface WithTerms {
    Election around(Election target, AtomicLong below, Past past);
  }

  private static BrokenCluster withTerms(String fault, Set<String> breaks, WithTerms wrap) {
    return BrokenCluster.election(
        fault,
        breaks,
        context -> {
          AtomicLong below = new AtomicLong();
          Past past = new Past();
          return election -> wrap.around(election, below, past);
        });
  }

  private static final class LooksThenLeads extends ForwardingElection {

    private final ManualContext context;

    LooksThenLeads(Election target, ManualContext context) {
      super(target);
      this.context = context;
    }

    @Override
    public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
      CompletionStage<Boolean> isFree = target().leader().thenApply(Optional::isEmpty);
      return Later.call(context, () -> target().tryLead(candidate, timeToLive, above))
          .thenCombine(
              isFree,
              (leader, free) ->
                  free ? new Leader(candidate, leader.term(), leader.since()) : leader);
    }
  }

  private static final class ElectsNames extends ForwardingElection {

    ElectsNames(Election target) {
      super(target);
    }

    @Override
    public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
      return target()
          .tryLead(candidate, timeToLive, above)
          .thenApply(
              leader ->
                  leader.id().name().equals(candidate.name())
                      ? new Leader(candidate, leader.term(), leader.since())
                      : leader);
    }
  }

  private static final class KeepsByOthers extends ForwardingElection {

    KeepsByOthers(Election target) {
      super(target);
    }

    @Override
    public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
      return target()
          .tryLead(candidate, timeToLive, above)
          .thenCompose(
              leader ->
                  leader.id().equals(candidate)
                      ? completedFuture(leader)
                      : target().tryLead(leader.id(), timeToLive, 0));
    }
  }

  private static final class RenewsNames extends ForwardingElection {

    RenewsNames(Election target) {
      super(target);
    }

    @Override
    public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
      return target()
          .tryLead(candidate, timeToLive, above)
          .thenCompose(
              leader ->
                  leader.id().name().equals(candidate.name())
                      ? target().tryLead(leader.id(), timeToLive, above)
                      : completedFuture(leader));
    }
  }

  private static final class DoesNotRenew extends ForwardingElection {

    DoesNotRenew(Election target) {
      super(target);
    }

    @Override
    public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
      return target()
          .leader()
          .thenCompose(
              now ->
                  now.isPresent() && now.get().id().equals(candidate) && now.get().term() > above
                      ? completedFuture(now.get())
                      : target().tryLead(candidate, timeToLive, above));
    }
  }

  private static final class RenewsInNewTerms extends ForwardingElection {

    RenewsInNewTerms(Election target) {
      super(target);
    }

    @Override
    public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
      return target()
          .leader()
          .thenCompose(
              now ->
                  target()
                      .tryLead(
                          candidate,
                          timeToLive,
                          Math.max(above, now.map(Leader::term).orElse(0L))));
    }
  }

  /** Shows terms that are lower than the true ones by a number that may grow. */
  private abstract static class LowersTerms extends ForwardingElection {

    final AtomicLong below;
    final Past past;

    LowersTerms(Election target, AtomicLong below, Past past) {
      super(target);
      this.below = below;
      this.past = past;
    }

    final Leader show(Leader leader) {
      return new Leader(leader.id(), leader.term() - below.get(), leader.since());
    }

    @Override
    public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
      return target()
          .tryLead(candidate, timeToLive, above == 0 ? 0 : above + below.get())
          .thenApply(this::show);
    }

    @Override
    public CompletionStage<Boolean> resign(NodeId leader, long term) {
      return target().resign(leader, term + below.get());
    }

    @Override
    public CompletionStage<Optional<Leader>> leader() {
      return target().leader().thenApply(leader -> leader.map(this::show));
    }
  }

  private static final class KeepsSleepersTerm extends LowersTerms {

    KeepsSleepersTerm(Election target, AtomicLong below, Past past) {
      super(target, below, past);
    }

    @Override
    public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
      Leader last = past.last.get();
      return super.tryLead(candidate, timeToLive, above)
          .thenApply(
              shown -> {
                if (above == 0
                    && last != null
                    && last.id().equals(candidate)
                    && shown.id().equals(candidate)) {
                  below.addAndGet(shown.term() - last.term());
                  return last;
                }
                past.last.set(shown);
                return shown;
              });
    }

    @Override
    public CompletionStage<Boolean> resign(NodeId leader, long term) {
      return super.resign(leader, term)
          .thenApply(
              resigned -> {
                if (resigned) {
                  past.last.set(null);
                }
                return resigned;
              });
    }
  }

  private static final class BeginsAnew extends LowersTerms {

    BeginsAnew(Election target, AtomicLong below, Past past) {
      super(target, below, past);
    }

    @Override
    public CompletionStage<Boolean> resign(NodeId leader, long term) {
      long trueTerm = term + below.get();
      return target()
          .resign(leader, trueTerm)
          .thenApply(
              resigned -> {
                if (resigned) {
                  below.set(trueTerm);
                }
                return resigned;
              });
    }
  }

  private static final class NotAbove extends ForwardingElection {

    NotAbove(Election target) {
      super(target);
    }

    @Override
    public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
      return target().tryLead(candidate, timeToLive, Math.min(above, 0));
    }
  }

  private static final class ResignsAnyTerm extends ForwardingElection {

    ResignsAnyTerm(Election target) {
      super(target);
    }

    @Override
    public CompletionStage<Boolean> resign(NodeId leader, long term) {
      return target()
          .leader()
          .thenCompose(now -> target().resign(leader, now.map(Leader::term).orElse(term)));
    }
  }

  private static final class ResignsForAnybody extends ForwardingElection {

    ResignsForAnybody(Election target) {
      super(target);
    }

    @Override
    public CompletionStage<Boolean> resign(NodeId leader, long term) {
      return target()
          .leader()
          .thenCompose(now -> target().resign(now.map(Leader::id).orElse(leader), term));
    }
  }

  private static final class LooksThenResigns extends ForwardingElection {

    private final ManualContext context;

    LooksThenResigns(Election target, ManualContext context) {
      super(target);
      this.context = context;
    }

    @Override
    public CompletionStage<Boolean> resign(NodeId leader, long term) {
      return target()
          .leader()
          .thenCompose(
              now ->
                  now.filter(held -> held.id().equals(leader) && held.term() == term).isPresent()
                      ? Later.call(context, this::deleteWhoeverLeads)
                      : target().resign(leader, term));
    }

    private CompletionStage<Boolean> deleteWhoeverLeads() {
      return target()
          .leader()
          .thenCompose(
              now ->
                  now.isPresent()
                      ? target().resign(now.get().id(), now.get().term())
                      : completedFuture(true));
    }
  }

  private static final class AlwaysResigned extends ForwardingElection {

    AlwaysResigned(Election target) {
      super(target);
    }

    @Override
    public CompletionStage<Boolean> resign(NodeId leader, long term) {
      return target().resign(leader, term).thenApply(resigned -> true);
    }
  }

  private static final class TellsThePast extends ForwardingElection {

    private final Past past;

    TellsThePast(Election target, Past past) {
      super(target);
      this.past = past;
    }

    @Override
    public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
      return target()
          .tryLead(candidate, timeToLive, above)
          .thenApply(
              leader -> {
                past.last.set(leader);
                return leader;
              });
    }

    @Override
    public CompletionStage<Boolean> resign(NodeId leader, long term) {
      past.last.set(null);
      return target().resign(leader, term);
    }

    @Override
    public CompletionStage<Optional<Leader>> leader() {
      return target().leader().thenApply(now -> now.or(() -> Optional.ofNullable(past.last.get())));
    }
  }

  private static final class KeepsByAsking extends ForwardingElection {

    private static final Duration LONG = Duration.ofHours(1);

    KeepsByAsking(Election target) {
      super(target);
    }

    @Override
    public CompletionStage<Optional<Leader>> leader() {
      return target()
          .leader()
          .thenCompose(
              now ->
                  now.isPresent()
                      ? target().tryLead(now.get().id(), LONG, 0).thenApply(Optional::of)
                      : completedFuture(now));
    }
  }
}
