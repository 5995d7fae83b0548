package dev.tandemq.memory;

import static dev.tandemq.store.SettleResult.APPLIED;

import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Settle.Arrow;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that break a rule of cancel. */
final class BrokenCancels {

  private BrokenCancels() {}

  static List<BrokenStore> all() {
    return List.of(
        BrokenStore.of("cancels failed jobs too", Set.of("K1"), CancelsFailed::new),
        BrokenStore.of("answers many cancels in reverse", Set.of("K1"), AnswersInReverse::new),
        BrokenStore.of("does not tell the holder of a cancel", Set.of("K2"), TellsNoHolder::new),
        BrokenStore.of("does not extend a cancelled claim", Set.of("K2"), DoesNotExtend::new),
        BrokenStore.of("keeps a cancel over the end of its claim", Set.of("K3"), KeepsFlags::new),
        BrokenStore.of(
            "removes a cancelled job that spent its last attempt",
            Set.of("K3", "T1", "T2"),
            NeverFails::new),
        BrokenStore.of(
            "says that it applied what became a removal",
            Set.of("K3", "T1", "T2"),
            SaysApplied::new),
        BrokenStore.of(
            "says that it removed what failed for good",
            Set.of("K3", "T1", "T2"),
            SaysRemoved::new));
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static boolean isCancelled(JobStore store, Claim claim) {
    return now(store.find(claim.job().id())).map(JobView::isCancelled).orElse(false);
  }

  private static final class CancelsFailed extends ForwardingJobStore {
    CancelsFailed(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
      List<CancelResult> answers = new ArrayList<>(now(target().cancel(ids)));
      for (int i = 0; i < ids.size(); i++) {
        Optional<JobView> found = now(target().find(ids.get(i)));
        if (found.filter(view -> view.state() == JobState.FAILED).isPresent()
            && now(target().remove(List.of(ids.get(i)))) == 1) {
          answers.set(i, CancelResult.REMOVED);
        }
      }
      return CompletableFuture.completedFuture(answers);
    }
  }

  private static final class AnswersInReverse extends ForwardingJobStore {
    AnswersInReverse(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
      List<CancelResult> answers = new ArrayList<>(now(target().cancel(ids)));
      if (ids.size() > 3) {
        Collections.reverse(answers);
      }
      return CompletableFuture.completedFuture(answers);
    }
  }

  private static final class TellsNoHolder extends ForwardingJobStore {
    TellsNoHolder(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
      return target()
          .extend(claims, lease)
          .thenApply(
              answers ->
                  answers.stream()
                      .map(answer -> answer == Extended.CANCEL ? Extended.EXTENDED : answer)
                      .toList());
    }
  }

  private static final class DoesNotExtend extends ForwardingJobStore {
    DoesNotExtend(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
      if (claims.size() == 1 && isCancelled(target(), claims.get(0))) {
        return CompletableFuture.completedFuture(List.of(Extended.CANCEL));
      }
      return target().extend(claims, lease);
    }
  }

  /** Cancels each claim of a job anew that was cancelled in an earlier one. */
  private static final class KeepsFlags extends ForwardingJobStore {
    private final Set<JobId> flagged = ConcurrentHashMap.newKeySet();

    KeepsFlags(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
      List<CancelResult> answers = now(target().cancel(ids));
      for (int i = 0; i < ids.size(); i++) {
        if (answers.get(i) == CancelResult.REQUESTED) {
          flagged.add(ids.get(i));
        }
      }
      return CompletableFuture.completedFuture(answers);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      Turn turn = now(target().turn(request));
      for (Claim claim : turn.claims()) {
        if (flagged.contains(claim.job().id())) {
          var unused = now(target().cancel(List.of(claim.job().id())));
        }
      }
      return CompletableFuture.completedFuture(turn);
    }
  }

  private static final class SaysApplied extends ForwardingJobStore {
    SaysApplied(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      return target()
          .turn(request)
          .thenApply(
              turn ->
                  Changed.settled(
                      turn,
                      turn.settled().stream()
                          .map(answer -> answer == SettleResult.REMOVED ? APPLIED : answer)
                          .toList()));
    }
  }

  private static final class SaysRemoved extends ForwardingJobStore {
    SaysRemoved(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      List<Boolean> cancelled =
          request.done().stream().map(settle -> isCancelled(target(), settle.claim())).toList();
      Turn turn = now(target().turn(request));
      List<SettleResult> answers = new ArrayList<>(turn.settled());
      for (int i = 0; i < answers.size(); i++) {
        if (cancelled.get(i)
            && answers.get(i) == APPLIED
            && request.done().get(i).arrow().leadsBack()) {
          answers.set(i, SettleResult.REMOVED);
        }
      }
      return CompletableFuture.completedFuture(Changed.settled(turn, answers));
    }
  }

  private static final class NeverFails extends ForwardingJobStore {
    NeverFails(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      return target().turn(Changed.done(request, this::dropped));
    }

    private Settle dropped(Settle settle) {
      boolean fails =
          settle.claim().isLastAttempt()
              && (settle.arrow() == Arrow.RETRY || settle.arrow() == Arrow.RELEASE);
      return fails && isCancelled(target(), settle.claim())
          ? Settle.discard(settle.claim())
          : settle;
    }
  }
}
