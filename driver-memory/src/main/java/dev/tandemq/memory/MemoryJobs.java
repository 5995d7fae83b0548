package dev.tandemq.memory;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.Page;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
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
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All jobs and queues of a store. Guarded by the store's lock; arguments have been checked. */
final class MemoryJobs {

  /** Most jobs that time moves in one turn, so that a million due at once hold up nobody. */
  private static final int MOVES_PER_TURN = 1024;

  private final ProcessContext context;
  private final Function<String, MemoryQueue> newQueue;
  private final Map<JobId, Entry> jobs = new HashMap<>();
  private final Map<String, MemoryQueue> queues = new HashMap<>();
  private final Remembered remembered;
  // Made once: it is asked for at every push.
  private final Predicate<JobId> isTaken = this::isTaken;
  private long lastToken;
  private long newestTerm;

  /**
   * An empty store.
   *
   * @param newQueue makes a queue by its name
   */
  MemoryJobs(
      ProcessContext context, Function<String, MemoryQueue> newQueue, Remembered remembered) {
    this.context = context;
    this.newQueue = newQueue;
    this.remembered = remembered;
  }

  /** The queue of that name, made if need be. */
  MemoryQueue queue(String name) {
    return queues.computeIfAbsent(name, newQueue);
  }

  /** The queue of that name, or null: a question makes no queue. */
  @Nullable MemoryQueue known(String name) {
    return queues.get(name);
  }

  // ---- put, turn, extend

  List<PutResult> put(List<Job> batch) {
    Instant wall = context.time().now();
    long now = context.time().nanoTime();
    boolean hasRoom = Newcomers.findRoom(batch, isTaken, queues);
    List<PutResult> results = new ArrayList<>(batch.size());
    for (Job job : batch) {
      results.add(putOne(job, hasRoom, wall, now));
    }
    return List.copyOf(results);
  }

  private PutResult putOne(Job job, boolean hasRoom, Instant wall, long now) {
    if (isTaken(job.id())) {
      return new PutResult.Duplicate(job.id());
    }
    MemoryQueue queue = queue(job.queue());
    Entry twin = queue.twin(job);
    if (twin != null) {
      return new PutResult.Duplicate(twin.job.id());
    }
    if (!hasRoom) {
      queue.room.arm();
      return new PutResult.Full(job.id());
    }
    Entry entry = new Entry(job, queue);
    jobs.put(job.id(), entry);
    queue.put(entry, wall, now);
    return new PutResult.Added(job.id());
  }

  /** Whether a job has the id, or had it and is remembered. */
  private boolean isTaken(JobId id) {
    return jobs.containsKey(id) || remembered.isGone(id);
  }

  Turn turn(TurnRequest request, int want) {
    Instant wall = context.time().now();
    long now = context.time().nanoTime();
    List<SettleResult> settled = settleAll(request.done(), wall, now);
    List<Claim> claims = want == 0 ? List.of() : claimUpTo(want, request, wall, now);
    return new Turn(settled, claims, isMore(request.queues(), now));
  }

  private List<SettleResult> settleAll(List<Settle> done, Instant wall, long now) {
    if (done.isEmpty()) {
      return List.of();
    }
    List<SettleResult> results = new ArrayList<>(done.size());
    for (Settle settle : done) {
      Entry entry = held(settle.claim());
      results.add(entry == null ? remembered.answerOf(settle) : apply(settle, entry, wall, now));
    }
    return results;
  }

  private SettleResult apply(Settle settle, Entry entry, Instant wall, long now) {
    boolean isGone = entry.queue.settle(entry, settle, wall, now);
    if (isGone) {
      leave(entry);
    }
    SettleResult result =
        isGone && settle.arrow().leadsBack() ? SettleResult.REMOVED : SettleResult.APPLIED;
    remembered.settled(settle, result);
    return result;
  }

  /** The queue has let go of the job. */
  private void leave(Entry entry) {
    jobs.remove(entry.job.id());
    remembered.left(entry.job.id());
  }

  /** The entry that the claim still holds: reserved, and under this very token. */
  private @Nullable Entry held(Claim claim) {
    Entry entry = jobs.get(claim.job().id());
    return entry != null && entry.state == JobState.RESERVED && entry.token == claim.token()
        ? entry
        : null;
  }

