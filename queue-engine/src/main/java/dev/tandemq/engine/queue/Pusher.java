package dev.tandemq.engine.queue;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Batcher;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Brings single jobs to the store. Pushes that meet on their way to a store beyond a network go in
 * one call; a lone push waits for nobody. Safe for concurrent use.
 */
public final class Pusher {

  private final JobStore store;
  private final Duplicates duplicates = new Duplicates(Defaults.DUPLICATES_KEPT);
  private final @Nullable Batcher<Job, PutResult> batcher;

  /** A pusher for all queues of a store. */
  public Pusher(ProcessContext context, JobStore store, Capabilities capabilities) {
    this.store = store;
    this.batcher =
        capabilities.has(Capability.LOCAL)
            ? null
            : new Batcher<>(
                context,
                store::put,
                late -> {}, // a job that was added late is still added once
                Math.min(capabilities.maxBatch(), Defaults.PUSH_BATCH),
                Defaults.CALL_WINDOW,
                Defaults.CALL_TIMEOUT);
  }

  CompletableFuture<PutResult> push(Job job) {
    if (batcher != null) {
      return batcher.ask(job);
    }
    return Calls.of(() -> store.put(List.of(job))).thenApply(results -> results.get(0));
  }

  /** Remembers that a push was answered with another job. */
  void answeredWith(JobId twin, Job pushed) {
    duplicates.add(pushed.id(), twin);
  }

  /**
   * The job that a push of this one was answered with, instead of storing it: it had the unique
   * key. Empty when there was no such push, or {@value Defaults#DUPLICATES_KEPT} others since.
   */
  public Optional<JobId> twinOf(JobId id) {
    return duplicates.twinOf(id);
  }
}
