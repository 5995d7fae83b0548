package dev.tandemq.runs;

import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Swept;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;

/**
 * Keeps back the next sweep that is made in the name of a term, between the decision to make it and
 * the network: where a node that is frozen in the worst moment has it. Safe for concurrent use.
 */
final class HeldSweeps extends ForwardingJobStore {

  private final LongConsumer told;
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private boolean isWanted; // guarded by this

  /**
   * A store whose sweeps go on for now.
   *
   * @param told hears of the term of the sweep that is kept back
   */
  HeldSweeps(JobStore target, LongConsumer told) {
    super(target);
    this.told = told;
  }

  /** The next sweep with a term is kept back until {@link #release}. Used once. */
  synchronized void hold() {
    isWanted = true;
  }

  /** What was kept back goes on. */
  void release() {
    released.complete(null);
  }

  @Override
  public CompletionStage<Swept> sweep(String queue, int max, long term) {
    boolean holds;
    synchronized (this) {
      holds = isWanted && term > 0;
      isWanted &= !holds;
    }
    if (!holds) {
      return target().sweep(queue, max, term);
    }
    told.accept(term);
    return released.thenCompose(go -> target().sweep(queue, max, term));
  }
}
