package dev.tandemq.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FaultyContextOnThreadsTest {

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
  private final FaultyContext process = new FaultyContext(new Threads(threads));

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void whatWaitsInAFreezeRunsOnceEach() throws InterruptedException {
    int rounds = 200;
    int each = 20;
    Queue<Integer> ran = new ConcurrentLinkedQueue<>();
    CountDownLatch all = new CountDownLatch(rounds * each * 2);
    AtomicInteger number = new AtomicInteger();
    Runnable step =
        () -> {
          ran.add(number.incrementAndGet());
          all.countDown();
        };
    for (int i = 0; i < rounds; i++) {
      process.freeze();
      for (int j = 0; j < each; j++) {
        process.execute(step);
        process.schedule(Duration.ZERO, step);
      }
      process.thaw();
    }
    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasSize(rounds * each * 2);
    assertThat(process.waiting()).isZero();
  }

  @Test
  void stepsThatBlockDoNotHoldEachOtherBackAfterAThaw() throws InterruptedException {
    CountDownLatch met = new CountDownLatch(2);
    CountDownLatch arrived = new CountDownLatch(2);
    Runnable meet =
        () -> {
          met.countDown();
          try {
            if (met.await(20, TimeUnit.SECONDS)) {
              arrived.countDown();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    process.freeze();
    process.execute(meet);
    process.execute(meet);
    while (process.waiting() < 2) {
      Thread.onSpinWait();
    }
    process.thaw();
    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingStartsAfterACrash() throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    process.freeze();
    for (int i = 0; i < 50; i++) {
      process.execute(ran::incrementAndGet);
      process.schedule(Duration.ZERO, ran::incrementAndGet);
    }
    process.crash();
    process.thaw();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasValue(0);
  }

  private record Threads(ScheduledExecutorService threads) implements ProcessContext {

    @Override
    public TimeSource time() {
      return new TimeSource() {
        @Override
        public Instant now() {
          return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
          return System.nanoTime();
        }
      };
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
      throw new UnsupportedOperationException();
    }

    @Override
    public RandomGenerator random() {
      throw new UnsupportedOperationException();
    }
  }
}
