package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.JobStores;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.BlockingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.QueueStats;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Workers over a store that blocks, lifted on a pool that is far too small. */
class LiftedStoreTest {

  private static final int JOBS = 2_000;

  /** Calls that the pool had no room for. */
  private final AtomicInteger rejected = new AtomicInteger();

  /** The memory driver as one whose calls block; one thread, one call in line. */
  private final class TinyDriver implements QueueDriver {

    @Override
    public String name() {
      return "tiny";
    }

    @Override
    public Set<String> schemes() {
      return Set.of("tiny");
    }

    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(
          Set.of(Capability.FIFO, Capability.LIST), Capabilities.MIN_PAYLOAD_BYTES, 4);
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }

    @Override
    public JobStore open(QueueUrl url, DriverContext context) {
      JobStore memory = new MemoryDriver().open(QueueUrl.parse("memory:"), context);
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              1,
              1,
              1,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(1),
              (step, executor) -> {
                rejected.incrementAndGet();
                throw new RejectedExecutionException("full");
              });
      BlockingJobStore blocking =
          (BlockingJobStore)
              Proxy.newProxyInstance(
                  BlockingJobStore.class.getClassLoader(),
                  new Class<?>[] {BlockingJobStore.class},
                  (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                      pool.shutdown();
                    }
                    Object answer =
                        JobStore.class
                            .getMethod(method.getName(), method.getParameterTypes())
                            .invoke(memory, arguments);
                    return answer instanceof CompletionStage<?> stage
                        ? stage.toCompletableFuture().join()
                        : answer;
                  });
      return JobStores.blocking(blocking, capabilities(), pool);
    }
  }

  @Test
  void aPoolThatRejectsCallsCostsTimeAndNoJobIsLostOrRunTwice() throws InterruptedException {
    ConcurrentHashMap<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    CountDownLatch done = new CountDownLatch(JOBS);
    try (Queues queues = Queues.open("tiny:", Drivers.of(List.of(new TinyDriver())))) {
      Queue work = queues.queue("work");
      List<Worker> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        workers.add(
            queues
                .worker("work")
                .slots(8)
                .poll(Duration.ofMillis(10))
                .start(
                    job -> {
                      runs.computeIfAbsent(job.text(), text -> new AtomicInteger())
                          .incrementAndGet();
                      done.countDown();
                    }));
      }
      for (int i = 0; i < JOBS; i++) {
        push(work, Integer.toString(i));
      }

      assertThat(done.await(60, TimeUnit.SECONDS)).as("all have run").isTrue();
      workers.forEach(Worker::stop);
      QueueStats stats = statsOf(work);
      assertThat(stats.completed()).isEqualTo(JOBS);
      assertThat(stats.reserved() + stats.ready() + stats.delayed() + stats.failed()).isZero();
      assertThat(stats.retries() + stats.rescued()).isZero();
    }
    assertThat(runs.values()).hasSize(JOBS).allMatch(count -> count.get() == 1);
    assertThat(rejected).as("the pool was too small").hasPositiveValue();
  }

  private static void push(Queue queue, String text) {
    while (true) {
      try {
        queue.push(text);
        return;
      } catch (QueueUnavailableException e) {
        // Surely not stored: the next one is no duplicate.
      }
    }
  }

  private static QueueStats statsOf(Queue queue) {
    while (true) {
      try {
        return queue.stats();
      } catch (QueueUnavailableException e) {
        // Asked again.
      }
    }
  }
}
