package dev.tandemq.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.context.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The context of a real process, on real threads. */
final class ThreadedContextTest {

  private static final long BOUND_SECONDS = 20;

  private final ThreadedContext context = new ThreadedContext();

  @AfterEach
  void close() {
    context.close();
  }

  // ---- steps

  @Test
  void contextHasNoThreadsBeforeItIsUsed() {
    Set<Thread> before = tandemThreads();

    try (ThreadedContext unused = new ThreadedContext()) {
      assertThat(unused.time().now()).isNotNull();
      assertThat(unused.random().nextLong()).isNotEqualTo(unused.random().nextLong());

      assertThat(before).containsAll(tandemThreads());
    }
  }

  @Test
  void stepRunsOnAThreadOfTheContext() throws Exception {
    Thread thread = threadOf(context);

    assertThat(thread).isNotSameAs(Thread.currentThread());
    assertThat(thread.getName()).startsWith("tandem-");
    assertThat(thread.isDaemon()).as("keeps the process alive").isFalse();
  }

  @Test
  void stepsThatBlockDoNotHoldUpOthers() throws Exception {
    int steps = 100;
    CyclicBarrier allAtOnce = new CyclicBarrier(steps);
    CountDownLatch ended = new CountDownLatch(steps);

    for (int i = 0; i < steps; i++) {
      context.execute(
          () -> {
            try {
              allAtOnce.await(BOUND_SECONDS, TimeUnit.SECONDS);
              ended.countDown();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
    }

    assertThat(ended.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void everyStepRunsOnce() throws Exception {
    int steps = 10_000;
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    CountDownLatch ran = new CountDownLatch(steps);

    for (int i = 0; i < steps; i++) {
      int step = i;
      context.execute(
          () -> {
            if (seen.add(step)) {
              ran.countDown();
            }
          });
    }

    assertThat(ran.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void stepThatThrowsIsLoggedAndHurtsNoOther() throws Exception {
    try (LogCapture log = new LogCapture()) {
      List<Throwable> thrown =
          List.of(new IllegalStateException("a bug"), new StackOverflowError("a worse bug"));
      for (Throwable each : thrown) {
        context.execute(() -> sneakyThrow(each));
        Cancellable scheduled = context.schedule(Duration.ZERO, () -> sneakyThrow(each));
        assertThat(scheduled).isNotNull();
      }

      log.awaitAll();

      assertThat(log.thrown()).containsAll(thrown);
      assertThat(threadOf(context)).isNotNull();
      assertThat(timerThreadOf(context)).isNotNull();
    }
  }

  // ---- timers

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0})
  void delayOfZeroOrLessMeansSoon(long nanos) throws Exception {
    CountDownLatch ran = new CountDownLatch(1);

    context.schedule(Duration.ofNanos(nanos), ran::countDown);

    assertThat(ran.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void scheduledStepIsNeverEarly() throws Exception {
    Duration delay = Duration.ofMillis(30);
    CompletableFuture<Long> ranAt = new CompletableFuture<>();
    long start = context.time().nanoTime();

    context.schedule(delay, () -> ranAt.complete(context.time().nanoTime()));

    long waited = ranAt.get(BOUND_SECONDS, TimeUnit.SECONDS) - start;
    assertThat(Duration.ofNanos(waited)).isGreaterThanOrEqualTo(delay);
  }

  @Test
  void stepThatWasCalledOffDoesNotRun() throws Exception {
    CountDownLatch calledOff = new CountDownLatch(1);
    AtomicBoolean ran = new AtomicBoolean();
    CountDownLatch later = new CountDownLatch(1);
    context.schedule(Duration.ZERO, () -> awaits(calledOff)); // holds up the one timer thread
    Cancellable step = context.schedule(Duration.ZERO, () -> ran.set(true));
    context.schedule(Duration.ZERO, later::countDown);

    step.cancel();
    step.cancel();
    calledOff.countDown();

    assertThat(later.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).isFalse();
  }

  @Test
  void callingOffAStepThatRunsDoesNotInterruptIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Cancellable step =
        context.schedule(
            Duration.ZERO,
            () -> {
              begun.countDown();
              interrupted.complete(!awaits(goOn));
            });
    assertThat(begun.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();

    step.cancel();
    goOn.countDown();

    assertThat(interrupted.get(BOUND_SECONDS, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void longestDelayOfAJobCanBeScheduled() {
    Cancellable step = context.schedule(Duration.ofDays(36_500), () -> {});

    step.cancel();

    assertThat(step).isNotNull();
  }

  // ---- close

  @Test
  void closedContextRefusesStepsAndForgetsTimers() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();
    Thread timer = timerThreadOf(context);
    context.schedule(Duration.ofHours(1), () -> ran.set(true));

    context.close();
    context.close();

    assertThatThrownBy(() -> context.execute(() -> ran.set(true)))
        .isInstanceOf(RejectedExecutionException.class);
    Cancellable nothing = context.schedule(Duration.ZERO, () -> ran.set(true));
    nothing.cancel();
    timer.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
    assertThat(timer.isAlive()).isFalse();
    assertThat(ran).isFalse();
  }

  @Test
  void stepThatRunsWhenTheContextIsClosedEndsInPeace() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Boolean> peace = new CompletableFuture<>();
    context.execute(
        () -> {
          begun.countDown();
          peace.complete(awaits(goOn));
        });
    assertThat(begun.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();

    context.close();
    goOn.countDown();

    assertThat(peace.get(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void threadsEndWhenTheContextIsClosed() throws Exception {
    Thread worker = threadOf(context);
    Thread timer = timerThreadOf(context);

    context.close();

    worker.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
    timer.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
    assertThat(worker.isAlive()).isFalse();
    assertThat(timer.isAlive()).isFalse();
  }

  @Test
  void contextMayBeClosedByItsOwnSteps() throws Exception {
    CountDownLatch closed = new CountDownLatch(2);
    Runnable closing =
        () -> {
          context.close();
          closed.countDown();
        };
    CountDownLatch scheduled = new CountDownLatch(1);
    context.schedule(
        Duration.ZERO,
        () -> {
          context.execute(closing);
          scheduled.countDown();
          closing.run();
        });

    assertThat(scheduled.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(closed.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  // ---- time and chance

  @Test
  void clocksAreThoseOfTheMachine() {
    Instant before = Instant.now();
    long nanosBefore = System.nanoTime();

    Instant now = context.time().now();
    long nanos = context.time().nanoTime();

    assertThat(now).isBetween(before, Instant.now());
    assertThat(nanos).isBetween(nanosBefore, System.nanoTime());
  }

  @Test
  void chanceOfTwoContextsDiffers() {
    try (ThreadedContext other = new ThreadedContext()) {
      Set<Long> drawn = new HashSet<>();
      for (int i = 0; i < 1000; i++) {
        drawn.add(context.random().nextLong());
        drawn.add(other.random().nextLong());
      }

      assertThat(drawn).hasSize(2000);
    }
  }

  @Test
  void chanceOfManyThreadsDiffers() throws Exception {
    int threads = 8;
    int each = 5_000;
    Set<Long> drawn = ConcurrentHashMap.newKeySet();
    CountDownLatch ended = new CountDownLatch(threads);

    for (int i = 0; i < threads; i++) {
      context.execute(
          () -> {
            for (int j = 0; j < each; j++) {
              drawn.add(context.random().nextLong());
            }
            ended.countDown();
          });
    }

    assertThat(ended.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(drawn).hasSize(threads * each);
  }

  // ---- fixture

  private static Set<Thread> tandemThreads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().startsWith("tandem-"));
    return threads;
  }

  private static Thread threadOf(ThreadedContext context) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    context.execute(() -> thread.complete(Thread.currentThread()));
    return thread.get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  private static Thread timerThreadOf(ThreadedContext context) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    context.schedule(Duration.ZERO, () -> thread.complete(Thread.currentThread()));
    return thread.get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether the latch opened before an interrupt came. */
  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(BOUND_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static void sneakyThrow(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  /** Takes what the context logs, and keeps it off the terminal. */
  private static final class LogCapture extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger(ThreadedContext.class.getName());
    private final Set<Throwable> thrown = ConcurrentHashMap.newKeySet();
    private final CountDownLatch records = new CountDownLatch(4);

    LogCapture() {
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().equals(Level.SEVERE) && record.getThrown() != null) {
        thrown.add(record.getThrown());
        records.countDown();
      }
    }

    void awaitAll() throws InterruptedException {
      assertThat(records.await(BOUND_SECONDS, TimeUnit.SECONDS)).as("logged").isTrue();
    }

    Set<Throwable> thrown() {
      return thrown;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }
}
