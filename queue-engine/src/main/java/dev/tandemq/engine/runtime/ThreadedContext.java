package dev.tandemq.engine.runtime;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Time, threads and chance of a real process. Steps run on a pool that grows with what runs at the
 * same time and shrinks when idle; one more thread keeps the timers. Neither exists before it is
 * needed. The threads keep the process alive until the context is closed.
 */
public final class ThreadedContext implements ProcessContext, AutoCloseable {

  private static final Logger LOG = System.getLogger(ThreadedContext.class.getName());
  private static final long IDLE_SECONDS = 10;

  private final TimeSource time = new SystemTime();
  private final RandomGenerator random = new PerThreadRandom();
  private final ThreadPoolExecutor pool;
  private final ScheduledThreadPoolExecutor timer;

  /** A context with no thread yet. */
  public ThreadedContext() {
    this.pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            named("tandem-"),
            (step, closed) -> {
              throw new RejectedExecutionException("the context was closed; the step will not run");
            });
    this.timer = new ScheduledThreadPoolExecutor(1, named("tandem-timer-"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return step -> {
      Thread thread = new Thread(step, prefix + number.incrementAndGet());
      // Else it would take after whoever happened to need it first.
      thread.setDaemon(false);
      return thread;
    };
  }

  @Override
  public TimeSource time() {
    return time;
  }

  @Override
  public void execute(Runnable step) {
    Objects.requireNonNull(step, "step");
    pool.execute(() -> runLogged(step));
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable step) {
    Objects.requireNonNull(delay, "delay");
    Objects.requireNonNull(step, "step");
    // TimeUnit saturates where Duration throws.
    long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
    try {
      Future<?> future = timer.schedule(() -> runLogged(step), nanos, TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  @Override
  public boolean await(Future<?> done, Duration atMost) throws InterruptedException {
    Objects.requireNonNull(done, "done");
    Objects.requireNonNull(atMost, "atMost");
    try {
      done.get(Math.max(0, TimeUnit.NANOSECONDS.convert(atMost)), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return done.isDone();
    } catch (ExecutionException | CancellationException e) {
      // Done as well; whoever waits will look at how.
    }
    return true;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  /** A step that throws is a bug of ours: say so, keep the thread. */
  private static void runLogged(Runnable step) {
    try {
      step.run();
    } catch (Throwable t) {
      LOG.log(Level.ERROR, "a step failed: " + step, t);
    }
  }

  /** Ends the timers and lets running steps end; does not wait for them. Idempotent. */
  @Override
  public void close() {
    timer.shutdownNow();
    pool.shutdown();
  }
}
