package dev.tandemq.engine.upkeep;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.store.JobStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks after all queues of a store again and again while it is wanted: promotes what is due and
 * rescues what ran out where nobody claims, and prunes failed jobs now and then. Whether this node
 * may is asked of an {@link Office} before each call. Every node may do so at the same time, for
 * each step is idempotent; jitter keeps them from marching in step.
 *
 * <p>One round at a time: the pause before the next begins when the last has ended. Safe for
 * concurrent use; no method blocks.
 */
public final class Upkeep implements AutoCloseable {

  private final ProcessContext context;
  private final Office office;
  private final Chores chores;
  private final CompletableFuture<@Nullable Void> atRest = new CompletableFuture<>();

  // Guarded by this.
  private boolean isWanted;
  private boolean isUnderWay;
  private boolean isClosed;
  private long rounds;
  private @Nullable Cancellable next;

  /** Upkeep of a store in everybody's office, at rest. */
  public Upkeep(ProcessContext context, JobStore store) {
    this(context, store, Office.OF_ALL);
  }

  /** Upkeep of a store, at rest. */
  public Upkeep(ProcessContext context, JobStore store, Office office) {
    this.context = context;
    this.office = office;
    this.chores = new Chores(context, store, office);
  }

  /** From now on it is wanted, for there is a worker. Idempotent. */
  public synchronized void start() {
    isWanted = !isClosed;
    scheduleNext();
  }

  /** It is not wanted any more: a round under way still ends. Idempotent. */
  public synchronized void stop() {
    isWanted = false;
    if (next != null) {
      next.cancel();
      next = null;
    }
  }

  /** Stops it for good; a call that is under way is left to its answer. Idempotent. */
  @Override
  public void close() {
    var unused = end();
  }

  /**
   * Stops it for good, as {@link #close}.
   *
   * @return completes when no call of it is under way any more
   */
  public CompletionStage<@Nullable Void> end() {
    chores.close();
    boolean rests;
    synchronized (this) {
      isClosed = true;
      stop();
      rests = !isUnderWay;
    }
    if (rests) {
      atRest.complete(null);
    }
    return atRest.copy();
  }

  private synchronized void scheduleNext() {
    if (isWanted && !isUnderWay && next == null) {
      long nanos = Defaults.UPKEEP.toNanos();
      long spread = (long) (Defaults.JITTER * nanos);
      long pause = nanos - spread + context.random().nextLong(2 * spread + 1);
      long round = rounds + 1;
      next = context.schedule(Duration.ofNanos(pause), () -> tick(round));
    }
  }

  /** A timer that was called off too late knows its round no more. */
  private void tick(long round) {
    synchronized (this) {
      if (!isWanted || isUnderWay || round != rounds + 1) {
        return;
      }
      next = null;
      rounds = round;
      isUnderWay = office.term().isPresent();
      if (!isUnderWay) {
        scheduleNext();
        return;
      }
    }
    chores.begin(round % Defaults.PRUNE_EVERY == 0, this::ended);
  }

  private void ended() {
    boolean rests;
    synchronized (this) {
      isUnderWay = false;
      scheduleNext();
      rests = isClosed;
    }
    if (rests) {
      atRest.complete(null);
    }
  }
}
