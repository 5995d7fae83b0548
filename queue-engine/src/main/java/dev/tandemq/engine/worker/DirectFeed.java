package dev.tandemq.engine.worker;

import dev.tandemq.engine.store.Calls;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A call for each turn: right for a store in this process, where a call costs nothing. */
final class DirectFeed implements Feed {

  private final JobStore store;
  private final QueueOrder queues;
  private final Duration lease;
  private final String node;

  DirectFeed(JobStore store, QueueOrder queues, Duration lease, String node) {
    this.store = store;
    this.queues = queues;
    this.lease = lease;
    this.node = node;
  }

  @Override
  public CompletableFuture<Turn> turn(List<Settle> owed, int want) {
    return Calls.of(() -> store.turn(new TurnRequest(owed, queues.next(), want, lease, node)));
  }
}
