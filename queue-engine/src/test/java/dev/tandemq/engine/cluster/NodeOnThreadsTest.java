package dev.tandemq.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.job.Job;
import dev.tandemq.memory.MemoryHub;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes on real threads: what virtual time in one thread cannot show. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NodeOnThreadsTest {

  private static final Duration HEARTBEAT = Duration.ofMillis(50);

  private static NodeBuilder on(ThreadedContext context, MemoryHub hub, String name) {
    var cluster = hub.connect(name);
    return DistributedQueue.over(context, cluster, cluster.jobs(), MemoryHub.capabilities())
        .nodeName(name)
        .heartbeat(HEARTBEAT);
  }

  @Test
  void nodeMayBeClosedByWhatFollowsItsStart() throws Exception {
    try (ThreadedContext context = new ThreadedContext();
        MemoryHub hub = new MemoryHub(context)) {
      DistributedQueue node = on(context, hub, "one").build();
      hub.cut("one");
      CompletableFuture<Void> closed = node.startAsync().thenRun(node::close).toCompletableFuture();
      hub.mend("one");

      closed.get(10, TimeUnit.SECONDS);
      assertThat(node.phase()).isEqualTo(NodePhase.STOPPED);
    }
  }

  @Test
  void whatFollowsTheStartDoesNotKeepTheNodeFromItsHeartbeat() throws Exception {
    try (ThreadedContext context = new ThreadedContext();
        MemoryHub hub = new MemoryHub(context);
        DistributedQueue other = on(context, hub, "other").start();
        DistributedQueue node = on(context, hub, "one").build()) {
      hub.cut("one");
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      var unused =
          node.startAsync()
              .thenRun(
                  () -> {
                    try {
                      held.countDown();
                      over.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      hub.mend("one");
      held.await();
      CompletableFuture<Void> later = new CompletableFuture<>();
      var timer = context.schedule(HEARTBEAT.multipliedBy(10), () -> later.complete(null));
      later.get(10, TimeUnit.SECONDS);
      timer.cancel();
      List<String> names = other.nodes().stream().map(one -> one.id().name()).toList();
      over.countDown();

      assertThat(names).containsExactly("one", "other");
    }
  }

  @Test
  void twoNodesUnderLoadRunEachJobOnceAndLeaveNothing() throws Exception {
    int jobs = 20_000;
    AtomicInteger ran = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(jobs);
    String url = "memory:load-" + System.nanoTime();
    DistributedQueue one = DistributedQueue.builder(url).nodeName("one").start();
    DistributedQueue two = DistributedQueue.builder(url).nodeName("two").start();
    try (two) {
      try (one) {
        for (DistributedQueue node : List.of(one, two)) {
          var unused =
              node.startPool(
                  job -> {
                    ran.incrementAndGet();
                    all.countDown();
                  },
                  "q");
        }
        List<CompletableFuture<?>> pushed = new ArrayList<>();
        Queue first = one.queues().queue("q");
        Queue second = two.queues().queue("q");
        for (int i = 0; i < jobs; i++) {
          Queue queue = i % 2 == 0 ? first : second;
          Job job = queue.newJob().payload("x").build();
          pushed.add(queue.pushAsync(job).toCompletableFuture());
        }
        CompletableFuture.allOf(pushed.toArray(CompletableFuture<?>[]::new))
            .get(30, TimeUnit.SECONDS);
        assertThat(all.await(30, TimeUnit.SECONDS)).as("all jobs ran").isTrue();
      }
      // The first to open the hub has closed; the other one goes on alone.
      CountDownLatch last = new CountDownLatch(1);
      var unused = two.worker("late").start(job -> last.countDown());
      Queue late = two.queues().queue("late");
      late.push(late.newJob().payload("x").build());
      assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
      QueueStats stats = two.stats("q").queues().get(0);
      assertThat(stats.size()).isZero();
      assertThat(stats.completed()).isEqualTo(jobs);
      assertThat(ran).hasValue(jobs);
    }
  }
}
