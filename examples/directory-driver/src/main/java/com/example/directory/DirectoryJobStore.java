package com.example.directory;

import com.example.directory.QueueIndex.Flags;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.JobCodec;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.BlockingJobStore;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Swept;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;

/**
 * Jobs as files; see the package. Each call is one step under the lock of the directory. Arguments
 * were checked by whoever lifts this store, so nothing here looks at them again.
 */
final class DirectoryJobStore implements BlockingJobStore {

  /** Most jobs that time moves in one turn, so that many due at once hold up nobody for long. */
  private static final int MOVES_PER_TURN = 200;

  private static final Failure NO_ERROR = new Failure("");

  private final JobCodec codec;
  private final ExecutorService pool;
  private final int foldAt;
  private final StoreLock lock;
  private final Hints hints;

  // Guarded by the lock.
  private final StoreClock clock;
  private final Disk disk;
  private Index index = new Index();
  private long now;

  /**
   * Opens the directory.
   *
   * @param root exists and can be written to
   * @param pool where this store looks after time; ended with the store
   * @param foldAt how many files of jobs that are gone a queue keeps before they are counted in
   */
  DirectoryJobStore(
      Path root, DriverContext context, ExecutorService pool, int foldAt, Writes writes)
      throws IOException {
    ProcessContext process = context.process();
    this.codec = context.codec();
    this.pool = pool;
    this.foldAt = foldAt;
    this.lock = new StoreLock(root.resolve("lock"));
    this.hints = new Hints(process, this::lookSoon);
    this.clock = new StoreClock(process.time());
    this.disk = new Disk(root, writes);
  }

  // ---- the step

  /** What is done in one step. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Takes the lock, learns what others have done, works, and calls hints after leaving the lock. If
   * anything goes wrong on the way, what is known of the directory may be wrong too: it is read
   * anew next time.
   */
  private <T> T step(String what, List<JobId> ids, Work<T> work) {
    T result;
    List<Runnable> calls;
    boolean isDone = false;
    try (StoreLock.Held held = lock.acquire()) {
      try {
        index = disk.begin(held, index);
        now = clock.read(held.clockOffset());
        if (clock.offset() != held.clockOffset()) {
          held.clockOffset(clock.offset());
        }
        result = work.run();
        calls = hints.due(index, now);
        isDone = true;
      } finally {
        if (!isDone) {
          disk.forget();
        }
      }
    } catch (IOException e) {
      throw trouble(what, ids, e);
    }
    calls.forEach(Runnable::run);
    return result;
  }

  /**
   * By what the caller can do: nothing was changed, so try again; or ask for the rights; or ask.
   */
  private QueueException trouble(String what, List<JobId> ids, IOException e) {
    if (disk.isChanged()) {
      return new OutcomeUnknownException(what + " was done in part: " + e, ids, e);
    }
    return e instanceof AccessDeniedException
        ? new QueueForbiddenException(what + ": no right to read or write " + e.getMessage(), e)
        : new QueueUnavailableException(what + ": nothing was changed: " + e, e);
  }

  /** Time has come for somebody who waits. Called by the timer, which must not block. */
  private void lookSoon() {
    try {
      pool.execute(this::look);
    } catch (RejectedExecutionException e) {
      // Busy or closed: a hint may be lost, and the engine looks by itself once a second.
    }
  }

  private void look() {
    try {
      Object unused = step("look", List.of(), () -> "looked");
    } catch (QueueException e) {
      // Whoever calls next has the same trouble, and somebody to tell.
    }
  }

  /** The one way in which a job moves. */
  private Entry move(Entry from, Entry to) throws IOException {
    disk.move(from, to);
    index.replace(from, to);
    return to;
  }

  private void foldIfLarge(String name) throws IOException {
    QueueIndex queue = index.queue(name);
    if (queue.gone().size() >= foldAt) {
      Counts sum = queue.base;
      for (Entry entry : queue.gone()) {
        sum = sum.plus(entry);
      }
      queue.folded(disk.fold(name, sum));
    }
  }

