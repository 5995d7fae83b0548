package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.context.Cancellable;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.job.Job;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A holder of a lock that the nodes of a cluster share. While it is held it is extended by itself,
 * three times within its time to live; it is lost when no extension gets through.
 *
 * <p>A lock is a hint: whoever holds it and is frozen does not notice that another one has it. What
 * makes a write safe is its {@link #token}, compared by whoever is written to.
 *
 * <p>Not reentrant: who asks while it is held, by this or any other holder, does not get it. It may
 * be acquired again after it was released or lost. Safe for concurrent use.
 */
public final class DistributedLock implements AutoCloseable {

  /** What a holder knows of its lock. */
  private sealed interface Hold {
    /** Not held. */
    record Free() implements Hold {}

    /**
     * Held until the reading of the monotonic clock, counted from before the call was sent.
     *
     * @param keeper extends it
     */
    record Held(Lock lock, long until, Loop keeper) implements Hold {}
  }

  private static final Logger LOG = System.getLogger(DistributedQueue.class.getName());

  /** An extension that failed is tried again so often before the next was due. */
  private static final int EXTENSION_RETRIES = 4;

  private final NodeLocks locks;
  private final String name;
  private final List<Runnable> onLost = new CopyOnWriteArrayList<>();

  private volatile Hold hold = new Hold.Free(); // written under this
  private @Nullable Cancellable expiry; // guarded by this

  DistributedLock(NodeLocks locks, String name) {
    this.locks = locks;
    this.name = name;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  // ---- getting it

  /**
   * Takes the lock if nobody holds it. Waits for the answer.
   *
   * @return whether it is held now
   * @throws dev.tandemq.error.QueueException when the backend cannot be asked. When the outcome is
   *     unknown the lock may be held by nobody until its time to live has ended.
   */
  public boolean tryAcquire() {
    // The call ends by itself before.
    return Calls.await(
        locks.context(),
        tryAcquireAsync().toCompletableFuture(),
        Defaults.CALL_TIMEOUT.multipliedBy(2),
        "lock " + name,
        List.of());
  }

  /** As {@link #tryAcquire()}, without waiting. */
  public CompletionStage<Boolean> tryAcquireAsync() {
    if (isHeld()) {
      return CompletableFuture.completedFuture(false);
    }
    long sentAt = locks.context().time().nanoTime();
    return locks.tryLock(name).thenApply(grant -> grant.isPresent() && take(grant.get(), sentAt));
  }

  /**
   * Takes the lock, or waits until it can. It looks about once a second, and at once when a holder
   * tells that it is free.
   *
   * @param atMost zero does not wait
   * @return whether it is held now
   * @throws InterruptedException when the calling thread is interrupted; the lock is not held then
   * @throws IllegalStateException when the node is stopped meanwhile
   * @throws dev.tandemq.error.QueueException when the time is over and the backend could not be
   *     asked last
   */
  public boolean tryAcquire(Duration atMost) throws InterruptedException {
    NodeSettings.notLong("atMost", atMost);
    LockWait wait = newWait(atMost);
    CompletableFuture<Boolean> answer = wait.begin();
    try {
      // It ends by itself, one call later at most.
      while (!locks.context().await(answer, Job.LIMIT_DURATION)) {
        // a hundred years more
      }
    } catch (InterruptedException e) {
      wait.cancel();
      throw e;
    }
    return Calls.await(locks.context(), answer, Duration.ZERO, "lock " + name, List.of());
  }

  /** As {@link #tryAcquire(Duration)}, without waiting for it. */
  public CompletionStage<Boolean> tryAcquireAsync(Duration atMost) {
    NodeSettings.notLong("atMost", atMost);
    return newWait(atMost).begin();
  }

  /** A wish for this lock that has not begun to wait. */
  LockWait newWait(Duration atMost) {
    return new LockWait(locks, this, atMost);
  }

  private boolean take(Lock grant, long sentAt) {
    Loop keeper = new Loop(locks.context(), () -> extend(grant));
    boolean isTaken;
    synchronized (this) {
      if (hold instanceof Hold.Held last && !holdsNow(last)) {
        // Its end was not seen yet: this process was frozen.
        lose(last);
      }
      Hold.Held next = new Hold.Held(grant, sentAt + locks.timeToLive().toNanos(), keeper);
      isTaken = !isHeld() && holdsNow(next) && locks.added(this);
      if (isTaken) {
        become(next);
        keeper.start(locks.extendEvery());
      }
    }
    if (!isTaken) {
      // Too late to be believed, or not wanted any more.
      locks.unlockUnseen(grant);
    }
    return isTaken;
  }

  // ---- keeping it

  private CompletionStage<Duration> extend(Lock grant) {
    long sentAt = locks.context().time().nanoTime();
    return locks.extend(grant).handle((word, thrown) -> extended(grant, sentAt, word, thrown));
  }

  private Duration extended(
      Lock grant, long sentAt, @Nullable Renewal word, @Nullable Throwable thrown) {
    Duration every = locks.extendEvery();
    if (word == null) {
      LOG.log(
          Level.DEBUG,
          "lock {0} was not extended, trying again: {1}",
          name,
          String.valueOf(thrown));
      return every.dividedBy(EXTENSION_RETRIES);
    }
    synchronized (this) {
      if (hold instanceof Hold.Held held && held.lock().equals(grant)) {
        if (word == Renewal.LOST) {
          lose(held);
        } else {
          become(new Hold.Held(grant, sentAt + locks.timeToLive().toNanos(), held.keeper()));
        }
      }
    }
    long elapsed = locks.context().time().nanoTime() - sentAt;
    return Duration.ofNanos(Math.max(0, every.toNanos() - elapsed));
  }

  /** Under the lock of this. */
  private void become(Hold.Held next) {
    hold = next;
    if (expiry != null) {
      expiry.cancel();
    }
    Duration rest = Duration.ofNanos(next.until() - locks.context().time().nanoTime());
    expiry = locks.context().schedule(rest, () -> expire(next));
  }

  private synchronized void expire(Hold.Held ended) {
    if (hold.equals(ended)) {
      lose(ended);
    }
  }

  /** Under the lock of this. */
  private void lose(Hold.Held held) {
    free(held);
    onLost.forEach(listener -> locks.told().run(listener));
  }

  /** Under the lock of this. */
  private void free(Hold.Held held) {
    hold = new Hold.Free();
    if (expiry != null) {
      expiry.cancel();
      expiry = null;
    }
    var unused = held.keeper().end();
    locks.removed(this);
  }

  // ---- having it

  /** Whether it is held now, as far as may be believed: counted from before it was granted. */
  public boolean isHeld() {
    return hold instanceof Hold.Held held && holdsNow(held);
  }

  private boolean holdsNow(Hold.Held held) {
    return locks.context().time().nanoTime() - held.until() < 0;
  }

  /**
   * The token of this grant, greater than that of every grant of the lock before. What is written
   * under the lock carries it.
   *
   * @throws IllegalStateException when it is not held
   */
  public long token() {
    if (hold instanceof Hold.Held held && holdsNow(held)) {
      return held.lock().token();
    }
    throw new IllegalStateException("lock " + name + " is not held, or not any more");
  }

  /**
   * Tells the listener each time the lock was lost, which is not told of one that was released. It
   * is called off the side and may block or fail.
   */
  public void onLost(Runnable listener) {
    onLost.add(Objects.requireNonNull(listener, "listener"));
  }

  // ---- giving it back

  /** Unlocks and waits for the answer; a backend that is away lets it end by itself. Idempotent. */
  @Override
  public void close() {
    CompletableFuture<Boolean> released = releaseAsync().toCompletableFuture();
    try {
      Calls.await(
          locks.context(),
          released,
          Defaults.CALL_TIMEOUT.multipliedBy(2),
          "unlock " + name,
          List.of());
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "lock {0} was not unlocked and ends by itself within {1}: {2}",
          name,
          locks.timeToLive(),
          e.toString());
    }
  }

  /**
   * Unlocks; it counts as not held from now on, whatever the answer is.
   *
   * @return whether it was held until the backend heard of it
   */
  public CompletionStage<Boolean> releaseAsync() {
    Optional<Lock> ended = Optional.empty();
    synchronized (this) {
      if (hold instanceof Hold.Held held) {
        free(held);
        ended = Optional.of(held.lock());
      }
    }
    return ended
        .<CompletionStage<Boolean>>map(locks::unlock)
        .orElseGet(() -> CompletableFuture.completedFuture(false));
  }
}
