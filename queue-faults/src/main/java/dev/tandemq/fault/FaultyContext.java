package dev.tandemq.fault;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A process that can be frozen, thawed and killed, and whose wall clock can jump: what a stopped
 * virtual machine, a long pause of the collector and an administrator do.
 *
 * <p><b>Freeze.</b> Steps and timers that come due wait, while the monotonic clock goes on: after
 * the thaw the process sees that time has passed. What waited then starts in the order in which it
 * came due, steps among themselves and timers among themselves, and before what comes due later. A
 * step that runs already when the process freezes runs to its end, for threads cannot be stopped;
 * so does a thread of the application that waits in {@link #await}.
 *
 * <p><b>Crash.</b> What waits and what was scheduled never runs, {@link #execute} throws and {@link
 * #schedule} does nothing, for ever. Of what it held elsewhere nothing is given back, as that is
 * what a crash does.
 *
 * <p>Works over threads and over time that is moved by hand. Safe for concurrent use.
 */
public final class FaultyContext implements ProcessContext {

  private enum State {
    RUNNING,
    /** Thawed, and some of what waited has not started yet. */
    CATCHING_UP,
    FROZEN,
    CRASHED
  }

  private final ProcessContext target;
  private final ShiftedTime time;

  private final Object lock = new Object();
  private final Queue<Piece> steps = new ArrayDeque<>(); // guarded by lock
  private final Queue<Piece> timers = new ArrayDeque<>(); // guarded by lock
  private volatile State state = State.RUNNING; // written under lock

  /**
   * A process that runs on another one and is well, yet.
   *
   * @param target gives threads, timers, clocks and chance; may serve several processes
   */
  public FaultyContext(ProcessContext target) {
    this.target = Objects.requireNonNull(target, "target");
    this.time = new ShiftedTime(target.time());
  }

  @Override
  public TimeSource time() {
    return time;
  }

  @Override
  public RandomGenerator random() {
    return target.random();
  }

  @Override
  public void execute(Runnable step) {
    Objects.requireNonNull(step, "step");
    if (state == State.CRASHED) {
      throw new RejectedExecutionException("the process has crashed");
    }
    target.execute(new Piece(step, steps));
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable step) {
    Objects.requireNonNull(step, "step");
    if (state == State.CRASHED) {
      return () -> {};
    }
    Piece piece = new Piece(step, timers);
    piece.timer = target.schedule(delay, piece);
    return piece;
  }

  /** As the target's: whoever waits is not held by a freeze, nor set free by a crash. */
  @Override
  public boolean await(Future<?> done, Duration atMost) throws InterruptedException {
    return target.await(done, atMost);
  }

  /** Holds back every step and timer that has not started. Does nothing when frozen or crashed. */
  public void freeze() {
    synchronized (lock) {
      if (state != State.CRASHED) {
        state = State.FROZEN;
      }
    }
  }

  /** Lets run what waits. Does nothing when not frozen. */
  public void thaw() {
    int lateSteps;
    int lateTimers;
    synchronized (lock) {
      if (state != State.FROZEN) {
        return;
      }
      lateSteps = steps.size();
      lateTimers = timers.size();
      state = lateSteps + lateTimers == 0 ? State.RUNNING : State.CATCHING_UP;
    }
    // One turn for each that waits. Whoever gets a turn, also by coming due now, starts the one
    // that waits longest, so that none is overtaken and all may run at the same time.
    for (int i = 0; i < lateSteps; i++) {
      try {
        target.execute(() -> runLongestWaiting(steps));
      } catch (RejectedExecutionException e) {
        // The target has ended; the rest will not run either.
        return;
      }
    }
    for (int i = 0; i < lateTimers; i++) {
      target.schedule(Duration.ZERO, () -> runLongestWaiting(timers));
    }
  }

  /**
   * Moves the wall clock of this process only; jumps add up.
   *
   * @param by negative moves it back
   */
  public void jumpWallClock(Duration by) {
    time.jump(by);
  }

  /** Kills the process. A step that runs already runs to its end. Idempotent. */
  public void crash() {
    synchronized (lock) {
      state = State.CRASHED;
      steps.clear();
      timers.clear();
    }
  }

  /** Whether {@link #freeze} was called and {@link #thaw} was not. */
  public boolean isFrozen() {
    return state == State.FROZEN;
  }

  /** Whether {@link #crash} was called. */
  public boolean isCrashed() {
    return state == State.CRASHED;
  }

  /** How many steps and timers that came due wait, in a freeze or shortly after. */
  public int waiting() {
    synchronized (lock) {
      return steps.size() + timers.size();
    }
  }

  private void runLongestWaiting(Queue<Piece> queue) {
    Piece piece = nextOf(queue, null);
    if (piece != null) {
      piece.start();
    }
  }

  /** Lets a piece that came due wait, and takes the one that may start now, if any may. */
  private @Nullable Piece nextOf(Queue<Piece> queue, @Nullable Piece due) {
    synchronized (lock) {
      if (state == State.CRASHED) {
        return null;
      }
      if (state == State.RUNNING) {
        return due;
      }
      if (due != null) {
        queue.add(due);
      }
      if (state == State.FROZEN) {
        return null;
      }
      Piece next = queue.poll();
      if (steps.isEmpty() && timers.isEmpty()) {
        state = State.RUNNING;
      }
      return next;
    }
  }

  /** A step or a timer of this process, as the target runs it; its own handle to call it off. */
  private final class Piece implements Runnable, Cancellable {

    private final Runnable step;
    private final Queue<Piece> queue;
    private volatile boolean cancelled;
    private volatile @Nullable Cancellable timer;

    Piece(Runnable step, Queue<Piece> queue) {
      this.step = step;
      this.queue = queue;
    }

    @Override
    public void run() {
      if (state == State.RUNNING) {
        start();
        return;
      }
      Piece next = nextOf(queue, this);
      if (next != null) {
        next.start();
      }
    }

    void start() {
      if (!cancelled) {
        step.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      Cancellable scheduled = timer;
      if (scheduled != null) {
        scheduled.cancel();
      }
    }
  }

  /** The target's clocks, the one for people moved. */
  private static final class ShiftedTime implements TimeSource {

    private final TimeSource target;
    private volatile Duration shift = Duration.ZERO;

    ShiftedTime(TimeSource target) {
      this.target = target;
    }

    synchronized void jump(Duration by) {
      shift = shift.plus(by);
    }

    @Override
    public Instant now() {
      Duration moved = shift;
      return moved.isZero() ? target.now() : target.now().plus(moved);
    }

    @Override
    public long nanoTime() {
      return target.nanoTime();
    }
  }
}
