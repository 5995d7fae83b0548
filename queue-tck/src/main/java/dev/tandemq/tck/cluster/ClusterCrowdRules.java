package dev.tandemq.tck.cluster;

import static dev.tandemq.tck.cluster.ClusterProbe.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.tck.rule.Rule;
import dev.tandemq.tck.store.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Rules that are worth most when several nodes use a cluster at the same time. */
public abstract class ClusterCrowdRules extends ClusterChapter {

  private static final int NODES = 4;
  private static final int ROUNDS = 25;

  // A lock that is never given again would keep those who want it for ever.
  private static final Duration LONGEST = Duration.ofSeconds(20);

  // Those who find the lock held would keep its holder from the backend without a rest.
  private static final Duration REST = Duration.ofNanos(20_000);

  /** Runs one task for each node, at the same time, each on a connection of its own. */
  private <T> List<T> crowd(Function<Nth, T> task) {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      Nth nth = new Nth(connect(), start("node-" + i));
      tasks.add(() -> task.apply(nth));
    }
    return Together.run(tasks);
  }

  /** One of the nodes of a crowd. */
  private record Nth(ClusterProbe on, NodeId node) {}

  private Lock waitForLock(Nth nth) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < LONGEST.toNanos()) {
      Optional<Lock> lock = nth.on.tryLock(nth.node, LONG);
      if (lock.isPresent()) {
        return lock.get();
      }
      LockSupport.parkNanos(REST.toNanos());
    }
    throw new AssertionError(story("the lock was not given within " + LONGEST));
  }

  @Test
  @Rule("A1")
  void aCounterThatOnlyTheLockGuardsLosesNothing() {
    AtomicLong counter = new AtomicLong();

    crowd(
        nth -> {
          for (int i = 0; i < ROUNDS; i++) {
            Lock lock = waitForLock(nth);
            // Read and written apart, so that two holders at a time would lose one of their steps.
            long read = counter.get();
            LockSupport.parkNanos(REST.toNanos());
            counter.set(read + 1);
            nth.on.unlock(lock);
          }
          return ROUNDS;
        });

    assertThat(counter.get()).as(story("the counter")).isEqualTo((long) NODES * ROUNDS);
  }

  @Test
  @Rule("A6")
  void whoWritesUnderTheLockSeesTokensThatOnlyGrow() {
    Queue<Long> tokens = new ConcurrentLinkedQueue<>();

    crowd(
        nth -> {
          for (int i = 0; i < ROUNDS; i++) {
            Lock lock = waitForLock(nth);
            tokens.add(lock.token());
            nth.on.unlock(lock);
          }
          return ROUNDS;
        });

    assertThat(List.copyOf(tokens))
        .as(story("tokens in the order of the writes"))
        .hasSize(NODES * ROUNDS)
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @Test
  @Rule("A4")
  void noRepeatedUnlockEndsTheLockOfAnother() {
    Queue<String> robbed = new ConcurrentLinkedQueue<>();

    crowd(
        nth -> {
          for (int i = 0; i < ROUNDS; i++) {
            Lock lock = waitForLock(nth);
            if (nth.on.extend(lock, LONG) != Renewal.RENEWED) {
              robbed.add(lock + " in round " + i);
            }
            nth.on.unlock(lock);
            nth.on.unlock(lock);
          }
          return ROUNDS;
        });

    assertThat(robbed).as(story("locks that ended under their holders")).isEmpty();
  }

  @Test
  @Rule("G1")
  void noTermHasTwoLeaders() {
    Map<Long, NodeId> leaders = new ConcurrentHashMap<>();
    Queue<String> rivals = new ConcurrentLinkedQueue<>();

    crowd(
        nth -> {
          for (int i = 0; i < ROUNDS; i++) {
            Leader leader = nth.on.lead(nth.node, LONG);
            NodeId other = leaders.putIfAbsent(leader.term(), leader.id());
            if (other != null && !other.equals(leader.id())) {
              rivals.add(leader + " beside " + other);
            }
            if (leader.id().equals(nth.node)) {
              nth.on.resign(nth.node, leader.term());
            }
          }
          return ROUNDS;
        });

    assertThat(rivals).as(story("leaders of a term that has another one")).isEmpty();
    assertThat(leaders).as(story("leaders by term")).isNotEmpty();
  }

  @Test
  @Rule("G3")
  void nobodySeesTheTermFall() {
    Queue<String> falls = new ConcurrentLinkedQueue<>();

    crowd(
        nth -> {
          long last = 0;
          for (int i = 0; i < ROUNDS; i++) {
            Leader leader = nth.on.lead(nth.node, LONG);
            if (leader.term() < last) {
              falls.add("term " + leader.term() + " after " + last + " on " + nth.node);
            }
            last = leader.term();
            if (leader.id().equals(nth.node)) {
              nth.on.resign(nth.node, leader.term());
            }
          }
          return last;
        });

    assertThat(falls).as(story("terms that are lower than one before")).isEmpty();
  }

  @Test
  @Rule("N2")
  void ofAllThatJoinUnderOneNameOneIsAdmitted() {
    for (int round = 0; round < 5; round++) {
      String name = "web-" + round;
      List<Boolean> admitted =
          crowd(
              nth ->
                  nth.on.tryJoin(new NodeId(name, nth.node.incarnation()), LONG)
                      instanceof Joined.Admitted);

      assertThat(admitted).as(story("who was admitted as " + name)).containsOnlyOnce(true);
      assertThat(here().nodes()).as(story("the members")).hasSize(round + 1);
    }
  }
}
