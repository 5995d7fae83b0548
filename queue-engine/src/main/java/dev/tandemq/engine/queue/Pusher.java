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
 * Brings single jobs to the store. Pushes to one queue that meet on their way to a store beyond a
 * network go in one call; a lone push waits for nobody, and trouble of one queue is none of
 * another's. Safe for concurrent use.
 */
public final class Pusher {

  private final ProcessContext context;
  private final JobStore store;
  private final Capabilities capabilities;

  /** Null when the store is local. */
  private final @Nullable PushLines lines;

  private final Duplicates duplicates = new Duplicates(Defaults.DUPLICATES_KEPT);

  /** A pusher for all queues of a store. */
  public Pusher(ProcessContext context, JobStore store, Capabilities capabilities) {
    this.context = context;
    this.store = store;
    this.capabilities = capabilities;
    this.lines = capabilities.has(Capability.LOCAL) ? null : new PushLines(this::newBatcher);
  }

  CompletableFuture<PutResult> push(Job job) {
    if (lines == null) {
      return alone(job);
    }
    CompletableFuture<PutResult> met = lines.push(job);
    if (!capabilities.has(Capability.ATOMIC_BATCH)) {
      return met;
    }
    // Where batches are all or nothing, those who met were refused together although there may be
    // room for some of them; none of them asked to share the others' fate.
    CompletableFuture<PutResult> answer = new CompletableFuture<>();
    Calls.whenDone(
        met,
        (result, thrown) -> {
          if (result instanceof PutResult.Full) {
            // Alone in its call, which has a deadline as any.
            Calls.pass(Calls.of(() -> newBatcher().ask(job)), answer);
          } else {
            Calls.pass(met, answer);
          }
        });
    return answer;
  }

  private CompletableFuture<PutResult> alone(Job job) {
    return Calls.map(Calls.of(() -> store.put(List.of(job))), results -> results.get(0));
  }

  private Batcher<Job, PutResult> newBatcher() {
    return new Batcher<>(
        context,
        store::put,
        late -> {}, // a job that was added late is still added once
        Math.min(capabilities.maxBatch(), Defaults.PUSH_BATCH),
        Defaults.CALL_WINDOW,
        Defaults.CALL_TIMEOUT);
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
