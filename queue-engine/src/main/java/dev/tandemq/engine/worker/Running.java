package dev.tandemq.engine.worker;

import dev.tandemq.context.TimeSource;
import dev.tandemq.handler.JobContext;
import dev.tandemq.job.Job;
import dev.tandemq.store.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at work: what the handler sees of it, and the one place where it is cancelled or
 * given up. It ends exactly once: by its own slot, or by whoever gave it up. Only between begin and
 * end is its thread interrupted, so that the next job on that thread is not hit.
 */
final class Running implements JobContext {

  private final Claim claim;
  private final TimeSource time;
  private final Runnable heartbeat;
  private final long startedAt;

  private volatile long leaseEnd;
  private volatile @Nullable Cancellation cancellation;
  private volatile boolean ended;
  private volatile long cancelledAt;

  private volatile long givenUpAt;

  // Guarded by this.
  private @Nullable Thread thread;
  private @Nullable CompletableFuture<?> stage;

  Running(Claim claim, long leaseEnd, TimeSource time, Runnable heartbeat) {
    this.claim = claim;
    this.leaseEnd = leaseEnd;
    this.time = time;
    this.heartbeat = heartbeat;
    this.startedAt = time.nanoTime();
  }

  // ---- what the handler sees

  @Override
  public Job job() {
    return claim.job();
  }

  @Override
  public int attempt() {
    return claim.attempt();
  }

  @Override
  public int snoozes() {
    return claim.snoozes();
  }

  @Override
  public long token() {
    return claim.token();
  }

  @Override
  public String node() {
    return claim.node();
  }

  @Override
  public Optional<Duration> remaining() {
    if (!hasDeadline()) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(Math.max(0, deadline() - time.nanoTime())));
  }

  @Override
  public boolean isCancelled() {
    return ended || cancellation != null;
  }

  @Override
  public void heartbeat() {
    if (!ended) {
      heartbeat.run();
    }
  }

  // ---- its slot's side

  /**
   * The handler runs on this thread from now on.
   *
   * @return false when it was given up before it began: the handler is not to be called
   */
  synchronized boolean runsOn(Thread current) {
    if (ended) {
      return false;
    }
    thread = current;
    if (cancellation != null) {
      current.interrupt();
    }
    return true;
  }

  /** The handler's stage is under way; completing it ends the attempt. */
  void runsAs(CompletableFuture<?> pending) {
    Cancellation why;
    synchronized (this) {
      stage = pending;
      why = cancellation;
    }
    // Outside of the lock: completing a stage runs what hangs on it.
    if (why != null) {
      pending.completeExceptionally(new CancellationException(why.toString()));
    }
  }

  /**
   * Ends it by its own slot; no interrupt reaches the thread after this.
   *
   * @return false when it was given up before: its result does not count any more
   */
  synchronized boolean end() {
    thread = null;
    stage = null;
    boolean wasRunning = !ended;
    ended = true;
    return wasRunning;
  }

  // ---- the side of heartbeat, deadlines and stop

  /**
   * Asks it to end, by interrupt or by failing its stage. The first reason stays.
   *
   * @param elsewhere where the stage is failed: that runs what the application hung on it, which
   *     may block
   */
  boolean cancel(Cancellation why, Executor elsewhere) {
    CompletableFuture<?> pending;
    synchronized (this) {
      if (ended || cancellation != null) {
        return false;
      }
      cancelledAt = time.nanoTime();
      cancellation = why;
      if (thread != null) {
        thread.interrupt();
      }
      pending = stage;
    }
    if (pending != null) {
      elsewhere.execute(
          () -> pending.completeExceptionally(new CancellationException(why.toString())));
    }
    return true;
  }

  /** Ends it without its slot; false when the slot was faster. */
  synchronized boolean giveUp() {
    boolean wasRunning = !ended;
    if (wasRunning) {
      givenUpAt = time.nanoTime();
    }
    ended = true;
    thread = null;
    return wasRunning;
  }

  /** Answers may overtake each other: the later end counts. */
  synchronized void extendedUntil(long newLeaseEnd) {
    if (newLeaseEnd - leaseEnd > 0) {
      leaseEnd = newLeaseEnd;
    }
  }

  /** The thread that its handler runs on, null when it holds none. */
  synchronized @Nullable Thread thread() {
    return thread;
  }

  /** As people see it. */
  CurrentJob seen(Instant at, long now) {
    Duration ran = Duration.ofNanos(now - startedAt);
    return new CurrentJob(
        job().id(),
        job().queue(),
        job().type(),
        attempt(),
        at.minus(ran),
        ran,
        cancellation != null);
  }

  /** When it was given up; meaningful only after it was. */
  long givenUpAt() {
    return givenUpAt;
  }

  Claim claim() {
    return claim;
  }

  long startedAt() {
    return startedAt;
  }

  long leaseEnd() {
    return leaseEnd;
  }

  boolean hasEnded() {
    return ended;
  }

  @Nullable Cancellation cancellation() {
    return cancellation;
  }

  /** When it was cancelled; meaningful only after it was. */
  long cancelledAt() {
    return cancelledAt;
  }

  boolean hasDeadline() {
    return !job().timeout().isZero();
  }

  /** When its time is up; meaningful only with a deadline. */
  long deadline() {
    return startedAt + job().timeout().toNanos();
  }
}
