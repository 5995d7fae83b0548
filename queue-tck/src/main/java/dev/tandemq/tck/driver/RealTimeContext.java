package dev.tandemq.tck.driver;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A context for the tests of a driver that needs real threads: the clocks of this machine and two
 * daemon threads. A test need not wait: it can put both clocks ahead, and what is due then runs. It
 * can also move the wall clock alone, as people do to real ones. Safe for concurrent use.
 */
public final class RealTimeContext implements ProcessContext, AutoCloseable {

  private final ScheduledExecutorService threads = daemons();
  private final Random random = new Random();
  private final AtomicReference<Duration> jumped = new AtomicReference<>(Duration.ZERO);
  private final AtomicReference<Duration> skipped = new AtomicReference<>(Duration.ZERO);
  private final Set<Timer> timers = ConcurrentHashMap.newKeySet();
  private final TimeSource clocks = new Clocks();

  /** A context that runs until it is closed. */
  public RealTimeContext() {}

  private static ScheduledExecutorService daemons() {
    ScheduledThreadPoolExecutor threads =
        new ScheduledThreadPoolExecutor(
            2,
            step -> {
              Thread thread = new Thread(step, "real-time-context");
              thread.setDaemon(true);
              return thread;
            });
    threads.setRemoveOnCancelPolicy(true);
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return threads;
  }

  private final class Clocks implements TimeSource {

    @Override
    public Instant now() {
      return Instant.now().plus(value(skipped)).plus(value(jumped));
    }

    @Override
    public long nanoTime() {
      return System.nanoTime() + value(skipped).toNanos();
    }
  }

  private static Duration value(AtomicReference<Duration> reference) {
    return Objects.requireNonNull(reference.get());
  }

  /** A step that waits for a moment of the monotonic clock, which may come sooner than it was. */
  private final class Timer {

    private final long at;
    private final Runnable step;
    private @Nullable Future<?> waiting;

    Timer(Duration delay, Runnable step) {
      this.at = clocks.nanoTime() + Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
      this.step = step;
    }

    synchronized void start() {
      try {
        long left = Math.max(0, at - clocks.nanoTime());
        waiting = threads.schedule(this::ring, left, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        timers.remove(this);
      }
    }

    private void ring() {
      if (timers.remove(this)) {
        step.run();
      }
    }

    synchronized void startAnew() {
      if (waiting != null && waiting.cancel(false)) {
        start();
      }
    }

    synchronized void cancel() {
      timers.remove(this);
      if (waiting != null) {
        waiting.cancel(false);
      }
    }
  }

  /** Puts both clocks ahead at once. Steps that are due then run on the threads of this context. */
  public void skip(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time is " + time + "; no clock goes back");
    }
    skipped.accumulateAndGet(time, Duration::plus);
    timers.forEach(Timer::startAnew);
  }

  /** Moves the wall clock, forward or back; the monotonic one goes on as before. */
  public void jumpWallClock(Duration by) {
    jumped.accumulateAndGet(Objects.requireNonNull(by, "by"), Duration::plus);
  }

  @Override
  public TimeSource time() {
    return clocks;
  }

  @Override
  public void execute(Runnable step) {
    threads.execute(step);
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable step) {
    Timer timer = new Timer(delay, Objects.requireNonNull(step, "step"));
    timers.add(timer);
    timer.start();
    return timer::cancel;
  }

  @Override
  public boolean await(Future<?> done, Duration atMost) throws InterruptedException {
    try {
      Object unused =
          done.get(Math.max(0, TimeUnit.NANOSECONDS.convert(atMost)), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return done.isDone();
    } catch (ExecutionException | CancellationException e) {
      return true;
    }
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  /** Ends timers and threads. Idempotent. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
