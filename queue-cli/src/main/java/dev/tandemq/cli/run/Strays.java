package dev.tandemq.cli.run;

import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.JobStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Finds out about jobs of ours that another process brought to an end, which nobody tells: now and
 * then the store is asked for those that have been silent. Without that they would fill the window
 * for ever. Used by one thread.
 */
final class Strays {

  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** How many are asked for in one look: few while nobody else is at work. */
  private static final int FEWEST = 16;

  private static final int MOST = 1024;

  private final JobStore store;
  private final Ledger ledger;
  private final Outbox outbox;
  private int budget = FEWEST;

  Strays(JobStore store, Ledger ledger, Outbox outbox) {
    this.store = store;
    this.ledger = ledger;
    this.outbox = outbox;
  }

  /**
   * Looks once.
   *
   * @param now a monotonic reading, in nanoseconds
   */
  void look(long now) {
    PendingJobs pending = ledger.pending();
    int found = 0;
    for (Map.Entry<JobId, CompletableFuture<Optional<JobView>>> asked :
        ask(pending.silent(now - SILENCE.toNanos(), budget)).entrySet()) {
      JobId id = asked.getKey();
      Optional<JobView> view;
      try {
        view = asked.getValue().join();
      } catch (CompletionException e) {
        break; // The store is out of reach; there will be another look.
      }
      if (view.isEmpty()) {
        pending
            .removeUnlessRunning(id)
            .ifPresent(entry -> outbox.skip(entry.sequence(), entry.size()));
        found++;
      } else if (view.get().state() == JobState.FAILED) {
        ledger.foundFailed(view.get());
        found++;
      } else {
        pending.heardOf(id, now);
      }
    }
    budget = found > 0 ? Math.min(MOST, budget * 2) : FEWEST;
  }

  /** All at once: a store far away answers them together. */
  private Map<JobId, CompletableFuture<Optional<JobView>>> ask(List<JobId> ids) {
    Map<JobId, CompletableFuture<Optional<JobView>>> answers = new LinkedHashMap<>();
    ids.forEach(id -> answers.put(id, store.find(id).toCompletableFuture()));
    return answers;
  }
}
