package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.engine.Queues;
import dev.tandemq.queue.Queue;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Handlers on virtual threads, where there are any. */
class VirtualThreadsTest {

  private static final boolean ARE_THERE = Runtime.version().feature() >= 21;

  @Test
  void anOlderJavaIsToldSoAtOnce() {
    assumeTrue(!ARE_THERE, "this Java has virtual threads");
    try (Queues queues = Queues.open("memory:")) {
      WorkerBuilder builder = queues.worker("work");

      assertThatThrownBy(builder::virtualThreads)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining(
              "need Java 21 or later; this is Java " + Runtime.version().feature());
    }
  }

  @Test
  void eachHandlerRunsOnAVirtualThreadAndManyWaitTogether() throws InterruptedException {
    assumeTrue(ARE_THERE, "virtual threads need Java 21; run with -Djdk.for.tests");
    Map<String, Boolean> threads = new ConcurrentHashMap<>();
    CountDownLatch together = new CountDownLatch(500);
    try (Queues queues = Queues.open("memory:")) {
      Queue work = queues.queue("work");
      for (int i = 0; i < 500; i++) {
        work.push("job");
      }
      Worker worker =
          queues
              .worker("work")
              .slots(500)
              .virtualThreads()
              .start(
                  job -> {
                    Thread thread = Thread.currentThread();
                    threads.put(thread.getName(), thread.isDaemon());
                    together.countDown();
                    together.await();
                  });
      assertThat(worker.drain(Duration.ofSeconds(60))).as("all ran at the same time").isTrue();
      assertThat(worker.metrics().completed()).isEqualTo(500);
    }
    assertThat(threads).hasSize(500);
    assertThat(threads.keySet()).allMatch(name -> name.startsWith("tandem-virtual-"));
  }

  @Test
  void timeOutsAndStopsInterruptThem() throws InterruptedException {
    assumeTrue(ARE_THERE, "virtual threads need Java 21; run with -Djdk.for.tests");
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch timedOut = new CountDownLatch(1);
    try (Queues queues = Queues.open("memory:")) {
      Queue work = queues.queue("work");
      work.push(work.newJob().timeout(Duration.ofMillis(50)).maxAttempts(1).build());
      work.push(work.newJob().timeout(Duration.ZERO).build());
      Worker worker =
          queues
              .worker("work")
              .virtualThreads()
              .onFailed(report -> timedOut.countDown())
              .start(
                  job -> {
                    begun.countDown();
                    never.await();
                  });
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(timedOut.await(30, TimeUnit.SECONDS)).as("timed out").isTrue();

      CompletableFuture<StopReport> stopped = worker.stopAsync(Duration.ZERO).toCompletableFuture();

      assertThat(stopped).succeedsWithin(Duration.ofSeconds(30));
      assertThat(stopped.join()).isEqualTo(new StopReport(1, 0));
      assertThat(work.stats().ready()).isEqualTo(1);
      assertThat(work.stats().failed()).isEqualTo(1);
    }
  }
}
