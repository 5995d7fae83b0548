package dev.tandemq.memory;

import static dev.tandemq.memory.HubNodes.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads at one hub, on the real clocks. */
class MemoryHubOnThreadsTest {

  private static final int THREADS = 4;
  private static final int ROUNDS = 5_000;
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ThreadsContext context = new ThreadsContext();
  private final MemoryHub hub = new MemoryHub(context);
  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void close() {
    hub.close();
    pool.shutdownNow();
    context.close();
  }

  /** What one node does, again and again. */
  @FunctionalInterface
  private interface Turn {
    void take(Cluster cluster, NodeId node, int round);
  }

  private void onAllThreads(Turn turn) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      NodeId node = new NodeId("node-" + i, "1");
      Cluster cluster = hub.connect(node.name());
      ends.add(
          pool.submit(
              () -> {
                start.await();
                for (int round = 0; round < ROUNDS; round++) {
                  turn.take(cluster, node, round);
                }
                return null;
              }));
    }
    start.countDown();
    for (Future<?> end : ends) {
      end.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void aTermHasOneLeader() throws Exception {
    Map<Long, NodeId> leaders = new ConcurrentHashMap<>();
    LongAdder wrong = new LongAdder();
    AtomicLong greatest = new AtomicLong();

    onAllThreads(
        (cluster, node, round) -> {
          Leader leader = now(cluster.election().tryLead(node, LONG, 0));
          NodeId other = leaders.putIfAbsent(leader.term(), leader.id());
          if (other != null && !other.equals(leader.id())) {
            wrong.increment();
          }
          greatest.accumulateAndGet(leader.term(), Math::max);
          if (leader.id().equals(node) && !now(cluster.election().resign(node, leader.term()))) {
            wrong.increment();
          }
        });

    assertThat(wrong.sum()).isZero();
    assertThat(leaders).hasSize((int) greatest.get()); // no term was left out
  }

  @Test
  void oneHoldsTheLockAndTokensGrow() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicLong lastToken = new AtomicLong();
    LongAdder wrong = new LongAdder();
    LongAdder held = new LongAdder();

    onAllThreads(
        (cluster, node, round) -> {
          Optional<Lock> lock = now(cluster.locks().tryLock("l", node, LONG));
          if (lock.isEmpty()) {
            return;
          }
          held.increment();
          boolean alone = inside.incrementAndGet() == 1;
          boolean grows = lastToken.getAndSet(lock.get().token()) < lock.get().token();
          boolean extended = now(cluster.locks().extend(lock.get(), LONG)) == Renewal.RENEWED;
          inside.decrementAndGet();
          boolean unlocked = now(cluster.locks().unlock(lock.get()));
          if (!alone || !grows || !extended || !unlocked) {
            wrong.increment();
          }
        });

    assertThat(wrong.sum()).isZero();
    assertThat(held.sum()).isPositive();
  }

  @Test
  void connectionsMayEndWhileOthersSendAndLinksAreCut() throws Exception {
    LongAdder heard = new LongAdder();

    onAllThreads(
        (cluster, node, round) -> {
          try (Cluster guest = hub.connect("guest")) {
            var unused = guest.broadcast().listen("t", word -> heard.increment());
            if (round % 7 == 0) {
              hub.cut("guest");
              hub.mend("guest");
            }
            now(cluster.broadcast().send("t", new byte[1]));
          }
        });
    Cluster last = hub.connect("last");
    CountDownLatch told = new CountDownLatch(1);
    var unused = last.broadcast().listen("t", word -> told.countDown());
    now(last.broadcast().send("t", new byte[1]));

    assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(hub.connections()).isEqualTo(2 * (THREADS + 1)); // with its jobs each is two
  }
}
