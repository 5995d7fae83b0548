package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.store.Backends;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Trouble at the begin and at the end of a worker's life leaves nothing behind. */
class BrokenSurroundingsTest {

  private final WorkerFixture fixture = new WorkerFixture();
  private final List<Worker> built = new ArrayList<>();
  private final List<Worker> rested = new ArrayList<>();

  private WorkerBuilder worker(JobStore store, String... queues) {
    return new WorkerBuilder(
        Backends.of(fixture.context, store, new MemoryDriver().capabilities()),
        built::add,
        rested::add,
        List.of(queues));
  }

  @Test
  void subscriptionsThatCannotBeClosedDoNotKeepAWorkerFromStopping() {
    List<String> closed = new ArrayList<>();
    JobStore store =
        new ForwardingJobStore(fixture.store) {
          @Override
          public Subscription onReady(String queue, Runnable hint) {
            return () -> {
              closed.add(queue);
              throw new IllegalStateException("the network is gone");
            };
          }
        };
    Worker worker = worker(store, "one", "two").start(job -> {});

    CompletableFuture<StopReport> stopped = worker.stopAsync(Duration.ZERO).toCompletableFuture();
    fixture.context.runUntilIdle();

    assertThat(stopped).isCompletedWithValue(new StopReport(0, 0));
    assertThat(closed).containsExactly("one", "two");
  }

  @Test
  void aWorkerThatCannotBeStartedIsForgotten() {
    JobStore store =
        new ForwardingJobStore(fixture.store) {
          @Override
          public Subscription onReady(String queue, Runnable hint) {
            throw new IllegalStateException("the network is gone");
          }
        };

    assertThatThrownBy(() -> worker(store, "one").start(job -> {}))
        .hasMessage("the network is gone");
    fixture.context.runUntilIdle();

    assertThat(built).hasSize(1);
    assertThat(rested).isEqualTo(built);
  }

  @Test
  void aWorkerWhoseContextIsClosedDoesNotKeepItsStopWaiting() {
    Worker worker = worker(fixture.store, WorkerFixture.QUEUE).start(job -> {});
    fixture.context.runUntilIdle();

    fixture.context.close();

    assertThat(worker.stopAsync(Duration.ofSeconds(1))).isCompletedWithValue(new StopReport(0, 0));
  }

  @Test
  void aWorkerAtWorkWhoseContextIsClosedDoesNotKeepItsStopWaiting() {
    fixture.pushNumbers(1);
    Worker worker =
        worker(fixture.store, WorkerFixture.QUEUE).startAsync(job -> new CompletableFuture<>());
    fixture.context.runUntilIdle();

    fixture.context.close();

    assertThat(worker.stopAsync(Duration.ofSeconds(1))).isCompleted();
  }

  /** As a class does whose message needs what is gone. */
  private static final class Unspeakable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new Unspeakable();
    }
  }

  @Test
  void exceptionsThatCannotBePrintedCostNoSlot() {
    fixture.pushNumbers(2);
    List<String> done = new ArrayList<>();
    worker(fixture.store, WorkerFixture.QUEUE)
        .slots(1)
        .retry(
            (attempt, thrown, random) -> {
              throw new Unspeakable();
            })
        .onRetried(
            report -> {
              throw new Unspeakable();
            })
        .start(
            job -> {
              done.add(job.text() + "/" + job.attempt());
              throw new Unspeakable();
            });

    fixture.context.advance(Duration.ofHours(2));

    assertThat(done).contains("1/3", "2/3").doesNotHaveDuplicates();
    assertThat(fixture.stats().failed()).isEqualTo(2);
  }
}
