package dev.tandemq.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.memory.MemoryHub;
import dev.tandemq.queue.Queue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
