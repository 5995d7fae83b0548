package dev.tandemq.memory;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Settle.Arrow;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** Stores that say they remember what is over, and do not do it well (rules P4, S11, K3). */
final class BrokenMemories {

  private BrokenMemories() {}

  static List<BrokenStore> all() {
    return List.of(
        BrokenStore.remembering(
            "takes a bury for the completion that it remembers",
            Set.of("S11", "S2"),
            store -> new IgnoresArrow(store, SettleResult.APPLIED, Arrow.COMPLETE, Arrow.BURY)),
        BrokenStore.remembering(
            "takes a release for the hand-back that became a removal",
            Set.of("K3"),
            store -> new IgnoresArrow(store, SettleResult.REMOVED, Arrow.HAND_BACK, Arrow.RELEASE)),
        BrokenStore.remembering(
            "remembers no removal of a cancelled job",
            Set.of("K3"),
            store ->
                changing(
                    store,
                    (settle, again) -> again == SettleResult.REMOVED ? SettleResult.LOST : again)),
        BrokenStore.remembering(
            "says that a removal was what was asked for, when asked again",
            Set.of("K3"),
            store ->
                changing(
                    store,
                    (settle, again) ->
                        again == SettleResult.REMOVED ? SettleResult.APPLIED : again)),
        BrokenStore.remembering(
            "remembers only what ended its job",
            Set.of("S11"),
            store ->
                changing(
                    store,
                    (settle, again) ->
                        settle.arrow().leadsBack() && again == SettleResult.APPLIED
                            ? SettleResult.LOST
                            : again)),
        BrokenStore.remembering(
            "takes an id that it remembers again", Set.of("P4", "S2"), Retakes::new));
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private record Key(long token, JobId id) {}

  private static Key key(Settle settle) {
    return new Key(settle.claim().token(), settle.claim().job().id());
  }

  /** Changes what the store answers to the second settlement of a claim. */
  private static JobStore changing(
      JobStore store, BiFunction<Settle, SettleResult, SettleResult> change) {
    return new ForwardingJobStore(store) {
      private final Set<Key> settled = ConcurrentHashMap.newKeySet();

      @Override
      public CompletionStage<Turn> turn(TurnRequest request) {
        Turn turn = now(target().turn(request));
        List<SettleResult> answers = new ArrayList<>();
        for (int i = 0; i < request.done().size(); i++) {
          Settle settle = request.done().get(i);
          SettleResult answer = turn.settled().get(i);
          boolean isFirst = answer == SettleResult.LOST || settled.add(key(settle));
          answers.add(isFirst ? answer : change.apply(settle, answer));
        }
        return CompletableFuture.completedFuture(Changed.settled(turn, answers));
      }
    };
  }

  /** Answers to one arrow what it answered to another one of the same claim. */
  private static final class IgnoresArrow extends ForwardingJobStore {
    private final SettleResult remembered;
    private final Arrow before;
    private final Arrow after;
    private final Set<Key> settled = ConcurrentHashMap.newKeySet();

    IgnoresArrow(JobStore target, SettleResult remembered, Arrow before, Arrow after) {
      super(target);
      this.remembered = remembered;
      this.before = before;
      this.after = after;
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      Turn turn = now(target().turn(request));
      List<SettleResult> answers = new ArrayList<>();
      for (int i = 0; i < request.done().size(); i++) {
        Settle settle = request.done().get(i);
        SettleResult answer = turn.settled().get(i);
        if (answer == remembered && settle.arrow() == before) {
          settled.add(key(settle));
        }
        boolean isTaken =
            answer == SettleResult.LOST && settle.arrow() == after && settled.contains(key(settle));
        answers.add(isTaken ? remembered : answer);
      }
      return CompletableFuture.completedFuture(Changed.settled(turn, answers));
    }
  }

  /** Says that it added what it did not. */
  private static final class Retakes extends ForwardingJobStore {
    Retakes(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<PutResult>> put(List<Job> jobs) {
      List<PutResult> answers = new ArrayList<>(now(target().put(jobs)));
      for (int i = 0; i < answers.size(); i++) {
        JobId id = jobs.get(i).id();
        if (answers.get(i).equals(new PutResult.Duplicate(id))
            && now(target().find(id)).isEmpty()) {
          answers.set(i, new PutResult.Added(id));
        }
      }
      return CompletableFuture.completedFuture(answers);
    }
  }
}
