package dev.tandemq.tck.time;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A process in one thread: steps wait in a queue, timers on a virtual timeline, and nothing moves
 * until a test says so. The same seed and the same calls give the same run.
 *
 * <p><b>Threads.</b> {@link #execute}, {@link #schedule}, {@link #time} and {@link #random} may be
 * used from any thread. Steps run on the thread that calls {@link #runUntilIdle} or {@link
 * #advance}; only one thread may do so at a time.
 *
 * <p><b>Order.</b> Steps run in the order in which they were queued; a timer runs when no step is
 * left, earlier ones first, those of one instant in the order in which they were scheduled. Each
 * sees the clock stand at the instant for which it was scheduled.
 *
 * <p><b>Nesting.</b> A step may itself call {@link #advance} or {@link #runUntilIdle}: the others
 * then run inside of it, as they would beside a step that blocks. The same holds for {@link
 * #await}. No step sees an interrupt that was meant for the one around it: each begins with the
 * thread's flag cleared, and what was set before is set again after it.
 *
 * <p><b>Errors.</b> A step that throws ends the call with its exception; what is left stays queued.
 *
 * <p>The monotonic clock starts {@link #UNTIL_OVERFLOW} before the largest {@code long}, so that
 * code which compares readings instead of their differences fails its tests.
 */
public final class ManualContext implements ProcessContext {

  /** Most steps of one call; beyond it the steps are taken to queue each other for ever. */
  public static final int MAX_STEPS = 10_000_000;

  /** How long after the start the monotonic clock overflows. */
  public static final Duration UNTIL_OVERFLOW = Duration.ofSeconds(5);

  private static final long FIRST_READING = Long.MAX_VALUE - UNTIL_OVERFLOW.toNanos();
  private static final Instant FIRST_INSTANT = Instant.parse("2026-01-01T00:00:00Z");

  private final Object lock = new Object();
  private final Queue<Runnable> steps = new ArrayDeque<>(); // guarded by lock
  private final TreeSet<Timer> timers = new TreeSet<>(Timer.ORDER); // guarded by lock
  private long lastNumber; // guarded by lock
  private boolean closed; // guarded by lock
  private @Nullable Thread runner; // guarded by lock
  private volatile long elapsedNanos; // written under lock
  private volatile Duration wallShift = Duration.ZERO; // written under lock

  private final Clock clock = new Clock();
  private final Random random;
  private int stepsLeft; // touched by the runner only

  /** A context whose chance comes from the seed. */
  public ManualContext(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public TimeSource time() {
    return clock;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void execute(Runnable step) {
    Objects.requireNonNull(step, "step");
    synchronized (lock) {
      if (closed) {
        throw new RejectedExecutionException("the manual context is closed");
      }
      steps.add(step);
    }
  }

  /**
   * Moves time until the future is done, from step to step and from timer to timer, but not beyond
   * the end of the waiting. With a time of zero what is due now runs, and no time passes.
   *
   * @throws IllegalStateException when nothing is left that could complete the future and there is
   *     no end to wait for: the caller would wait for ever; or after {@value #MAX_STEPS} steps, or
   *     when another thread runs steps
   */
  @Override
  public boolean await(Future<?> done, Duration atMost) throws InterruptedException {
    if (done.isDone()) {
      return true;
    }
    long most = Math.max(0, saturatedNanos(atMost));
    boolean hasEnd = most < Long.MAX_VALUE - elapsedNanos;
    long end = hasEnd ? elapsedNanos + most : Long.MAX_VALUE;
    boolean outermost = enter();
    try {
      while (!done.isDone()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while time was moved by hand");
        }
        if (!hasEnd && pendingSteps() + pendingTimers() == 0) {
          throw new IllegalStateException("would wait for ever: no step and no timer is left");
        }
        Runnable step = next(end);
        if (step == null) {
          return done.isDone();
        }
        run(step);
      }
      return true;
    } finally {
      if (outermost) {
        leave();
      }
    }
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable step) {
    Objects.requireNonNull(step, "step");
    long nanos = Math.max(0, saturatedNanos(delay));
    synchronized (lock) {
      if (closed) {
        return () -> {};
      }
      long due = elapsedNanos + nanos;
      Timer timer = new Timer(due < 0 ? Long.MAX_VALUE : due, ++lastNumber, step);
      timers.add(timer);
      return () -> cancel(timer);
    }
  }

  private void cancel(Timer timer) {
    synchronized (lock) {
      timers.remove(timer);
    }
  }

  /**
   * Runs the queued steps, the timers that are due now, and all that these queue, until nothing is
   * left to do at this instant.
   *
   * @throws IllegalStateException after {@value #MAX_STEPS} steps, or when another thread runs
   *     steps
   */
  public void runUntilIdle() {
    advance(Duration.ZERO);
  }

  /**
   * Moves both clocks forward and runs what becomes due on the way, each timer at its instant,
   * followed by the steps that it queues.
   *
   * @param time zero or more
   * @throws IllegalStateException after {@value #MAX_STEPS} steps, or when another thread runs
   *     steps
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time is " + time + "; time does not run backwards");
    }
    long target = Math.addExact(elapsedNanos, time.toNanos());
    boolean outermost = enter();
    try {
      for (Runnable step = next(target); step != null; step = next(target)) {
        run(step);
      }
    } finally {
      if (outermost) {
        leave();
      }
    }
  }

  /**
   * Moves both clocks forward and runs nothing; what became due on the way is late and runs with
   * the next call that runs steps. So it looks when a process was frozen, or its machine asleep.
   *
   * @param time zero or more
   */
  public void skip(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time is " + time + "; time does not run backwards");
    }
    synchronized (lock) {
      elapsedNanos = Math.addExact(elapsedNanos, time.toNanos());
    }
  }

  /** Whether the calling thread is inside of a step, or of a call that runs steps. */
  public boolean isRunningSteps() {
    synchronized (lock) {
      return runner == Thread.currentThread();
    }
  }

  private void run(Runnable step) {
    if (--stepsLeft < 0) {
      throw new IllegalStateException(
          "more than " + MAX_STEPS + " steps in one call: steps queue each other for ever");
    }
    boolean wasInterrupted = Thread.interrupted();
    try {
      step.run();
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean enter() {
    synchronized (lock) {
      if (runner == Thread.currentThread()) {
        return false;
      }
      if (runner != null) {
        throw new IllegalStateException("steps are run by thread " + runner.getName() + " already");
      }
      runner = Thread.currentThread();
      stepsLeft = MAX_STEPS;
      return true;
    }
  }

  private void leave() {
    synchronized (lock) {
      runner = null;
    }
  }

  /** The next thing to run up to an instant, the clock set for it; null when there is none. */
  private @Nullable Runnable next(long target) {
    synchronized (lock) {
      Runnable step = steps.poll();
      if (step != null) {
        return step;
      }
      Timer timer = timers.isEmpty() ? null : timers.first();
      // A nested call may have moved the clock beyond the target; it never moves back.
      if (timer == null || timer.due > Math.max(target, elapsedNanos)) {
        elapsedNanos = Math.max(target, elapsedNanos);
        return null;
      }
      timers.remove(timer);
      elapsedNanos = Math.max(timer.due, elapsedNanos);
      return timer.step;
    }
  }

  /** Moves the wall clock only, in either direction, as an administrator or a leap might. */
  public void jumpWallClock(Duration by) {
    synchronized (lock) {
      wallShift = wallShift.plus(by);
    }
  }

  /** How many timers wait; those that were called off do not count. */
  public int pendingTimers() {
    synchronized (lock) {
      return timers.size();
    }
  }

  /** How many steps wait for {@link #runUntilIdle}; timers do not count. */
  public int pendingSteps() {
    synchronized (lock) {
      return steps.size();
    }
  }

  /** Nanoseconds from now to the next timer, 0 when one is due; empty when there is no timer. */
  public OptionalLong nanosUntilNextTimer() {
    synchronized (lock) {
      return timers.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(Math.max(0, timers.first().due - elapsedNanos));
    }
  }

  /**
   * Ends the process: {@link #execute} throws from now on, {@link #schedule} does nothing, and what
   * waits is dropped, as it is when a process ends. The clocks go on. May be called twice.
   */
  public void close() {
    synchronized (lock) {
      closed = true;
      steps.clear();
      timers.clear();
    }
  }

  private static long saturatedNanos(Duration delay) {
    try {
      return delay.toNanos();
    } catch (ArithmeticException e) {
      return delay.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private final class Clock implements TimeSource {

    @Override
    public Instant now() {
      return FIRST_INSTANT.plusNanos(elapsedNanos).plus(wallShift);
    }

    @Override
    public long nanoTime() {
      return FIRST_READING + elapsedNanos;
    }
  }

  /** Compared by identity of its number, so that equal timers stay two. */
  private static final class Timer {

    static final Comparator<Timer> ORDER =
        Comparator.<Timer>comparingLong(timer -> timer.due)
            .thenComparingLong(timer -> timer.number);

    final long due;
    final long number;
    final Runnable step;

    Timer(long due, long number, Runnable step) {
      this.due = due;
      this.number = number;
      this.step = step;
    }
  }
}
