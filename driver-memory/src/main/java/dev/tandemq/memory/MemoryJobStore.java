package dev.tandemq.memory;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.job.Names;
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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The edge of the store in memory: checks arguments, takes the lock, and calls hints after leaving
 * it. See the package's description. Every answer is there when a call returns.
 */
final class MemoryJobStore implements JobStore {

  private static final Logger LOG = System.getLogger(MemoryJobStore.class.getName());

  private final ProcessContext context;
  private final Capabilities capabilities;

  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final MemoryJobs jobs;
  private final List<Runnable> fired = new ArrayList<>();
  private boolean closed;

  /** An empty store that remembers nothing of what is over: no answer of it can be lost. */
  MemoryJobStore(ProcessContext context, Capabilities capabilities) {
    this(context, capabilities, Remember.NOTHING);
  }

  /** An empty store, for callers of which some are behind a link that may lose answers. */
  MemoryJobStore(ProcessContext context, Capabilities capabilities, Remember remember) {
    this.context = context;
    this.capabilities = capabilities;
    this.jobs =
        new MemoryJobs(
            context,
            name ->
                new MemoryQueue(
                    name, new Hints(context, () -> timeCame(name), fired), new Listeners(fired)),
            new Remembered(context.time(), remember));
  }

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> batch) {
    checkBatch("jobs", batch);
    for (Job job : batch) {
      Objects.requireNonNull(job, "job");
      if (job.payloadSize() > capabilities.maxPayloadBytes()) {
        throw new IllegalArgumentException(
            String.format(
                "payload of %s has %d bytes; the limit is %d: push a reference to the data instead",
                job, job.payloadSize(), capabilities.maxPayloadBytes()));
      }
    }
    return answer(() -> jobs.put(batch));
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    Objects.requireNonNull(request, "request");
    checkBatch("settlements", request.done());
    int want = Math.min(request.want(), capabilities.maxBatch());
    return answer(() -> jobs.turn(request, want));
  }

  @Override
  public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
    checkBatch("claims", claims);
    claims.forEach(claim -> Objects.requireNonNull(claim, "claim"));
    Objects.requireNonNull(lease, "lease");
    if (lease.isNegative() || lease.isZero() || lease.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "lease is %s; it must be more than zero and at most %d days",
              lease, Job.LIMIT_DURATION.toDays()));
    }
    return answer(() -> jobs.extend(claims, lease));
  }

  @Override
  public CompletionStage<Swept> sweep(String queue, int max, long term) {
    Names.check("queue", queue);
    checkMax(max);
    checkTerm(term);
    return answer(() -> jobs.sweep(queue, max, term));
  }

  @Override
  public CompletionStage<Optional<JobView>> find(JobId id) {
    Objects.requireNonNull(id, "id");
    return answer(() -> jobs.find(id));
  }

  @Override
  public CompletionStage<Optional<JobId>> findUnique(String queue, String uniqueKey) {
    Names.check("queue", queue);
    Objects.requireNonNull(uniqueKey, "uniqueKey");
    return answer(() -> jobs.findUnique(queue, uniqueKey));
  }

  @Override
  public CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
    Names.check("queue", queue);
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(page, "page");
    JobId after = page.after().map(MemoryJobStore::cursor).orElse(null);
    return answer(() -> jobs.list(queue, state, after, page.size()));
  }

  /** A page begins behind the id that the one before ended with. */
  private static JobId cursor(String after) {
    try {
      return JobId.parse(after);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "after has "
              + after.length()
              + " characters that are no cursor of this store; take Page.next of the page before",
          e);
    }
  }

  @Override
  public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
    Names.check("queue", queue);
    checkIds(ids);
    return answer(() -> jobs.requeue(queue, ids));
  }

  @Override
  public CompletionStage<Integer> remove(List<JobId> ids) {
    checkIds(ids);
    return answer(() -> jobs.remove(ids));
  }

  @Override
  public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
    Names.check("queue", queue);
    checkIds(ids);
    return answer(() -> jobs.forget(queue, ids));
  }

  @Override
  public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
    checkIds(ids);
    return answer(() -> jobs.cancel(ids));
  }

  @Override
  public CompletionStage<Integer> clear(String queue) {
    Names.check("queue", queue);
    return answer(() -> jobs.clear(queue));
  }

  @Override
  public CompletionStage<Pruned> prune(
      String queue, Duration olderThan, int keep, int max, long term) {
    Names.check("queue", queue);
    checkMax(max);
    checkTerm(term);
    Objects.requireNonNull(olderThan, "olderThan");
    if (olderThan.isNegative() || keep < 0) {
      throw new IllegalArgumentException(
          "olderThan is " + olderThan + ", keep is " + keep + "; neither may be negative");
    }
    return answer(() -> jobs.prune(queue, olderThan, keep, max, term));
  }

  @Override
  public CompletionStage<List<QueueStats>> stats(List<String> names) {
    Objects.requireNonNull(names, "queues");
    names.forEach(name -> Names.check("queue", name));
    return answer(() -> jobs.stats(names));
  }

  @Override
  public CompletionStage<List<String>> queues() {
    return answer(jobs::queueNames);
  }

  @Override
  public CompletionStage<Void> pause(String queue, boolean paused) {
    Names.check("queue", queue);
    return answer(
        () -> {
          jobs.queue(queue).pause(paused, context.time().nanoTime());
          return null;
        });
  }

  @Override
  public CompletionStage<Void> bound(String queue, long maxJobs) {
    Names.check("queue", queue);
    if (maxJobs < 0) {
      throw new IllegalArgumentException(
          "maxJobs is " + maxJobs + "; it must be zero, for no bound, or more");
    }
    return answer(
        () -> {
          jobs.queue(queue).bound(maxJobs);
          return null;
        });
  }

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    return subscribe(queue, hint, known -> known.hints);
  }

  @Override
  public Subscription onRoom(String queue, Runnable hint) {
    return subscribe(queue, hint, known -> known.room);
  }

  private Subscription subscribe(
      String queue, Runnable hint, Function<MemoryQueue, ? extends Listeners> which) {
    Names.check("queue", queue);
    Objects.requireNonNull(hint, "hint");
    Listeners.Listener listener = new Listeners.Listener(hint);
    answer(
        () -> {
          which.apply(jobs.queue(queue)).add(listener);
          return null;
        });
    return () -> {
      lock.lock();
      try {
        MemoryQueue known = jobs.known(queue);
        if (known != null) {
          which.apply(known).remove(listener);
        }
      } finally {
        lock.unlock();
      }
    };
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      jobs.discardAll();
    } finally {
      lock.unlock();
    }
  }

  /** A timer has rung: a job may have become due, or a lease may have been extended meanwhile. */
  private void timeCame(String name) {
    List<Runnable> toCall;
    lock.lock();
    try {
      MemoryQueue queue = jobs.known(name);
      if (!closed && queue != null && queue.hints.rang()) {
        if (queue.hasClaimable(context.time().nanoTime())) {
          queue.hints.fire();
        } else {
          queue.hints.due(queue.nextMoment());
        }
      }
      toCall = takeFired();
    } finally {
      lock.unlock();
    }
    toCall.forEach(MemoryJobStore::call);
  }

  /** Runs a step under the lock, then, outside of it, the hints that the step has fired. */
  private <T extends @Nullable Object> CompletionStage<T> answer(Supplier<T> step) {
    T result;
    List<Runnable> toCall;
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the store is closed");
      }
      result = step.get();
    } finally {
      toCall = takeFired();
      lock.unlock();
    }
    toCall.forEach(MemoryJobStore::call);
    return CompletableFuture.completedFuture(result);
  }

  /** The step is done whatever the hint does: its trouble is not that of whoever made the step. */
  private static void call(Runnable hint) {
    try {
      hint.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "a hint failed", e);
    }
  }

  private List<Runnable> takeFired() {
    if (fired.isEmpty()) {
      return List.of();
    }
    List<Runnable> taken = List.copyOf(fired);
    fired.clear();
    return taken;
  }

  private void checkBatch(String what, List<?> batch) {
    int size = Objects.requireNonNull(batch, what).size();
    if (size > capabilities.maxBatch()) {
      throw new IllegalArgumentException(
          String.format(
              "%s of one call are %d; the limit is %d: make several calls",
              what, size, capabilities.maxBatch()));
    }
  }

  private void checkIds(List<JobId> ids) {
    checkBatch("ids", ids);
    ids.forEach(id -> Objects.requireNonNull(id, "id"));
  }

  private static void checkTerm(long term) {
    if (term < 0) {
      throw new IllegalArgumentException(
          "term is " + term + "; it must be zero, for no leader, or more");
    }
  }

  private static void checkMax(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max is " + max + "; it must be at least 1");
    }
  }
}