  // ---- put

  @Override
  public List<PutResult> put(List<Job> jobs) {
    return step(
        "put",
        jobs.stream().map(Job::id).toList(),
        () -> {
          List<PutResult> results = new ArrayList<>();
          for (Job job : jobs) {
            results.add(putOne(job));
          }
          return List.copyOf(results);
        });
  }

  private PutResult putOne(Job job) throws IOException {
    if (index.find(job.id()).isPresent()) {
      return new PutResult.Duplicate(job.id());
    }
    QueueIndex queue = index.queue(job.queue());
    Optional<Entry> twin = job.uniqueKey().map(Entry::digest).flatMap(queue::holder);
    if (twin.isPresent()) {
      return new PutResult.Duplicate(twin.get().born().id());
    }
    if (!queue.hasRoom()) {
      hints.armRoom(job.queue());
      return new PutResult.Full(job.id());
    }
    Entry entry = Entry.of(job, index.next(), now);
    disk.put(entry, codec.encode(job));
    index.add(entry);
    return new PutResult.Added(job.id());
  }

  // ---- turn and extend

  @Override
  public Turn turn(TurnRequest request) {
    List<JobId> ids = request.done().stream().map(done -> done.claim().job().id()).toList();
    return step(
        "turn",
        ids,
        () -> {
          List<SettleResult> settled = new ArrayList<>();
          for (Settle settle : request.done()) {
            settled.add(settle(settle));
          }
          List<Claim> claims = new ArrayList<>();
          for (String queue : request.queues()) {
            claimIn(queue, request, claims);
          }
          boolean isMore =
              request.queues().stream().anyMatch(name -> index.queue(name).hasClaimable(now));
          return new Turn(settled, claims, isMore);
        });
  }

  private SettleResult settle(Settle settle) throws IOException {
    Optional<Entry> held = held(settle.claim());
    if (held.isEmpty()) {
      return SettleResult.LOST;
    }
    Entry entry = held.get();
    if (Arrows.isSpent(settle)) {
      remember(entry, settle.arrow().name().toLowerCase(Locale.ROOT), settle.failure());
    }
    Entry settled = move(entry, Arrows.settle(entry, settle, now, index::next));
    foldIfLarge(entry.born().queue());
    return settle.arrow().leadsBack() && settled.stage().isGone()
        ? SettleResult.REMOVED
        : SettleResult.APPLIED;
  }

  /** The entry that the claim still holds: reserved, and under this very token (rule S2). */
  private Optional<Entry> held(Claim claim) {
    return index.find(claim.job().id()).filter(entry -> entry.isHeldUnder(claim.token()));
  }

  /** Before the rename: see {@link History}. */
  private void remember(Entry entry, String end, Failure failure) throws IOException {
    Attempt attempt =
        new Attempt(
            entry.tally().attempts() + 1,
            clock.instant(now),
            disk.node(entry.hold().node()),
            end,
            failure);
    JobId id = entry.born().id();
    disk.history(id, disk.history(id).plus(new History.Ended(entry.hold().token(), attempt)));
  }

  private void claimIn(String name, TurnRequest request, List<Claim> claims) throws IOException {
    if (claims.size() == request.want()) {
      return;
    }
    QueueIndex queue = index.queue(name);
    moveByTime(name, MOVES_PER_TURN);
    while (claims.size() < request.want()
        && !queue.flags.isPaused()
        && !queue.in(Stage.READY).isEmpty()) {
      claim(queue.in(Stage.READY).first(), request).ifPresent(claims::add);
    }
    if (claims.size() < request.want()) {
      hints.armReady(name);
    }
  }

