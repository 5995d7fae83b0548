package dev.tandemq.driver;

import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.BlockingJobStore;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Swept;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A blocking store behind the port that does not block; see {@link JobStores#blocking}. Each call
 * checks its arguments, then goes to the executor. Counts the calls that run, so that the last one
 * after {@code close} closes the store.
 */
final class LiftedJobStore implements JobStore {

  private final BlockingJobStore store;
  private final ArgumentChecks checks;
  private final Executor executor;

  private final Object monitor = new Object();
  // Guarded by the monitor.
  private int running;
  private boolean closed;

  LiftedJobStore(BlockingJobStore store, ArgumentChecks checks, Executor executor) {
    this.store = Objects.requireNonNull(store, "store");
    this.checks = checks;
    this.executor = Objects.requireNonNull(executor, "executor");
  }

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> jobs) {
    List<Job> checked = checks.jobs(jobs);
    return call("put", checked.stream().map(Job::id).toList(), () -> store.put(checked));
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    TurnRequest checked = checks.turn(request);
    List<JobId> ids = checked.done().stream().map(done -> done.claim().job().id()).toList();
    return call("turn", ids, () -> store.turn(checked));
  }

  @Override
  public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
    List<Claim> checked = checks.items("claims", claims);
    ArgumentChecks.lease(lease);
    List<JobId> ids = checked.stream().map(claim -> claim.job().id()).toList();
    return call("extend", ids, () -> store.extend(checked, lease));
  }

  @Override
  public CompletionStage<Swept> sweep(String queue, int max, long term) {
    ArgumentChecks.queue(queue);
    ArgumentChecks.max(max);
    ArgumentChecks.term(term);
    return call("sweep", List.of(), () -> store.sweep(queue, max, term));
  }

  @Override
  public CompletionStage<Optional<JobView>> find(JobId id) {
    Objects.requireNonNull(id, "id");
    return call("find", List.of(), () -> store.find(id));
  }

  @Override
  public CompletionStage<Optional<JobId>> findUnique(String queue, String uniqueKey) {
    ArgumentChecks.queue(queue);
    Objects.requireNonNull(uniqueKey, "uniqueKey");
    return call("findUnique", List.of(), () -> store.findUnique(queue, uniqueKey));
  }

  @Override
  public CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
    ArgumentChecks.queue(queue);
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(page, "page");
    return call("list", List.of(), () -> store.list(queue, state, page));
  }

  @Override
  public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
    ArgumentChecks.queue(queue);
    List<JobId> checked = checks.items("ids", ids);
    return call("requeue", checked, () -> store.requeue(queue, checked));
  }

  @Override
  public CompletionStage<Integer> remove(List<JobId> ids) {
    List<JobId> checked = checks.items("ids", ids);
    return call("remove", checked, () -> store.remove(checked));
  }

  @Override
  public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
    ArgumentChecks.queue(queue);
    List<JobId> checked = checks.items("ids", ids);
    return call("forget", checked, () -> store.forget(queue, checked));
  }

  @Override
  public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
    List<JobId> checked = checks.items("ids", ids);
    return call("cancel", checked, () -> store.cancel(checked));
  }

  @Override
  public CompletionStage<Integer> clear(String queue) {
    ArgumentChecks.queue(queue);
    return call("clear", List.of(), () -> store.clear(queue));
  }

  @Override
  public CompletionStage<Pruned> prune(
      String queue, Duration olderThan, int keep, int max, long term) {
    ArgumentChecks.queue(queue);
    ArgumentChecks.prune(olderThan, keep, max);
    ArgumentChecks.term(term);
    return call("prune", List.of(), () -> store.prune(queue, olderThan, keep, max, term));
  }

  @Override
  public CompletionStage<List<QueueStats>> stats(List<String> queues) {
    List<String> checked = ArgumentChecks.queues(queues);
    return call("stats", List.of(), () -> store.stats(checked));
  }

  @Override
  public CompletionStage<List<String>> queues() {
    return call("queues", List.of(), store::queues);
  }

  @Override
  public CompletionStage<Void> pause(String queue, boolean paused) {
    ArgumentChecks.queue(queue);
    return call(
        "pause",
        List.of(),
        () -> {
          store.pause(queue, paused);
          return null;
        });
  }

  @Override
  public CompletionStage<Void> bound(String queue, long maxJobs) {
    ArgumentChecks.queue(queue);
    ArgumentChecks.bound(maxJobs);
    return call(
        "bound",
        List.of(),
        () -> {
          store.bound(queue, maxJobs);
          return null;
        });
  }

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    ArgumentChecks.queue(queue);
    Objects.requireNonNull(hint, "hint");
    checkOpen();
    return store.onReady(queue, hint);
  }

  @Override
  public Subscription onRoom(String queue, Runnable hint) {
    ArgumentChecks.queue(queue);
    Objects.requireNonNull(hint, "hint");
    checkOpen();
    return store.onRoom(queue, hint);
  }

  @Override
  public void close() {
    synchronized (monitor) {
      if (closed) {
        return;
      }
      closed = true;
      if (running > 0) {
        return;
      }
    }
    store.close();
  }

  private void checkOpen() {
    synchronized (monitor) {
      if (closed) {
        throw new IllegalStateException("the store is closed");
      }
    }
  }

  private <T extends @Nullable Object> CompletionStage<T> call(
      String what, List<JobId> ids, Supplier<T> step) {
    checkOpen();
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      executor.execute(() -> run(what, ids, step, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          new QueueUnavailableException(
              what
                  + ": the store has more calls to do than it takes at a time; nothing was changed,"
                  + " try again",
              e));
    }
    return answer;
  }

  private <T extends @Nullable Object> void run(
      String what, List<JobId> ids, Supplier<T> step, CompletableFuture<T> answer) {
    if (!enter()) {
      answer.completeExceptionally(
          new QueueUnavailableException(
              what + ": the store was closed before the call began; nothing was changed", null));
      return;
    }
    T result;
    try {
      result = step.get();
    } catch (QueueException | IllegalArgumentException e) {
      leaveThen(() -> answer.completeExceptionally(e));
      return;
    } catch (Throwable e) {
      // Not RuntimeException alone: in other languages than Java methods throw what they do not
      // declare, and a stage must never stay open.
      leaveThen(
          () ->
              answer.completeExceptionally(
                  new OutcomeUnknownException(
                      what + ": the store broke off in the middle: " + e.getClass().getName(),
                      ids,
                      e)));
      if (e instanceof Error error) {
        throw error;
      }
      return;
    }
    leaveThen(() -> answer.complete(result));
  }

  /** Whoever waits has the answer even if the end of the store fails. */
  private void leaveThen(Runnable tell) {
    try {
      leave();
    } finally {
      tell.run();
    }
  }

  private boolean enter() {
    synchronized (monitor) {
      if (closed) {
        return false;
      }
      running++;
      return true;
    }
  }

  private void leave() {
    // Left behind by the call; it would hit the next one on this thread.
    boolean unused = Thread.interrupted();
    synchronized (monitor) {
      running--;
      if (!closed || running > 0) {
        return;
      }
    }
    store.close();
  }
}
