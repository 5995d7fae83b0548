package dev.tandemq.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.memory.MemoryHub;
import dev.tandemq.queue.Queue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A context that is closed before the node that stands on it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClosedContextTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nodeEndsAllTheSame(boolean inTheMiddle) throws Exception {
    ThreadedContext context = new ThreadedContext();
    ThreadedContext clock = new ThreadedContext();
    MemoryHub hub = new MemoryHub(clock);
    var cluster = new WatchedCluster(context, hub.connect("one"));
    DistributedQueue node =
        DistributedQueue.over(context, cluster, cluster.jobs(), MemoryHub.capabilities())
            .nodeName("one")
            .heartbeat(Duration.ofMillis(200))
            .start();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    var unused =
        node.worker("q")
            .start(
                job -> {
                  running.countDown();
                  over.await();
                });
    Queue queue = node.queues().queue("q");
    queue.push(queue.newJob().payload("x").build());
    running.await();
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    if (inTheMiddle) {
      var unusedStop = node.stopAsync(Duration.ofSeconds(1)).thenRun(() -> stopped.complete(null));
    }
    context.close();
    over.countDown();
    var closer = CompletableFuture.runAsync(node::close, clock::execute);
    closer.get(20, TimeUnit.SECONDS);
    assertThat(node.phase()).isEqualTo(NodePhase.STOPPED);
    hub.close();
    clock.close();
  }

  @Test
  void closeIsBoundedWhereTheBackendIsDeafAsWell() throws Exception {
    try (ThreadedContext clock = new ThreadedContext();
        MemoryHub hub = new MemoryHub(clock)) {
      ThreadedContext context = new ThreadedContext();
      var cluster = new WatchedCluster(context, hub.connect("one"));
      DistributedQueue node =
          DistributedQueue.over(context, cluster, cluster.jobs(), MemoryHub.capabilities())
              .nodeName("one")
              .heartbeat(Duration.ofMillis(200))
              .grace(Duration.ofMillis(200))
              .start();
      cluster.line = WatchedCluster.Line.DEAF;
      context.close();

      // Without the bound it waits until the test is given up.
      CompletableFuture.runAsync(node::close, clock::execute).get(30, TimeUnit.SECONDS);

      assertThat(node.phase()).isEqualTo(NodePhase.STOPPED);
      assertThat(node.stopAsync(Duration.ZERO).toCompletableFuture()).isCompleted();
    }
  }

  @Test
  void whatTakesLongerThanThatOnALivingContextIsWaitedFor() throws Exception {
    try (ThreadedContext context = new ThreadedContext();
        MemoryHub hub = new MemoryHub(context)) {
      var cluster = hub.connect("one");
      DistributedQueue node =
          DistributedQueue.over(context, cluster, cluster.jobs(), MemoryHub.capabilities())
              .nodeName("one")
              .heartbeat(Duration.ofMillis(50))
              .grace(Duration.ofMillis(50))
              .start();
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      var unused =
          node.worker("q")
              .interruptGrace(Duration.ofHours(1))
              .start(
                  job -> {
                    running.countDown();
                    awaitWithoutInterrupt(over);
                  });
      Queue queue = node.queues().queue("q");
      queue.push(queue.newJob().payload("x").build());
      running.await();
      var closed = CompletableFuture.runAsync(node::close, context::execute);
      // Many times what a node without a context waits for.
      CompletableFuture<Void> later = new CompletableFuture<>();
      var timer = context.schedule(Duration.ofSeconds(1), () -> later.complete(null));
      later.get(20, TimeUnit.SECONDS);
      timer.cancel();

      assertThat(closed).isNotDone();
      assertThat(node.phase()).isEqualTo(NodePhase.STOPPING);
      over.countDown();
      closed.get(20, TimeUnit.SECONDS);
      assertThat(node.phase()).isEqualTo(NodePhase.STOPPED);
    }
  }

  private static void awaitWithoutInterrupt(CountDownLatch over) {
    boolean isOver = false;
    while (!isOver) {
      try {
        over.await();
        isOver = true;
      } catch (InterruptedException e) {
        // Once more: it is deaf to it.
      }
    }
  }
}
