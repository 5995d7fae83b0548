package dev.tandemq.redis.jobs;

import static dev.tandemq.redis.jobs.StoreTalk.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.redis.RedisDriver;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a waiter on one connection hears of what another one does. */
final class HintsTest {

  private final StoreTalk talk = new StoreTalk();
  private final CountingContext context = new CountingContext();
  private final RedisLink link =
      RedisLink.open(
          QueueUrl.parse(RedisServer.shared().url() + "?namespace=" + talk.namespace().name()),
          new DriverContext(context, new PlainJobCodec()));
  private final JobStore waiter = new RedisJobStore(link, RedisDriver.CAPABILITIES);

  @AfterEach
  void close() {
    waiter.close();
    link.close();
    talk.close();
  }

  /** Listens, and claims in vain. */
  private CountDownLatch waitForJobs() {
    CountDownLatch hint = new CountDownLatch(1);
    var unused = waiter.onReady(QUEUE, hint::countDown);
    TurnRequest request =
        new TurnRequest(List.of(), List.of(QUEUE), 1, Duration.ofMinutes(1), "waiter");
    assertThat(RedisStores.await(waiter.turn(request)).claims()).isEmpty();
    return hint;
  }

  @Test
  void aPushOnAnotherConnectionWakesAWaiterThatDoesNotPoll() throws InterruptedException {
    CountDownLatch hint = waitForJobs();
    assertThat(hint.getCount()).as("nothing to tell yet").isEqualTo(1);

    talk.push();

    assertThat(hint.await(10, TimeUnit.SECONDS)).as("a hint").isTrue();
    assertThat(context.timers.get()).as("timers of the waiter").isZero();
  }

  @Test
  void aDelayedPushOnAnotherConnectionWakesAWaiterWithOneTimer() throws InterruptedException {
    CountDownLatch hint = waitForJobs();

    talk.push(talk.job().delay(Duration.ofMillis(300)));

    assertThat(hint.await(10, TimeUnit.SECONDS)).as("a hint").isTrue();
    // One for the due time; a second when the two clocks differ by less than a millisecond.
    assertThat(context.timers.get()).as("timers of the waiter").isBetween(1, 2);
  }

  @Test
  void anEmptyQueueInWhichSomebodyWaitsCostsNothingTwice() {
    var unused = waitForJobs();
    List<?> before = talk.behind("return redis.call('HGETALL', KEYS[1] .. 'q:q:c')");

    unused = waitForJobs();

    assertThat(talk.behind("return redis.call('HGETALL', KEYS[1] .. 'q:q:c')"))
        .hasSameSizeAs(before);
  }

  /** A context that counts the timers of the store; those of its link are another matter. */
  private static final class CountingContext implements ProcessContext {

    private final ProcessContext real = new RealTimeContext();
    private final AtomicInteger timers = new AtomicInteger();
    private final StackWalker callers =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    @Override
    public TimeSource time() {
      return real.time();
    }

    @Override
    public void execute(Runnable step) {
      real.execute(step);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable step) {
      if (callers.getCallerClass().getPackage() == RedisJobStore.class.getPackage()) {
        timers.incrementAndGet();
      }
      return real.schedule(delay, step);
    }

    @Override
    public boolean await(Future<?> done, Duration atMost) throws InterruptedException {
      return real.await(done, atMost);
    }

    @Override
    public RandomGenerator random() {
      return real.random();
    }
  }
}
