package dev.tandemq.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.store.ForwardingJobStore;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class StoreQueueTroubleTest {

  private static final Capabilities REMOTE = new Capabilities(Set.of(), 1 << 20, 100);

  private final ManualContext clock = new ManualContext(1);

  @Test
  void lostAnswerToAPushTellsTheId() throws Exception {
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
    FutureTask<List<JobId>> pushing =
        new FutureTask<>(
            () -> {
              try {
                queue.push(job);
                return List.<JobId>of();
              } catch (OutcomeUnknownException e) {
                return e.ids();
              }
            });
    Thread thread = new Thread(pushing);
    thread.start();
    assertThat(driver.puts.poll(10, TimeUnit.SECONDS)).isNotNull();
    while (clock.pendingTimers() == 0) {
      Thread.onSpinWait();
    }

    clock.advance(Duration.ofSeconds(10));

    assertThat(pushing.get(30, TimeUnit.SECONDS)).containsExactly(job.id());
  }

  @Test
  void jobThatIsPushedTwiceAtTheSameTimeIsPutOnceInACall() {
    List<CompletableFuture<List<PutResult>>> answers = new ArrayList<>();
    WatchedDriver driver =
        new WatchedDriver(REMOTE)
            .with(
                store ->
                    new ForwardingJobStore(store) {
                      @Override
                      public CompletionStage<List<PutResult>> put(List<Job> jobs) {
                        answers.add(new CompletableFuture<>());
                        return answers.get(answers.size() - 1);
                      }
                    });
    Queues queues = Queues.open("watched:", clock, Drivers.of(List.of(driver)));
    Pusher pusher = new Pusher(clock, queues.store(), REMOTE);
    Queue queue = queues.queue("q");
    Job a = queue.newJob().build();
    Job b = queue.newJob().build();
    Job c = queue.newJob().build();
    List<CompletableFuture<PutResult>> pushes =
        List.of(pusher.push(a), pusher.push(b), pusher.push(c), pusher.push(c));

    answers.get(0).complete(List.of(new PutResult.Added(a.id())));
    clock.runUntilIdle();

    assertThat(pushes).hasSize(4);
    assertThat(driver.puts)
        .allSatisfy(put -> assertThat(put).extracting(Job::id).doesNotHaveDuplicates());
  }

  @Test
  void batchWithAJobTwiceNeverReachesTheStoreAsSuch() {
    WatchedDriver driver = new WatchedDriver();
    Queue queue = Queues.open("watched:", clock, Drivers.of(List.of(driver))).queue("q");
    Job job = queue.newJob().build();

    try {
      List<PutResult> results = queue.pushBatch(List.of(job, job));
      assertThat(results).hasSize(2);
    } catch (IllegalArgumentException e) {
      assertThat(driver.puts).isEmpty();
    }

    assertThat(driver.puts)
        .allSatisfy(put -> assertThat(put).extracting(Job::id).doesNotHaveDuplicates());
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
    public CompletableFuture<T> whenComplete(
        java.util.function.BiConsumer<? super T, ? super Throwable> action) {
      arrive();
      return super.whenComplete(action);
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
              new dev.tandemq.memory.MemoryDriver()
                  .open(
                      dev.tandemq.driver.QueueUrl.parse("memory:"),
                      new dev.tandemq.driver.DriverContext(
                          threads, new dev.tandemq.engine.codec.JacksonJobCodec()))) {
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
      Capabilities caps = new dev.tandemq.memory.MemoryDriver().capabilities();
      StoreQueue queue =
          new StoreQueue("q", "node", threads, store, caps, new Pusher(threads, store, caps));
      queue.push("job");

      Optional<Claim> claim = queue.pop(Duration.ZERO);

      assertThat(claim).isPresent();
      try {
        back.get(5, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        // Not handed back: good.
      }
      assertThat(queue.delete(claim.orElseThrow())).isEqualTo(SettleResult.APPLIED);
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
