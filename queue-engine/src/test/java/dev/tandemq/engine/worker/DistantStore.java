package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A store beyond a network that takes half its latency each way, remembers what it has settled as
 * networked stores must, and does to the next calls what a test wants.
 */
final class DistantStore extends ForwardingJobStore {

  /** What happens to one call. */
  enum Fate {
    /** It is applied and answered. */
    NORMAL,
    /** It fails before it is applied. */
    REFUSED,
    /** It is applied and never answered. */
    ANSWER_LOST,
    /** It is applied and answered after the caller has given up. */
    ANSWER_LATE
  }

  private record Settled(JobId id, long token, Settle.Arrow arrow) {}

  private final ProcessContext context;
  private final Duration latency;
  private final Set<Settled> remembered = new HashSet<>();

  int turns;
  int widestTurn;
  Supplier<Fate> turnFate = () -> Fate.NORMAL;
  Supplier<Fate> extendFate = () -> Fate.NORMAL;

  DistantStore(JobStore store, ProcessContext context, Duration latency) {
    super(store);
    this.context = context;
    this.latency = latency;
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    turns++;
    widestTurn = Math.max(widestTurn, Math.max(request.want(), request.done().size()));
    return travel(turnFate.get(), () -> remembering(request));
  }

  @Override
  public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
    return travel(
        extendFate.get(), () -> target().extend(claims, lease).toCompletableFuture().join());
  }

  private Turn remembering(TurnRequest request) {
    Turn turn = target().turn(request).toCompletableFuture().join();
    List<SettleResult> results = new ArrayList<>();
    for (int i = 0; i < request.done().size(); i++) {
      Settle settle = request.done().get(i);
      Settled key = new Settled(settle.claim().job().id(), settle.claim().token(), settle.arrow());
      if (turn.settled().get(i) == SettleResult.APPLIED) {
        remembered.add(key);
      }
      results.add(remembered.contains(key) ? SettleResult.APPLIED : SettleResult.LOST);
    }
    return new Turn(results, turn.claims(), turn.more());
  }

  private <T> CompletionStage<T> travel(Fate fate, Supplier<T> apply) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Duration half = latency.dividedBy(2);
    context.schedule(
        half,
        () -> {
          if (fate == Fate.REFUSED) {
            answer.completeExceptionally(new QueueUnavailableException("down", null));
            return;
          }
          T result = apply.get();
          if (fate != Fate.ANSWER_LOST) {
            Duration back = fate == Fate.ANSWER_LATE ? Duration.ofSeconds(11) : half;
            context.schedule(back, () -> answer.complete(result));
          }
        });
    return answer;
  }
}
