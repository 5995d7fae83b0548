package dev.tandemq.memory;

import dev.tandemq.job.Failure;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Settle.Arrow;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Stores that break a rule of settle or extend. */
final class BrokenSettles {

  private BrokenSettles() {}

  static List<BrokenStore> all() {
    return List.of(
        BrokenStore.of("claims before it settles", Set.of("S1", "S12"), ClaimsFirst::new),
        BrokenStore.of("ignores the token of a settlement", Set.of("S2"), IgnoresTokens::new),
        BrokenStore.of(
            "counts completions that it refused", Set.of("S2", "S11", "T1"), CountsRefused::new),
        changing(
            "buries what completes with its last attempt",
            Set.of("S3", "T1", "T2"),
            settle ->
                settle.arrow() == Arrow.COMPLETE && settle.claim().isLastAttempt()
                    ? Settle.bury(settle.claim(), new Failure(""))
                    : settle),
        changing(
            "retries at once",
            Set.of("S4", "T2"),
            settle -> settle.arrow() == Arrow.RETRY ? delayed(settle, Duration.ZERO) : settle),
        changing(
            "retries what is buried with attempts left",
            Set.of("S5", "S10", "T2"),
            settle -> settle.arrow() == Arrow.BURY ? with(Arrow.RETRY, settle) : settle),
        changing(
            "releases at once",
            Set.of("S6", "T2"),
            settle -> settle.arrow() == Arrow.RELEASE ? delayed(settle, Duration.ZERO) : settle),
        changing(
            "spends the attempt that is snoozed, but for the last one",
            Set.of("S7", "T2"),
            settle ->
                settle.arrow() == Arrow.SNOOZE && !settle.claim().isLastAttempt()
                    ? with(Arrow.RELEASE, settle)
                    : settle),
        changing(
            "spends the attempt that is handed back",
            Set.of("S8", "T2"),
            settle -> settle.arrow() == Arrow.HAND_BACK ? with(Arrow.RELEASE, settle) : settle),
        changing(
            "counts what is discarded as completed",
            Set.of("S9", "T1", "T2"),
            settle -> settle.arrow() == Arrow.DISCARD ? with(Arrow.COMPLETE, settle) : settle),
        changing(
            "keeps no errors",
            Set.of("S10"),
            settle -> new Settle(settle.claim(), settle.arrow(), settle.delay(), new Failure(""))),
        BrokenStore.of(
            "says that it applied a settlement twice",
            Set.of("K3", "S11", "T2"),
            SaysAppliedTwice::new),
        new BrokenStore(
            "refuses settlements after the lease", Set.of("S8", "S12"), JudgesByTheClock::new),
        BrokenStore.of("extends nothing", Set.of("E1", "H1", "K2"), ExtendsNothing::new),
        BrokenStore.of("ignores the token of an extension", Set.of("E2"), IgnoresTokensLater::new),
        BrokenStore.of("answers extensions in reverse", Set.of("E3"), AnswersInReverse::new));
  }

  private static BrokenStore changing(
      String fault, Set<String> breaks, UnaryOperator<Settle> change) {
    return BrokenClaims.changingRequests(fault, breaks, request -> Changed.done(request, change));
  }

  private static Settle with(Arrow arrow, Settle settle) {
    return new Settle(settle.claim(), arrow, settle.delay(), settle.failure());
  }

  private static Settle delayed(Settle settle, Duration delay) {
    return new Settle(settle.claim(), settle.arrow(), delay, settle.failure());
  }

  private static Claim newest(JobStore store, Claim claim) {
    return store
        .find(claim.job().id())
        .toCompletableFuture()
        .join()
        .filter(view -> view.state() == JobState.RESERVED)
        .map(JobView::token)
        .map(token -> Changed.token(claim, token))
        .orElse(claim);
  }

  private static final class ClaimsFirst extends ForwardingJobStore {
    ClaimsFirst(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      return target()
          .turn(Changed.done(request, List.of()))
          .thenCombine(
              target().turn(Changed.want(request, 0)),
              (claimed, settled) -> new Turn(settled.settled(), claimed.claims(), settled.more()));
    }
  }