  private Optional<Claim> claim(Entry ready, TurnRequest request) throws IOException {
    Job job;
    try {
      job = decode(ready);
    } catch (CorruptJobException e) {
      // One file that is no job must not stop the others: nobody could ever settle it.
      disk.keepCorrupt(ready);
      move(ready, ready.gone(Stage.REMOVED));
      return Optional.empty();
    }
    Entry.Hold hold = new Entry.Hold(index.next(), disk.nodeNumber(request.node()), now, false);
    Entry entry = move(ready, ready.reserved(hold, now + request.lease().toNanos()));
    return Optional.of(
        new Claim(
            job,
            hold.token(),
            entry.tally().attempts() + 1,
            entry.tally().snoozes(),
            request.node(),
            clock.instant(entry.when()),
            Duration.ofNanos(Math.max(0, now - ready.since()))));
  }

  /** The content of the file, if it is the job that the name says. */
  private Job decode(Entry entry) throws IOException {
    Job job = codec.decode(disk.content(entry));
    if (!job.id().equals(entry.born().id()) || !job.queue().equals(entry.born().queue())) {
      throw new CorruptJobException(entry.fileName() + " holds another job", null);
    }
    return job;
  }

  @Override
  public List<Extended> extend(List<Claim> claims, Duration lease) {
    return step(
        "extend",
        claims.stream().map(claim -> claim.job().id()).toList(),
        () -> {
          List<Extended> results = new ArrayList<>();
          for (Claim claim : claims) {
            results.add(extend(claim, lease));
          }
          return List.copyOf(results);
        });
  }

  private Extended extend(Claim claim, Duration lease) throws IOException {
    Optional<Entry> held = held(claim);
    if (held.isEmpty()) {
      return Extended.LOST;
    }
    Entry entry = held.get();
    Entry extended = entry.extended(now + lease.toNanos());
    if (!extended.equals(entry)) {
      move(entry, extended);
    }
    return entry.hold().isCancelled() ? Extended.CANCEL : Extended.EXTENDED;
  }

  // ---- what time does

  @Override
  public Swept sweep(String queue, int max, long term) {
    return step(
        "sweep",
        List.of(),
        () -> {
          long newer = newerTerm(term);
          return newer > 0 ? new Swept(0, 0, false, newer) : moveByTime(queue, max);
        });
  }

  /**
   * The term of a newer leader who has been here, or zero (rules F1, F2). The newest is kept before
   * anything moves: whoever dies in between has been here.
   */
  private long newerTerm(long term) throws IOException {
    if (term == 0) {
      return 0;
    }
    long newest = disk.term();
    if (term > newest) {
      disk.term(term);
    }
    return term < newest ? newest : 0;
  }

  private Swept moveByTime(String name, int max) throws IOException {
    QueueIndex queue = index.queue(name);
    int promoted = 0;
    int rescued = 0;
    Optional<Entry> due = queue.firstDue(Stage.DELAYED, now);
    while (due.isPresent() && promoted < max) {
      move(due.get(), Arrows.promote(due.get(), index::next));
      promoted++;
      due = queue.firstDue(Stage.DELAYED, now);
    }
    Optional<Entry> overdue = queue.firstDue(Stage.RESERVED, now);
    while (overdue.isPresent() && promoted + rescued < max) {
      remember(overdue.get(), "rescue", NO_ERROR);
      move(overdue.get(), Arrows.rescue(overdue.get(), now, index::next));
      rescued++;
      overdue = queue.firstDue(Stage.RESERVED, now);
    }
    return new Swept(promoted, rescued, queue.hasDue(now));
  }

  // ---- looks

  @Override
  public Optional<JobView> find(JobId id) {
    return step(
        "find",
        List.of(),
        () -> {
          Optional<Entry> entry = index.find(id);
          return entry.isEmpty() ? Optional.empty() : Optional.of(view(entry.get()));
        });
  }

  private JobView view(Entry entry) throws IOException {
    boolean isReserved = entry.stage() == Stage.RESERVED;
    Entry.Hold hold = entry.hold();
    return new JobView(
        decode(entry),
        entry.stage().state(),
        entry.tally().attempts(),
        hold.token(),
        clock.instant(entry.since()),
        isReserved ? clock.instant(hold.at()) : null,
        isReserved ? clock.instant(entry.when()) : null,
        isReserved ? disk.node(hold.node()) : null,
        isReserved && hold.isCancelled(),
        disk.history(entry.born().id()).of(entry));
  }

