package dev.tandemq.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.engine.store.Backends;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.rule.Rule;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

final class StoreQueueTroubleTest {

  private static final Capabilities REMOTE = new Capabilities(Set.of(), 1 << 20, 100);

  private final ManualContext clock = new ManualContext(1);

  @Test
  @Rule("U4")
  void lostAnswerToAPushTellsTheId() {
    WatchedDriver driver =
        new WatchedDriver(REMOTE)
            .with(
                store ->
                    new ForwardingJobStore(store) {
                      @Override
                      public CompletionStage<List<PutResult>> put(List<Job> jobs) {
                        return new CompletableFuture<>();
                      }
                    });
    Queue queue = Queues.open("watched:", clock, Drivers.of(List.of(driver))).queue("q");
    Job job = queue.newJob().build();
    long start = clock.time().nanoTime();

    assertThatThrownBy(() -> queue.push(job))
        .isInstanceOfSatisfying(
            OutcomeUnknownException.class, e -> assertThat(e.ids()).containsExactly(job.id()));

    assertThat(Duration.ofNanos(clock.time().nanoTime() - start)).hasSeconds(10);
  }

  @Test
  void popKeepsWhatItGotThoughItsSubscriptionCannotBeClosed() throws Exception {
    WatchedDriver driver =
        new WatchedDriver(REMOTE)
            .with(
                store ->
                    new ForwardingJobStore(store) {
                      @Override
                      public Subscription onReady(String queue, Runnable hint) {
                        Subscription real = super.onReady(queue, hint);
                        return () -> {
                          real.close();
                          throw new IllegalStateException("the network is gone");
                        };
                      }
                    });
    Queue queue = Queues.open("watched:", clock, Drivers.of(List.of(driver))).queue("q");
    clock.schedule(Duration.ofSeconds(3), () -> queue.push("job"));

    assertThat(queue.pop(Duration.ofHours(1))).isPresent();
  }

  @Test
  void hintThatComesDuringTheLookIsNotOverlooked() throws Exception {
    Job late = Job.builder().id(new JobId(1, 2)).queue("q").createdAt(clock.time().now()).build();
    AtomicInteger looks = new AtomicInteger();
    WatchedDriver driver =
        new WatchedDriver(REMOTE)
            .with(
                store ->
                    new ForwardingJobStore(store) {
                      @Override
                      public CompletionStage<Turn> turn(TurnRequest request) {
                        Turn turn = super.turn(request).toCompletableFuture().join();
                        // The first look comes before the subscription: that hint is nobody's.
                        if (looks.incrementAndGet() == 2) {
                          var unused = super.put(List.of(late)).toCompletableFuture().join();
                        }
                        return CompletableFuture.completedFuture(turn);
                      }
                    });
    Queue queue = Queues.open("watched:", clock, Drivers.of(List.of(driver))).queue("q");
    long start = clock.time().nanoTime();

    assertThat(queue.pop(Duration.ofHours(1))).isPresent();
    assertThat(clock.time().nanoTime() - start).as("waited for a poll").isZero();
  }

  /** A future whose answer comes just after the wait for it was given up. */
  private static final class JustTooLate<T> extends CompletableFuture<T> {
    private final T value;

    JustTooLate(T value) {
      this.value = value;
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws TimeoutException {
      throw new TimeoutException();
    }

    void arrive() {
      complete(value);
    }

    @Override
    public <U> CompletableFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> action) {
      arrive();
      return super.handle(action);
    }
  }

  @Test
  void claimIsHandedBackOrHandedOutButNotBoth() throws Exception {
    AtomicBoolean first = new AtomicBoolean(true);
    CompletableFuture<Turn> back = new CompletableFuture<>();
    try (ThreadedContext threads = new ThreadedContext()) {
      // The watch would wrap the future: take the store without it.
      ForwardingJobStore store =
          new ForwardingJobStore(
              new MemoryDriver()
                  .open(
                      QueueUrl.parse("memory:"),
                      new DriverContext(threads, new JacksonJobCodec()))) {
            @Override
            public CompletionStage<Turn> turn(TurnRequest request) {
              Turn turn = super.turn(request).toCompletableFuture().join();
              if (request.want() > 0 && first.getAndSet(false)) {
                return new JustTooLate<>(turn);
              }
              if (!request.done().isEmpty()) {
                back.complete(turn);
              }
              return CompletableFuture.completedFuture(turn);
            }
          };
      Capabilities caps = new MemoryDriver().capabilities();
      StoreQueue queue =
          new StoreQueue(
              "q",
              "node",
              Backends.of(threads, store, caps),
              new Pusher(threads, store, caps),
              id -> CancelResult.NONE);
      queue.push("job");

      assertThatThrownBy(() -> queue.pop(Duration.ZERO))
          .isInstanceOf(OutcomeUnknownException.class);

      assertThat(back.get(10, TimeUnit.SECONDS).settled()).containsExactly(SettleResult.APPLIED);
      assertThat(queue.stats().ready()).isEqualTo(1);
    }
  }

  @Test
  void closedQueueMakesNoNewJobs() {
    Queue queue =
        Queues.open("watched:", clock, Drivers.of(List.of(new WatchedDriver()))).queue("q");
    queue.close();

    assertThatThrownBy(queue::newJob).isInstanceOf(IllegalStateException.class);
  }
}
