package dev.tandemq.engine.worker;

import dev.tandemq.engine.store.Calls;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs one job at a time: turn, handle, turn. Touched by one thread at a time; being executed hands
 * it from thread to thread. After a method has left it to another thread it returns at once and
 * touches no field.
 */
final class Slot implements Runnable {

  private static final Logger LOG = System.getLogger(Slot.class.getName());

  /** Jobs in a row before others on the pool have their turn. */
  private static final int BURST = 256;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** An attempt that ended and whose settlement the store has not confirmed. */
  private record Owed(Settle settle, long leaseEnd, @Nullable AttemptReport report) {}

  private final Crew crew;

  private @Nullable Claim claim;
  private long leaseEnd;
  private @Nullable Owed owed;
  private long askedAt;
  private int failures;

  /** What this slot left its thread for. */
  private @Nullable CompletableFuture<Turn> turning;

  private @Nullable CompletableFuture<?> handling;

  /** The attempt at work, read by heartbeat and deadlines. */
  private volatile @Nullable Running running;

  Slot(Crew crew) {
    this.crew = crew;
  }

  /** A fresh slot in place of this one, which was given up; it settles what this one cannot. */
  Slot replaced(Running attempt, Throwable reason) {
    Slot heir = new Slot(crew);
    heir.owed =
        heir.owe(attempt, crew.outcomes().of(attempt.claim(), reason, attempt.cancellation()));
    return heir;
  }

  @Nullable Running running() {
    return running;
  }

  @Override
  public void run() {
    for (int step = 0; step < BURST; step++) {
      boolean goesOn = claim != null ? handle(claim) : turn();
      if (!goesOn) {
        return;
      }
    }
    crew.context().execute(this);
  }

  // ---- the turn

  /** Settles what is owed and claims; false when the slot left its thread. */
  private boolean turn() {
    CompletableFuture<Turn> answer = turning;
    if (answer == null) {
      boolean mayClaim = crew.gate().isOpen();
      if (!mayClaim && owed == null) {
        crew.idle().park(this);
        return false;
      }
      askedAt = crew.context().time().nanoTime();
      List<Settle> done = owed == null ? List.of() : List.of(owed.settle());
      answer = crew.feed().turn(done, mayClaim ? 1 : 0);
      if (!answer.isDone()) {
        turning = answer;
        Calls.whenDone(answer, () -> crew.context().execute(this));
        return false;
      }
    }
    turning = null;
    if (answer.isCompletedExceptionally()) {
      backOff(Calls.failure(answer));
      return false;
    }
    return turned(answer.join());
  }

  private boolean turned(Turn turn) {
    failures = 0;
    if (owed != null) {
      Owed settled = owed;
      owed = null;
      report(settled, turn.settled().get(0));
    }
    if (turn.claims().isEmpty()) {
      crew.idle().park(this);
      return false;
    }
    Claim claimed = turn.claims().get(0);
    leaseEnd = askedAt + crew.lease().toNanos();
    if (!crew.gate().isOpen()) {
      // The gate was shut while the claim was on its way: nothing has begun, so nothing is spent.
      owed = new Owed(Settle.handBack(claimed), leaseEnd, null);
      return true;
    }
    claim = claimed;
    if (turn.more()) {
      crew.idle().wakeAnother();
    }
    return true;
  }

  private void report(Owed settled, SettleResult result) {
    AttemptReport report = settled.report();
    if (report != null) {
      crew.reporter().tell(report.with(result));
    }
  }

  /**
   * The store did not answer, or not well. What is owed is sent again, for the store knows by the
   * token what it has applied already; but not for longer than the lease, after which another may
   * hold the job.
   */
  private void backOff(Throwable why) {
    Owed unsettled = owed;
    if (unsettled != null && crew.context().time().nanoTime() - unsettled.leaseEnd() >= 0) {
      owed = null;
      LOG.log(Level.WARNING, "gave up settling {0}: its lease is over", unsettled.settle().claim());
      report(unsettled, SettleResult.LOST);
    }
    if (failures == 0) {
      LOG.log(Level.WARNING, "a turn failed, trying again: " + why);
    }
    long pause = FIRST_PAUSE.toNanos() << Math.min(failures++, 10);
    long upper = Math.min(pause, LONGEST_PAUSE.toNanos());
    Duration delay = Duration.ofNanos(upper / 2 + crew.context().random().nextLong(upper / 2 + 1));
    crew.context().schedule(delay, () -> crew.context().execute(this));
  }

  // ---- the attempt

  /** Runs the handler; false when the slot left its thread or was given up. */
  private boolean handle(Claim claimed) {
    Running attempt = running;
    CompletableFuture<?> answer = handling;
    if (attempt == null || answer == null) {
      attempt = new Running(claimed, leaseEnd, crew.context().time(), crew.heartbeat()::renewNow);
      running = attempt;
      if (attempt.hasDeadline()) {
        crew.deadlines().watch(attempt.deadline());
      }
      answer = crew.invoker().invoke(attempt);
      if (!answer.isDone()) {
        handling = answer;
        Calls.whenDone(answer, () -> crew.context().execute(this));
        return false;
      }
    }
    boolean isMine = attempt.end();
    // An interrupt that came at the last moment must not hit what this thread does next.
    boolean ignored = Thread.interrupted();
    if (!isMine) {
      return false;
    }
    Throwable thrown = answer.isCompletedExceptionally() ? Calls.failure(answer) : null;
    owed = owe(attempt, crew.outcomes().of(claimed, thrown, attempt.cancellation()));
    claim = null;
    running = null;
    handling = null;
    return true;
  }

  private Owed owe(Running attempt, Outcomes.Outcome outcome) {
    Claim claimed = attempt.claim();
    AttemptReport report =
        new AttemptReport(
            outcome.settle(),
            SettleResult.LOST,
            claimed.waited(),
            Duration.ofNanos(crew.context().time().nanoTime() - attempt.startedAt()),
            Optional.ofNullable(outcome.thrown()));
    return new Owed(outcome.settle(), attempt.leaseEnd(), report);
  }

  /** Ends the attempt without its thread, and this slot with it, unless it ended by itself. */
  boolean giveUp(Running attempt) {
    return running == attempt && attempt.giveUp();
  }
}