  @Override
  public Optional<JobId> findUnique(String queue, String uniqueKey) {
    return step(
        "findUnique",
        List.of(),
        () -> index.queue(queue).holder(Entry.digest(uniqueKey)).map(entry -> entry.born().id()));
  }

  /** In order of ids, so that a page can begin behind the last id of the one before. */
  @Override
  public Page<JobView> list(String queue, JobState state, PageRequest page) {
    Optional<JobId> after = page.after().map(JobId::parse);
    return step(
        "list",
        List.of(),
        () -> {
          List<Entry> rest =
              index.queue(queue).in(Stage.of(state)).stream()
                  .filter(e -> after.isEmpty() || e.born().id().compareTo(after.get()) > 0)
                  .sorted(Comparator.comparing(entry -> entry.born().id()))
                  .toList();
          List<Entry> shown = rest.subList(0, Math.min(page.size(), rest.size()));
          List<JobView> views = new ArrayList<>();
          for (Entry entry : shown) {
            try {
              views.add(view(entry));
            } catch (CorruptJobException e) {
              // The claim that meets it says so; here it would hide all the others.
            }
          }
          boolean isLast = shown.size() == rest.size();
          return new Page<>(
              views,
              isLast
                  ? Optional.empty()
                  : Optional.of(shown.get(shown.size() - 1).born().id().toString()));
        });
  }

  @Override
  public List<QueueStats> stats(List<String> queues) {
    return step(
        "stats",
        List.of(),
        () -> queues.stream().map(name -> stats(name, index.queue(name))).toList());
  }

  /** Pushed is not counted: it is what is there and what is gone, so it always adds up. */
  private QueueStats stats(String name, QueueIndex queue) {
    Counts counts = queue.counts;
    long failed = queue.in(Stage.FAILED).size();
    return new QueueStats(
        name,
        queue.in(Stage.READY).size(),
        queue.in(Stage.DELAYED).size(),
        queue.in(Stage.RESERVED).size(),
        failed,
        queue.size() + failed + counts.completed() + counts.removed(),
        counts.completed(),
        counts.removed(),
        counts.retried(),
        counts.retries(),
        counts.snoozed(),
        counts.rescued(),
        queue.flags.isPaused(),
        queue.flags.bound(),
        moment(counts, counts.lastPut()),
        moment(counts, counts.firstPut()));
  }

  private Optional<Instant> moment(Counts counts, long at) {
    return counts.isEmpty() ? Optional.empty() : Optional.of(clock.instant(at));
  }

  @Override
  public List<String> queues() {
    return step(
        "queues",
        List.of(),
        () ->
            index.queues().entrySet().stream()
                .filter(queue -> queue.getValue().isKnown())
                .map(queue -> queue.getKey())
                .toList());
  }

  // ---- the operator's hand

  @Override
  public int requeue(String queue, List<JobId> ids) {
    return step(
        "requeue",
        ids,
        () -> {
          int moved = 0;
          for (JobId id : ids) {
            Optional<Entry> failed = index.find(id).filter(entry -> isRequeueable(entry, queue));
            if (failed.isPresent()) {
              move(failed.get(), Arrows.requeue(failed.get(), now, index::next));
              moved++;
            }
          }
          return moved;
        });
  }

  private boolean isRequeueable(Entry entry, String queue) {
    return entry.stage() == Stage.FAILED
        && entry.born().queue().equals(queue)
        && entry.born().key().flatMap(index.queue(queue)::holder).isEmpty();
  }

  @Override
  public int remove(List<JobId> ids) {
    return step(
        "remove",
        ids,
        () -> {
          List<Entry> entries = new ArrayList<>();
          ids.stream().distinct().forEach(id -> index.find(id).ifPresent(entries::add));
          return removeAll(entries);
        });
  }

