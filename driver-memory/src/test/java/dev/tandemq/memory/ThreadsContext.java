package dev.tandemq.memory;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Two real threads and the real clocks. */
final class ThreadsContext implements ProcessContext, AutoCloseable {

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final Random random = new Random(1);
  private final TimeSource clocks =
      new TimeSource() {
        @Override
        public Instant now() {
          return Clock.systemUTC().instant();
        }

        @Override
        public long nanoTime() {
          return System.nanoTime();
        }
      };

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
    ScheduledFuture<?> timer = threads.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public boolean await(Future<?> done, Duration atMost) {
    throw new UnsupportedOperationException("no store waits");
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
