package dev.tandemq.engine.worker;

import dev.tandemq.engine.store.Calls;
import dev.tandemq.job.Failure;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one job at a time: turn, handle, turn. Touched by one thread at a time; being executed hands
 * it from thread to thread. After a method has left it to another thread it returns at once and
 * touches no field.
 */
final class Slot implements Runnable {

  private static final Logger LOG = System.getLogger(Slot.class.getName());

  /** Jobs in a row before others on the pool have their turn. */
  private static final int BURST = 128;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Crew crew;
  private final Tally tally;

  private @Nullable Claim claim;
  private long leaseEnd;

  /** Whether this slot has come from rest, where it also begins, and has not claimed since. */
  private boolean isWoken = true;

  private @Nullable Owed owed;

  /** Worked out on this slot's thread, for it asks the user's policy, which may block. */
  private @Nullable Supplier<Owed> inherited;

  private long askedAt;
  private int failures;

  /** What this slot left its thread for. */
  private @Nullable CompletableFuture<Turn> turning;

  private @Nullable CompletableFuture<?> handling;

  /** The attempt at work, read by heartbeat and deadlines. */
  private volatile @Nullable Running running;

  Slot(Crew crew, Tally tally) {
    this.crew = crew;
    this.tally = tally;
  }

  /** A fresh slot in place of this one, which was given up; it settles what this one cannot. */
  Slot replaced(Running attempt, Throwable reason) {
    Slot heir = new Slot(crew, tally);
    long endedAt = heir.now();
    heir.inherited =
        () ->
            Owed.after(
                attempt,
                crew.outcomes().of(attempt.claim(), reason, attempt.cancellation()),
                endedAt);
    return heir;
  }

  @Nullable Running running() {
    return running;
  }

  @Override
  public void run() {
    Object before = OnDuty.enter(crew);
    try {
      takeOver();
      for (int job = 0; job < BURST; job++) {
        if (!step()) {
          return;
        }
      }
      crew.steps().run(this);
    } catch (Throwable t) {
      recover(t);
    } finally {
      OnDuty.leave(before);
    }
  }

  private void takeOver() {
    Supplier<Owed> left = inherited;
    if (left != null) {
      inherited = null;
      owed = left.get();
    }
  }

  /** The attempt, if there is one, and the turn after it; false when the slot left its thread. */
  private boolean step() {
    if (claim == null) {
      return turn(now());
    }
    if (!handle(claim)) {
      return false;
    }
    // Completed just now: the clock is not read again, which costs a good part of a turn. After a
    // failure a retry policy has been asked, which may have taken its time.
    Owed ended = owed;
    return turn(ended == null || ended.thrown() != null ? now() : ended.endedAt());
  }

  /**
   * A bug of ours or of the store's. A slot that died would be lost for good, and its job with it
   * until the lease ends: the attempt counts as failed, the slot goes on.
   */
  private void recover(Throwable bug) {
    LOG.log(Level.ERROR, "a slot failed and goes on", bug);
    Claim held = claim;
    turning = null;
    handling = null;
    running = null;
    claim = null;
    if (held != null && owed == null) {
      owed = Owed.unbegun(Settle.retry(held, LONGEST_PAUSE, Failure.of(bug)), now());
    }
    pause();
  }

  // ---- the turn