  @Override
  public int forget(String queue, List<JobId> ids) {
    return step(
        "forget",
        ids,
        () -> {
          List<Entry> failed = new ArrayList<>();
          ids.stream()
              .distinct()
              .forEach(
                  id ->
                      index
                          .find(id)
                          .filter(entry -> entry.stage() == Stage.FAILED)
                          .filter(entry -> entry.born().queue().equals(queue))
                          .ifPresent(failed::add));
          return removeAll(failed);
        });
  }

  private int removeAll(List<Entry> entries) throws IOException {
    for (Entry entry : entries) {
      move(entry, entry.gone(Stage.REMOVED));
      foldIfLarge(entry.born().queue());
    }
    return entries.size();
  }

  @Override
  public List<CancelResult> cancel(List<JobId> ids) {
    return step(
        "cancel",
        ids,
        () -> {
          List<CancelResult> results = new ArrayList<>();
          for (JobId id : ids) {
            Optional<Entry> entry = index.find(id);
            results.add(entry.isEmpty() ? CancelResult.NONE : cancel(entry.get()));
          }
          return List.copyOf(results);
        });
  }

  private CancelResult cancel(Entry entry) throws IOException {
    switch (entry.stage()) {
      case READY, DELAYED -> {
        removeAll(List.of(entry));
        return CancelResult.REMOVED;
      }
      case RESERVED -> {
        if (!entry.hold().isCancelled()) {
          move(entry, entry.cancelled());
        }
        return CancelResult.REQUESTED;
      }
      default -> {
        return CancelResult.NONE;
      }
    }
  }

  @Override
  public int clear(String queue) {
    return step(
        "clear",
        List.of(),
        () -> {
          List<Entry> entries = new ArrayList<>();
          for (Stage stage : List.of(Stage.READY, Stage.DELAYED, Stage.RESERVED)) {
            entries.addAll(index.queue(queue).in(stage));
          }
          return removeAll(entries);
        });
  }

  @Override
  public Pruned prune(String queue, Duration olderThan, int keep, int max, long term) {
    return step(
        "prune",
        List.of(),
        () -> {
          long newer = newerTerm(term);
          if (newer > 0) {
            return new Pruned(0, newer);
          }
          List<Entry> failed = List.copyOf(index.queue(queue).in(Stage.FAILED));
          List<Entry> entries = new ArrayList<>();
          for (int i = 0; i < Math.min(failed.size(), max); i++) {
            boolean isTooMany = failed.size() - i > keep;
            Duration age = Duration.ofNanos(now - failed.get(i).when());
            if (isTooMany || age.compareTo(olderThan) > 0) {
              entries.add(failed.get(i));
            }
          }
          return new Pruned(removeAll(entries), 0);
        });
  }

  @Override
  public void pause(String queue, boolean paused) {
    flag("pause", queue, flags -> new Flags(true, paused, flags.bound()));
  }

  @Override
  public void bound(String queue, long maxJobs) {
    flag("bound", queue, flags -> new Flags(true, flags.isPaused(), maxJobs));
  }

  private void flag(String what, String name, UnaryOperator<Flags> change) {
    Flags unused =
        step(
            what,
            List.of(),
            () -> {
              QueueIndex queue = index.queue(name);
              Flags flags = change.apply(queue.flags);
              disk.flags(name, flags);
              queue.flags = flags;
              return flags;
            });
  }

  // ---- hints and the end

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    return hints.onReady(queue, hint);
  }

  @Override
  public Subscription onRoom(String queue, Runnable hint) {
    return hints.onRoom(queue, hint);
  }

  /** No call runs any more when this is called. */
  @Override
  public void close() {
    hints.close();
    pool.shutdown();
    try {
      lock.close();
    } catch (IOException e) {
      throw new QueueUnavailableException("close: " + e, e);
    }
  }
}
