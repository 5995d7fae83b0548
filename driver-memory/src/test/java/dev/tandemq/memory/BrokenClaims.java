package dev.tandemq.memory;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Stores that break a rule of claim. */
final class BrokenClaims {

  private BrokenClaims() {}

  static List<BrokenStore> all() {
    return List.of(
        changingClaims(
            "gives claims to another node", Set.of("C1"), claim -> Changed.node(claim, "nobody")),
        changingRequests(
            "claims one job when none is wanted",
            Set.of("C2"),
            request -> request.want() == 0 ? Changed.want(request, 1) : request),
        BrokenStore.of(
            "takes all priorities for equal",
            Set.of("C3"),
            store -> new DisguisingStore(store, job -> job.toBuilder().priority(0).build())),
        BrokenStore.of("puts large batches in reverse", Set.of("C4"), PutsInReverse::new),
        BrokenStore.of(
            "takes note of twenty due jobs in a claim",
            Set.of("C5"),
            store -> new GivesFew(store, 20, claim -> !claim.job().delay().isZero())),
        BrokenStore.of(
            "takes note of ten dead holders in a claim",
            Set.of("R1"),
            store -> new GivesFew(store, 10, claim -> claim.attempt() > 1)),
        changingRequests(
            "looks at the last queue first",
            Set.of("C6"),
            request -> Changed.queues(request, reversed(request.queues()))),
        BrokenStore.of(
            "begins tokens anew after a requeue", Set.of("C7", "E2", "S2"), ForgetsTokens::new),
        changingTurns(
            "never says that there is more",
            Set.of("C8"),
            turn -> new Turn(turn.settled(), turn.claims(), false)),
        changingClaims(
            "tells no time of waiting",
            Set.of("C9"),
            claim -> Changed.waited(claim, Duration.ZERO)),
        changingRequests(
            "ends leases a nanosecond early",
            Set.of("R2"),
            request -> Changed.lease(request, request.lease().minusNanos(1))));
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  private static BrokenStore changingClaims(
      String fault, Set<String> breaks, UnaryOperator<Claim> change) {
    return changingTurns(fault, breaks, turn -> Changed.claims(turn, change));
  }

  private static BrokenStore changingTurns(
      String fault, Set<String> breaks, UnaryOperator<Turn> change) {
    return BrokenStore.of(
        fault,
        breaks,
        store ->
            new ForwardingJobStore(store) {
              @Override
              public CompletionStage<Turn> turn(TurnRequest request) {
                return target().turn(request).thenApply(change);
              }
            });
  }

  static BrokenStore changingRequests(
      String fault, Set<String> breaks, UnaryOperator<TurnRequest> change) {
    return BrokenStore.of(
        fault,
        breaks,
        store ->
            new ForwardingJobStore(store) {
              @Override
              public CompletionStage<Turn> turn(TurnRequest request) {
                return target().turn(change.apply(request));
              }
            });
  }

  /** Hands back what a claim gives of some kind beyond a number. */
  private static final class GivesFew extends ForwardingJobStore {
    private final int most;
    private final Predicate<Claim> kind;

    GivesFew(JobStore target, int most, Predicate<Claim> kind) {
      super(target);
      this.most = most;
      this.kind = kind;
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      return target().turn(request).thenCompose(turn -> fewOf(turn, request));
    }

    private CompletionStage<Turn> fewOf(Turn turn, TurnRequest request) {
      List<Claim> tooMany = turn.claims().stream().filter(kind).skip(most).toList();
      if (tooMany.isEmpty()) {
        return CompletableFuture.completedFuture(turn);
      }
      List<Claim> given = new ArrayList<>(turn.claims());
      given.removeAll(tooMany);
      List<Settle> handedBack = tooMany.stream().map(Settle::handBack).toList();
      return target()
          .turn(Changed.want(Changed.done(request, handedBack), 0))
          .thenApply(unused -> new Turn(turn.settled(), given, true));
    }
  }

  private static final class PutsInReverse extends ForwardingJobStore {
    PutsInReverse(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<PutResult>> put(List<Job> jobs) {
      return jobs.size() < 3
          ? target().put(jobs)
          : target().put(reversed(jobs)).thenApply(results -> reversed(results));
    }
  }

  /** Shows tokens less the one that the job had when it was requeued. */
  private static final class ForgetsTokens extends ForwardingJobStore {
    private final Map<JobId, Long> forgotten = new HashMap<>();

    ForgetsTokens(JobStore target) {
      super(target);
    }

    private synchronized long forgotten(Claim claim) {
      return forgotten.getOrDefault(claim.job().id(), 0L);
    }

    private Claim real(Claim claim) {
      return Changed.token(claim, claim.token() + forgotten(claim));
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      return target()
          .turn(Changed.done(request, settle -> Changed.claim(settle, real(settle.claim()))))
          .thenApply(
              turn ->
                  Changed.claims(
                      turn, claim -> Changed.token(claim, claim.token() - forgotten(claim))));
    }

    @Override
    public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
      return target().extend(claims.stream().map(this::real).toList(), lease);
    }

    @Override
    public synchronized CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
      for (JobId id : List.copyOf(ids)) {
        target()
            .find(id)
            .toCompletableFuture()
            .join()
            .filter(view -> view.state() == JobState.FAILED)
            .ifPresent(view -> forgotten.put(id, view.token()));
      }
      return target().requeue(queue, ids);
    }
  }
}