  private List<Claim> claimUpTo(int want, TurnRequest request, Instant wall, long now) {
    long leaseEnd = now + request.lease().toNanos();
    Instant leaseUntil = wall.plus(request.lease());
    List<Claim> claims = new ArrayList<>(Math.min(want, 16));
    for (String name : request.queues()) {
      MemoryQueue queue = queues.get(name);
      if (queue == null || claims.size() == want) {
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

  List<Extended> extend(List<Claim> claims, Duration lease) {
    long leaseEnd = context.time().nanoTime() + lease.toNanos();
    List<Extended> results = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      Entry entry = held(claim);
      if (entry != null) {
        entry.queue.extend(entry, leaseEnd);
        entry.queue.hints.due(entry.queue.nextMoment());
      }
      results.add(
          entry == null ? Extended.LOST : entry.isCancelled ? Extended.CANCEL : Extended.EXTENDED);
    }
    return List.copyOf(results);
  }

  // ---- what time does

  Swept sweep(String name, int max, long term) {
    if (isStale(term)) {
      return new Swept(0, 0, false, newestTerm);
    }
    MemoryQueue queue = queues.get(name);
    return queue == null
        ? new Swept(0, 0, false)
        : moveByTime(queue, max, context.time().now(), context.time().nanoTime());
  }

  /** Whether a leader of a newer term has been here; else the term is the newest from now on. */
  private boolean isStale(long term) {
    if (term == 0) {
      return false;
    }
    newestTerm = Math.max(newestTerm, term);
    return term < newestTerm;
  }

  private Swept moveByTime(MemoryQueue queue, int max, Instant wall, long now) {
    int promoted = 0;
    int rescued = 0;
    while (promoted + rescued < max && queue.promoteOne(now)) {
      promoted++;
    }
    Entry overdue = queue.firstOverdue(now);
    while (overdue != null && promoted + rescued < max) {
      if (queue.rescue(overdue, wall, now)) {
        leave(overdue);
      }
      rescued++;
      overdue = queue.firstOverdue(now);
    }
    return new Swept(promoted, rescued, queue.hasDue(now));
  }

  // ---- looks

  Optional<JobView> find(JobId id) {
    return Optional.ofNullable(jobs.get(id)).map(this::view);
  }

  Optional<JobId> findUnique(String name, String key) {
    return Optional.ofNullable(queues.get(name))
        .flatMap(queue -> queue.holder(key))
        .map(entry -> entry.job.id());
  }

  /** The page's jobs are the smallest ids beyond the cursor: one pass, no list of all. */
  Page<JobView> list(String name, JobState state, @Nullable JobId after, int size) {
    MemoryQueue queue = queues.get(name);
    if (queue == null) {
      return new Page<>(List.of(), Optional.empty());
    }
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

  List<QueueStats> stats(List<String> names) {
    List<QueueStats> results = new ArrayList<>(names.size());
    for (String name : names) {
      MemoryQueue queue = queues.get(name);
      results.add(queue == null ? QueueStats.none(name) : queue.stats());
    }
    return List.copyOf(results);
  }

  List<String> queueNames() {
    return queues.values().stream()
        .filter(MemoryQueue::isKnown)
        .map(queue -> queue.name)
        .sorted()
        .toList();
  }

  // ---- the operator's hand

  int requeue(String name, List<JobId> ids) {
    long now = context.time().nanoTime();
    int moved = 0;
    for (JobId id : ids) {
      Entry entry = jobs.get(id);
      if (entry != null && entry.queue.name.equals(name) && entry.queue.requeue(entry, now)) {
        moved++;
      }
    }
    return moved;
  }

  int remove(List<JobId> ids) {
    int removed = 0;
    for (JobId id : ids) {
      Entry entry = jobs.get(id);
      if (entry != null) {
        remove(entry);
        removed++;
      }
    }
    return removed;
  }

  int forget(String name, List<JobId> ids) {
    int removed = 0;
    for (JobId id : ids) {
      Entry entry = jobs.get(id);
      if (entry != null && entry.state == JobState.FAILED && entry.queue.name.equals(name)) {
        remove(entry);
        removed++;
      }
    }
    return removed;
  }

  private void remove(Entry entry) {
    entry.queue.remove(entry);
    leave(entry);
  }

  List<CancelResult> cancel(List<JobId> ids) {
    List<CancelResult> results = new ArrayList<>(ids.size());
    for (JobId id : ids) {
      Entry entry = jobs.get(id);
      results.add(entry == null ? CancelResult.NONE : cancel(entry));
    }
    return List.copyOf(results);
  }

  private CancelResult cancel(Entry entry) {
    return switch (entry.state) {
      case READY, DELAYED -> {
        remove(entry);
        yield CancelResult.REMOVED;
      }
      case RESERVED -> {
        entry.isCancelled = true;
        yield CancelResult.REQUESTED;
      }
      case FAILED -> CancelResult.NONE;
    };
  }

  int clear(String name) {
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
  }

  Pruned prune(String name, Duration olderThan, int keep, int max, long term) {
    if (isStale(term)) {
      return new Pruned(0, newestTerm);
    }
    MemoryQueue queue = queues.get(name);
    if (queue == null) {
      return new Pruned(0, 0);
    }
    long now = context.time().nanoTime();
    int removed = 0;
    Entry oldest = queue.oldestFailed();
    while (oldest != null && removed < max && isPrunable(queue, oldest, olderThan, keep, now)) {
      remove(oldest);
      removed++;
      oldest = queue.oldestFailed();
    }
    return new Pruned(removed, 0);
  }

  private static boolean isPrunable(
      MemoryQueue queue, Entry oldest, Duration olderThan, int keep, long now) {
    return queue.failedCount() > keep
        || Duration.ofNanos(now - oldest.when).compareTo(olderThan) > 0;
  }

  void discardAll() {
    queues
        .values()
        .forEach(
            queue -> {
              queue.hints.disarm();
              queue.room.disarm();
            });
    queues.clear();
    jobs.clear();
    remembered.clear();
  }
}
