package dev.tandemq.memory;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.job.Names;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Swept;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store in memory; see the package's description. Every answer is there when a call returns.
 */
final class MemoryJobStore implements JobStore {

  /** Most jobs that time moves in one turn, so that a million due at once hold up nobody. */
  private static final int MOVES_PER_TURN = 1024;

  private final ProcessContext context;
  private final Capabilities capabilities;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<JobId, Entry> jobs = new HashMap<>();
  private final Map<String, MemoryQueue> queues = new HashMap<>();
  private final List<Runnable> fired = new ArrayList<>();
  private long lastToken;
  private boolean closed;

  MemoryJobStore(ProcessContext context, Capabilities capabilities) {
    this.context = context;
    this.capabilities = capabilities;
  }

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> batch) {
    checkBatch("jobs", batch.size());
    for (Job job : batch) {
      if (job.payloadSize() > capabilities.maxPayloadBytes()) {
        throw new IllegalArgumentException(
            String.format(
                "payload of %s has %d bytes; the limit is %d",
                job, job.payloadSize(), capabilities.maxPayloadBytes()));
      }
    }
    return answer(
        () -> {
          Instant wall = context.time().now();
          long now = context.time().nanoTime();
          List<PutResult> results = new ArrayList<>(batch.size());
          for (Job job : batch) {
            results.add(putOne(job, wall, now));
          }
          return List.copyOf(results);
        });
  }

  private PutResult putOne(Job job, Instant wall, long now) {
    if (jobs.containsKey(job.id())) {
      return new PutResult.Duplicate(job.id());
    }
    MemoryQueue queue = queue(job.queue());
    Entry twin = queue.twin(job);
    if (twin != null) {
      return new PutResult.Duplicate(twin.job.id());
    }
    Entry entry = new Entry(job, queue);
    jobs.put(job.id(), entry);
    queue.put(entry, wall, now);
    return new PutResult.Added(job.id());
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    checkBatch("settlements", request.done().size());
    return answer(
        () -> {
          Instant wall = context.time().now();
          long now = context.time().nanoTime();
          List<SettleResult> settled = settleAll(request.done(), wall, now);
          List<Claim> claims = claimUpTo(request, wall, now);
          return new Turn(settled, claims, isMore(request.queues(), now));
        });
  }

  private List<SettleResult> settleAll(List<Settle> done, Instant wall, long now) {
    if (done.isEmpty()) {
      return List.of();
    }
    List<SettleResult> results = new ArrayList<>(done.size());
    for (Settle settle : done) {
      Entry entry = held(settle.claim());
      if (entry == null) {
        results.add(SettleResult.LOST);
        continue;
      }
      if (entry.queue.settle(entry, settle, wall, now)) {
        jobs.remove(entry.job.id());
      }
      results.add(SettleResult.APPLIED);
    }
    return results;
  }

  /** The entry that the claim still holds: reserved, and under this very token. */
  private @Nullable Entry held(Claim claim) {
    Entry entry = jobs.get(claim.job().id());
    return entry != null && entry.state == JobState.RESERVED && entry.token == claim.token()
        ? entry
        : null;
  }

  private List<Claim> claimUpTo(TurnRequest request, Instant wall, long now) {
    if (request.want() == 0) {
      return List.of();
    }
    int want = Math.min(request.want(), capabilities.maxBatch());
    long leaseEnd = now + request.lease().toNanos();
    Instant leaseUntil = wall.plus(request.lease());
    List<Claim> claims = new ArrayList<>(Math.min(want, 16));
    for (String name : request.queues()) {
      MemoryQueue queue = queues.get(name);
      if (queue == null) {
        continue;
      }
      moveByTime(queue, MOVES_PER_TURN, wall, now);
      while (claims.size() < want) {
        Entry entry = queue.nextReady();
        if (entry == null) {
          break;
        }
        queue.claim(entry, leaseEnd, ++lastToken, request.node(), wall);
        claims.add(claimOf(entry, leaseUntil, now));
      }
      if (claims.size() < want) {
        queue.hints.arm(queue.nextMoment());
      }
    }
    return claims;
  }

  private static Claim claimOf(Entry entry, Instant leaseUntil, long now) {
    return new Claim(
        entry.job,
        entry.token,
        entry.attempts + 1,
        entry.snoozes,
        Objects.requireNonNull(entry.node),
        leaseUntil,
        Duration.ofNanos(now - entry.readySince));
  }

  private boolean isMore(List<String> names, long now) {
    for (String name : names) {
      MemoryQueue queue = queues.get(name);
      if (queue != null && queue.hasClaimable(now)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
    checkBatch("claims", claims.size());
    if (lease.isNegative() || lease.isZero() || lease.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          "lease is " + lease + "; it must be more than zero and at most " + Job.LIMIT_DURATION);
    }
    return answer(
        () -> {
          long leaseEnd = context.time().nanoTime() + lease.toNanos();
          List<Extended> results = new ArrayList<>(claims.size());
          for (Claim claim : claims) {
            Entry entry = held(claim);
            if (entry != null) {
              entry.queue.extend(entry, leaseEnd);
              entry.queue.hints.due(entry.queue.nextMoment());
            }
            results.add(entry != null ? Extended.EXTENDED : Extended.LOST);
          }
          return List.copyOf(results);
        });
  }

  @Override
  public CompletionStage<Swept> sweep(String name, int max) {
    Names.check("queue", name);
    checkMax(max);
    return answer(
        () -> {
          MemoryQueue queue = queues.get(name);
          return queue == null
              ? new Swept(0, 0, false)
              : moveByTime(queue, max, context.time().now(), context.time().nanoTime());
        });
  }

  private static Swept moveByTime(MemoryQueue queue, int max, Instant wall, long now) {
    int promoted = 0;
    int rescued = 0;
    while (promoted + rescued < max && queue.promoteOne(now)) {
      promoted++;
    }
    while (promoted + rescued < max && queue.rescueOne(wall, now)) {
      rescued++;
    }
    return new Swept(promoted, rescued, queue.hasDue(now));
  }

  @Override
  public CompletionStage<Optional<JobView>> find(JobId id) {
    Objects.requireNonNull(id, "id");
    return answer(() -> Optional.ofNullable(jobs.get(id)).map(this::view));
  }

  @Override
  public CompletionStage<Page<JobView>> list(String name, JobState state, PageRequest page) {
    Names.check("queue", name);
    Objects.requireNonNull(state, "state");
    JobId after = page.after().map(JobId::parse).orElse(null);
    return answer(
        () -> {
          MemoryQueue queue = queues.get(name);
          return queue == null
              ? new Page<JobView>(List.of(), Optional.empty())
              : pageOf(queue, state, after, page.size());
        });
  }

  /** The page's jobs are the smallest ids beyond the cursor: one pass, no list of all. */
  private Page<JobView> pageOf(MemoryQueue queue, JobState state, @Nullable JobId after, int size) {
    Comparator<Entry> byId = Comparator.comparing(entry -> entry.job.id());
    PriorityQueue<Entry> smallest = new PriorityQueue<>(byId.reversed());
    queue.forEach(
        state,
        entry -> {
          if (after == null || entry.job.id().compareTo(after) > 0) {
            smallest.add(entry);
            if (smallest.size() > size + 1) {
              smallest.remove();
            }
          }
        });
    boolean isLast = smallest.size() <= size;
    List<Entry> entries = new ArrayList<>(smallest);
    entries.sort(byId);
    List<JobView> views = entries.stream().limit(size).map(this::view).toList();
    return new Page<>(
        views, isLast ? Optional.empty() : Optional.of(views.get(size - 1).job().id().toString()));
  }

  private JobView view(Entry entry) {
    return entry.view(context.time().now(), context.time().nanoTime());
  }

  @Override
  public CompletionStage<Integer> requeue(String name, List<JobId> ids) {
    Names.check("queue", name);
    checkIds(ids);
    return answer(
        () -> {
          long now = context.time().nanoTime();
          int moved = 0;
          for (JobId id : ids) {
            Entry entry = jobs.get(id);
            if (entry != null && entry.queue.name.equals(name) && entry.queue.requeue(entry, now)) {
              moved++;
            }
          }
          return moved;
        });
  }

  @Override
  public CompletionStage<Integer> remove(List<JobId> ids) {
    checkIds(ids);
    return answer(
        () -> {
          int removed = 0;
          for (JobId id : ids) {
            Entry entry = jobs.get(id);
            if (entry != null) {
              remove(entry);
              removed++;
            }
          }
          return removed;
        });
  }

  @Override
  public CompletionStage<Integer> clear(String name) {
    Names.check("queue", name);
    return answer(
        () -> {
          MemoryQueue queue = queues.get(name);
          if (queue == null) {
            return 0;
          }
          List<Entry> entries = new ArrayList<>();
          queue.forEach(JobState.READY, entries::add);
          queue.forEach(JobState.DELAYED, entries::add);
          queue.forEach(JobState.RESERVED, entries::add);
          entries.forEach(this::remove);
          return entries.size();
        });
  }

  private void remove(Entry entry) {
    entry.queue.remove(entry);
    jobs.remove(entry.job.id());
  }

  @Override
  public CompletionStage<Integer> prune(String name, Duration olderThan, int keep, int max) {
    Names.check("queue", name);
    checkMax(max);
    if (olderThan.isNegative() || keep < 0) {
      throw new IllegalArgumentException(
          "olderThan is " + olderThan + ", keep is " + keep + "; neither may be negative");
    }
    return answer(
        () -> {
          MemoryQueue queue = queues.get(name);
          if (queue == null) {
            return 0;
          }
          long now = context.time().nanoTime();
          int removed = 0;
          Entry oldest = queue.oldestFailed();
          while (oldest != null
              && removed < max
              && isPrunable(queue, oldest, olderThan, keep, now)) {
            remove(oldest);
            removed++;
            oldest = queue.oldestFailed();
          }
          return removed;
        });
  }

  private static boolean isPrunable(
      MemoryQueue queue, Entry oldest, Duration olderThan, int keep, long now) {
    return queue.failedCount() > keep
        || Duration.ofNanos(now - oldest.when).compareTo(olderThan) > 0;
  }

  @Override
  public CompletionStage<List<QueueStats>> stats(List<String> names) {
    names.forEach(name -> Names.check("queue", name));
    return answer(
        () ->
            names.stream()
                .map(
                    name -> {
                      MemoryQueue queue = queues.get(name);
                      return queue == null ? QueueStats.none(name) : queue.stats();
                    })
                .toList());
  }

  @Override
  public CompletionStage<List<String>> queues() {
    return answer(
        () ->
            queues.values().stream()
                .filter(MemoryQueue::isKnown)
                .map(queue -> queue.name)
                .sorted()
                .toList());
  }

  @Override
  public CompletionStage<Void> pause(String name, boolean paused) {
    Names.check("queue", name);
    return answer(
        () -> {
          queue(name).pause(paused, context.time().nanoTime());
          return null;
        });
  }

  @Override
  public Subscription onReady(String name, Runnable hint) {
    Names.check("queue", name);
    Objects.requireNonNull(hint, "hint");
    Hints.Listener listener = new Hints.Listener(hint);
    answer(
        () -> {
          queue(name).hints.add(listener);
          return null;
        });
    return () -> {
      lock.lock();
      try {
        queue(name).hints.remove(listener);
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
      queues.values().forEach(queue -> queue.hints.disarm());
      queues.clear();
      jobs.clear();
    } finally {
      lock.unlock();
    }
  }

  private MemoryQueue queue(String name) {
    return queues.computeIfAbsent(
        name, key -> new MemoryQueue(key, new Hints(context, () -> timeCame(key), fired)));
  }

  /** A timer has rung: a job may have become due, or a lease may have been extended meanwhile. */
  private void timeCame(String name) {
    List<Runnable> toCall;
    lock.lock();
    try {
      MemoryQueue queue = queues.get(name);
      if (!closed && queue != null && queue.hints.rang()) {
        if (queue.hasClaimable(context.time().nanoTime())) {
          queue.hints.ready();
        } else {
          queue.hints.due(queue.nextMoment());
        }
      }
      toCall = takeFired();
    } finally {
      lock.unlock();
    }
    toCall.forEach(Runnable::run);
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
    toCall.forEach(Runnable::run);
    return CompletableFuture.completedFuture(result);
  }

  private List<Runnable> takeFired() {
    if (fired.isEmpty()) {
      return List.of();
    }
    List<Runnable> taken = List.copyOf(fired);
    fired.clear();
    return taken;
  }

  private void checkBatch(String what, int size) {
    if (size > capabilities.maxBatch()) {
      throw new IllegalArgumentException(
          what + " of one call are " + size + "; the limit is " + capabilities.maxBatch());
    }
  }

  private void checkIds(List<JobId> ids) {
    checkBatch("ids", ids.size());
    ids.forEach(id -> Objects.requireNonNull(id, "id"));
  }

  private static void checkMax(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max is " + max + "; it must be at least 1");
    }
  }
}