  private static final class IgnoresTokens extends ForwardingJobStore {
    IgnoresTokens(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      return target()
          .turn(
              Changed.done(
                  request, settle -> Changed.claim(settle, newest(target(), settle.claim()))));
    }
  }

  private static final class CountsRefused extends ForwardingJobStore {
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();

    CountsRefused(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      return target()
          .turn(request)
          .thenApply(
              turn -> {
                for (int i = 0; i < turn.settled().size(); i++) {
                  Settle settle = request.done().get(i);
                  if (settle.arrow() == Arrow.COMPLETE
                      && turn.settled().get(i) == SettleResult.LOST) {
                    refused.merge(settle.claim().job().queue(), 1, Integer::sum);
                  }
                }
                return turn;
              });
    }

    @Override
    public CompletionStage<List<QueueStats>> stats(List<String> queues) {
      return target().stats(queues).thenApply(all -> all.stream().map(this::counted).toList());
    }

    private QueueStats counted(QueueStats stats) {
      int more = refused.getOrDefault(stats.queue(), 0);
      return Changed.counters(stats, stats.reserved(), stats.completed() + more, stats.rescued());
    }
  }

  private static final class SaysAppliedTwice extends ForwardingJobStore {
    private final Set<List<Object>> applied = new HashSet<>();

    SaysAppliedTwice(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      return target().turn(request).thenApply(turn -> again(request, turn));
    }

    private synchronized Turn again(TurnRequest request, Turn turn) {
      List<SettleResult> results = new ArrayList<>();
      for (int i = 0; i < turn.settled().size(); i++) {
        Settle settle = request.done().get(i);
        List<Object> key = List.of(settle.claim().token(), settle.arrow());
        boolean before = !applied.add(key);
        results.add(before ? SettleResult.APPLIED : turn.settled().get(i));
        if (results.get(i) == SettleResult.LOST) {
          applied.remove(key);
        }
      }
      return new Turn(results, turn.claims(), turn.more());
    }
  }

  private static final class JudgesByTheClock extends ForwardingJobStore {
    private final ManualContext context;
    private final Map<Long, Long> ends = new ConcurrentHashMap<>();

    JudgesByTheClock(JobStore target, ManualContext context) {
      super(target);
      this.context = context;
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      long now = context.time().nanoTime();
      // A token that was never given makes the store refuse the settlement.
      TurnRequest judged =
          Changed.done(
              request,
              settle ->
                  isOver(settle.claim(), now)
                      ? Changed.claim(settle, Changed.token(settle.claim(), Long.MAX_VALUE))
                      : settle);
      return target()
          .turn(judged)
          .thenApply(
              turn -> {
                turn.claims()
                    .forEach(claim -> ends.put(claim.token(), now + request.lease().toNanos()));
                return turn;
              });
    }

    private boolean isOver(Claim claim, long now) {
      Long end = ends.get(claim.token());
      return end != null && end - now <= 0;
    }

    @Override
    public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
      long end = context.time().nanoTime() + lease.toNanos();
      claims.forEach(claim -> ends.replace(claim.token(), end));
      return target().extend(claims, lease);
    }
  }

  private static final class ExtendsNothing extends ForwardingJobStore {
    ExtendsNothing(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
      Objects.requireNonNull(claims, "claims");
      return target()
          .extend(List.of(), lease)
          .thenApply(none -> claims.stream().map(this::answer).toList());
    }

    private Extended answer(Claim claim) {
      return target()
          .find(claim.job().id())
          .toCompletableFuture()
          .join()
          .filter(view -> view.state() == JobState.RESERVED && view.token() == claim.token())
          .map(view -> Extended.EXTENDED)
          .orElse(Extended.LOST);
    }
  }

  private static final class IgnoresTokensLater extends ForwardingJobStore {
    IgnoresTokensLater(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
      return target().extend(claims.stream().map(claim -> newest(target(), claim)).toList(), lease);
    }
  }

  private static final class AnswersInReverse extends ForwardingJobStore {
    AnswersInReverse(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
      return target()
          .extend(claims, lease)
          .thenApply(
              answers -> {
                List<Extended> reversed = new ArrayList<>(answers);
                Collections.reverse(reversed);
                return reversed;
              });
    }
  }
}
