package dev.tandemq.memory;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/** Clocks that stand still and no thread: nothing happens but what is called. */
final class StillContext implements ProcessContext {

  private static final TimeSource STILL =
      new TimeSource() {
        @Override
        public Instant now() {
          return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
          return 0;
        }
      };

  @Override
  public TimeSource time() {
    return STILL;
  }

  @Override
  public void execute(Runnable step) {
    throw new UnsupportedOperationException("no store needs a thread here");
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable step) {
    return () -> {};
  }

  @Override
  public boolean await(Future<?> done, Duration atMost) {
    throw new UnsupportedOperationException("no store waits");
  }

  @Override
  public RandomGenerator random() {
    return new Random(1);
  }
}