  /** Settles what is owed and claims; false when the slot left its thread. */
  private boolean turn(long now) {
    CompletableFuture<Turn> answer = turning;
    if (answer == null) {
      boolean mayClaim = crew.gate().isOpen();
      if (!mayClaim && owed == null) {
        return rest();
      }
      askedAt = now;
      List<Settle> done = owed == null ? List.of() : List.of(owed.settle());
      answer = crew.feed().turn(done, mayClaim ? 1 : 0);
      if (!answer.isDone()) {
        turning = answer;
        Calls.whenDone(answer, () -> crew.steps().run(this));
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
    Owed settled = owed;
    if (turn.settled().size() != (settled == null ? 0 : 1) || turn.claims().size() > 1) {
      backOff(new IllegalStateException("the store gave a wrong number of answers: " + turn));
      return false;
    }
    failures = 0;
    owed = null;
    Claim claimed = turn.claims().isEmpty() ? null : turn.claims().get(0);
    if (claimed != null) {
      claim = claimed;
      leaseEnd = askedAt + crew.lease().toNanos();
    }
    if (settled != null) {
      report(settled, turn.settled().get(0));
    }
    if (claimed == null) {
      return rest();
    }
    if (!crew.gate().isOpen()) {
      // The gate was shut while the claim was on its way: nothing has begun, so nothing is spent.
      claim = null;
      owed = Owed.unbegun(Settle.handBack(claimed), now());
      return true;
    }
    // The store hints only after a claim that got too little. This one got what it wanted, so
    // whoever came from rest sends another to look: the chain ends with one who finds nothing.
    if (turn.more() || isWoken) {
      isWoken = false;
      crew.idle().wakeAnother();
    }
    return true;
  }

  private boolean rest() {
    isWoken = true;
    crew.idle().park(this);
    return false;
  }

  private void report(Owed settled, SettleResult word) {
    Ending ending = Ending.of(settled.settle(), word);
    tally.add(ending, settled);
    crew.reporter().tell(ending, settled, word);
    crew.events().ended(ending, settled);
  }

  /**
   * The store did not answer, or not well. What is owed is sent again until there is an answer,
   * after the end of the lease too: the store knows by the token what it has applied already and
   * whether another holds the job, and this slot could do nothing else meanwhile.
   */
  private void backOff(Throwable why) {
    if (failures == 0) {
      LOG.log(Level.WARNING, "a turn failed, trying again: " + why);
    }
    pause();
  }

  private void pause() {
    long pause = FIRST_PAUSE.toNanos() << Math.min(failures++, 10);
    long upper = Math.min(pause, LONGEST_PAUSE.toNanos());
    Duration delay = Duration.ofNanos(upper / 2 + crew.context().random().nextLong(upper / 2 + 1));
    crew.context().schedule(delay, () -> crew.steps().run(this));
  }

  // ---- the attempt

  /** Runs the handler; false when the slot left its thread or was given up. */
  private boolean handle(Claim claimed) {
    Running attempt = running;
    CompletableFuture<?> answer = handling;
    if (attempt == null || answer == null) {
      attempt = new Running(claimed, leaseEnd, crew.context().time(), crew.heartbeat()::renewNow);
      running = attempt;
      if (crew.gate().isCut()) {
        return handBack(claimed, attempt);
      }
      if (attempt.hasDeadline()) {
        crew.deadlines().watch(attempt.deadline());
      }
      crew.events().began(claimed);
      answer = crew.invoker().invoke(attempt);
      if (!answer.isDone()) {
        handling = answer;
        Calls.whenDone(answer, () -> crew.steps().run(this));
        return false;
      }
    }
    boolean isMine = attempt.end();
    // An interrupt that came at the last moment must not hit what this thread does next.
    boolean ignored = Thread.interrupted();
    if (!isMine) {
      crew.events().cameBack(claimed, Duration.ofNanos(now() - attempt.givenUpAt()));
      return false;
    }
    Throwable thrown = answer.isCompletedExceptionally() ? Calls.failure(answer) : null;
    long endedAt = now();
    Owed verdict =
        Owed.after(attempt, crew.outcomes().of(claimed, thrown, attempt.cancellation()), endedAt);
    owed = verdict;
    claim = null;
    running = null;
    handling = null;
    return true;
  }

  /** The worker's grace ended between claim and handler: nothing has begun, nothing is spent. */
  private boolean handBack(Claim claimed, Running attempt) {
    if (!attempt.end()) {
      return false;
    }
    owed = Owed.unbegun(Settle.handBack(claimed), now());
    claim = null;
    running = null;
    return true;
  }

  /** Ends the attempt without its thread, and this slot with it, unless it ended by itself. */
  boolean giveUp(Running attempt) {
    return running == attempt && attempt.giveUp();
  }

  private long now() {
    return crew.context().time().nanoTime();
  }
}
