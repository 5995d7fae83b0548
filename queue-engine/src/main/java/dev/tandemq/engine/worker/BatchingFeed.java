package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Batcher;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gathers the turns of all slots into few round trips: right for a store beyond a network. Claims
 * that arrive after their call was given up are handed back, so that no job waits for a lease to
 * end.
 */
final class BatchingFeed implements Feed {

  private record Ask(List<Settle> owed, int want) {}

  private final JobStore store;
  private final QueueOrder queues;
  private final Duration lease;
  private final String node;
  private final Batcher<Ask, Turn> batcher;

  BatchingFeed(
      ProcessContext context,
      JobStore store,
      QueueOrder queues,
      Duration lease,
      String node,
      int maxBatch) {
    this.store = store;
    this.queues = queues;
    this.lease = lease;
    this.node = node;
    this.batcher =
        new Batcher<>(
            context,
            this::send,
            this::handBack,
            maxBatch,
            Defaults.CALL_WINDOW,
            Defaults.CALL_TIMEOUT);
  }

  @Override
  public CompletableFuture<Turn> turn(List<Settle> owed, int want) {
    return batcher.ask(new Ask(owed, want));
  }

  private CompletionStage<List<Turn>> send(List<Ask> asks) {
    List<Settle> done = new ArrayList<>(asks.size());
    int want = 0;
    for (Ask ask : asks) {
      done.addAll(ask.owed());
      want += ask.want();
    }
    return Calls.map(
        store.turn(new TurnRequest(done, queues.next(), want, lease, node)),
        turn -> deal(asks, turn));
  }

  /** Each asker gets the answers to its settlements, and claims as far as they go. */
  private static List<Turn> deal(List<Ask> asks, Turn turn) {
    List<Turn> turns = new ArrayList<>(asks.size());
    int settled = 0;
    int claimed = 0;
    for (Ask ask : asks) {
      List<SettleResult> results = turn.settled().subList(settled, settled + ask.owed().size());
      settled += ask.owed().size();
      int end = Math.min(claimed + ask.want(), turn.claims().size());
      turns.add(new Turn(results, turn.claims().subList(claimed, end), turn.more()));
      claimed = end;
    }
    return turns;
  }

  private void handBack(List<Turn> turns) {
    List<Settle> back = new ArrayList<>();
    for (Turn turn : turns) {
      for (Claim claim : turn.claims()) {
        back.add(Settle.handBack(claim));
      }
    }
    if (!back.isEmpty()) {
      // Last claimed first: each goes before the one handed back before it, at no search.
      Collections.reverse(back);
      // If this fails as well the leases end by themselves: nothing is lost, only time.
      Calls.whenDone(
          Calls.of(() -> store.turn(new TurnRequest(back, queues.next(), 0, lease, node))),
          () -> {});
    }
  }
}
