package dev.tandemq.memory;

import static dev.tandemq.memory.HubNodes.ADA;
import static dev.tandemq.memory.HubNodes.BOB;
import static dev.tandemq.memory.HubNodes.CLAIM;
import static dev.tandemq.memory.HubNodes.IDLE;
import static dev.tandemq.memory.HubNodes.TTL;
import static dev.tandemq.memory.HubNodes.job;
import static dev.tandemq.memory.HubNodes.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Lock;
import dev.tandemq.driver.ClusterDriver;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code memory:} and {@code memory:NAME} open, and for how long it lives. */
class NamedHubsTest {

  private final ManualContext context = new ManualContext(1);
  private final ClusterDriver driver = new MemoryDriver();

  @AfterEach
  void nothingIsLeft() {
    assertThat(NamedHubs.OF_THIS_JVM.size()).isZero();
    assertThat(context.pendingTimers()).isZero();
  }

  private JobStore store(String url) {
    return driver.open(QueueUrl.parse(url), new DriverContext(context, MemoryFixtures.NO_CODEC));
  }

  private Cluster cluster(String url) {
    return cluster(url, context);
  }

  private Cluster cluster(String url, ManualContext opener) {
    return driver.openCluster(
        QueueUrl.parse(url), new DriverContext(opener, MemoryFixtures.NO_CODEC));
  }

  @Test
  void openingsOfOneNameShareJobsAndCluster() {
    try (Cluster one = cluster("memory:shop");
        Cluster two = cluster("memory:shop");
        JobStore jobs = store("memory:shop")) {
      now(one.membership().join(ADA, IDLE, TTL));
      now(one.jobs().put(List.of(job(1))));

      assertThat(now(two.membership().nodes())).hasSize(1);
      assertThat(now(two.jobs().queues())).containsExactly("q");
      assertThat(now(jobs.turn(CLAIM)).claims()).hasSize(1);
    }
  }

  @Test
  void otherNamesAndNamespacesAreOthers() {
    try (JobStore one = store("memory:shop");
        JobStore two = store("memory:Shop");
        JobStore three = store("memory:shop?namespace=eu");
        JobStore same = store("memory:shop?namespace=eu")) {
      now(one.put(List.of(job(1))));
      now(three.put(List.of(job(1))));

      assertThat(now(two.queues())).isEmpty();
      assertThat(now(same.turn(CLAIM)).claims()).hasSize(1);
      assertThat(now(one.turn(CLAIM)).claims()).hasSize(1);
    }
  }

  @Test
  void withoutANameEachOpeningIsItsOwn() {
    try (Cluster one = cluster("memory:");
        Cluster two = cluster("memory:");
        JobStore three = store("memory:")) {
      now(one.membership().join(ADA, IDLE, TTL));
      now(one.jobs().put(List.of(job(1))));

      assertThat(now(two.membership().nodes())).isEmpty();
      assertThat(now(two.jobs().queues())).isEmpty();
      assertThat(now(three.queues())).isEmpty();
    }
  }

  @Test
  void whatIsNamedLivesUntilTheLastOpeningIsClosed() {
    Cluster one = cluster("memory:shop");
    JobStore two = store("memory:shop");
    now(one.jobs().put(List.of(job(1))));
    Lock lock = now(one.locks().tryLock("l", ADA, TTL)).orElseThrow();
    one.close();
    one.close();
    assertThat(now(two.queues())).containsExactly("q");
    two.close();

    try (Cluster anew = cluster("memory:shop")) {
      assertThat(now(anew.jobs().queues())).isEmpty();
      assertThat(now(anew.locks().unlock(lock))).isFalse();
    }
    assertThatIllegalStateException().isThrownBy(two::queues);
  }

  @Test
  void anOpeningThatIsClosedTwiceEndsNoOther() {
    JobStore one = store("memory:shop");
    JobStore two = store("memory:shop");
    two.close();
    two.close();

    assertThatIllegalStateException().isThrownBy(two::queues);
    assertThat(now(one.queues())).isEmpty();
    one.close();
  }

  @Test
  void whoHasTheJobsAloneIsHintedByThePushesOfOthers() {
    List<String> heard = new ArrayList<>();
    try (JobStore one = store("memory:shop");
        JobStore two = store("memory:shop")) {
      var unused = one.onReady("q", () -> heard.add("ready"));
      now(one.turn(CLAIM));
      now(two.put(List.of(job(1))));
      context.runUntilIdle();
    }
    assertThat(heard).containsExactly("ready");
  }

  @Test
  void listenersRunInTheContextOfWhoeverListens() {
    ManualContext mine = new ManualContext(2);
    List<String> heard = new ArrayList<>();
    try (Cluster one = cluster("memory:shop");
        Cluster two = cluster("memory:shop", mine)) {
      var unused = two.broadcast().listen("t", word -> heard.add("word"));
      now(one.broadcast().send("t", new byte[1]));
      context.runUntilIdle();
      assertThat(heard).isEmpty();
      mine.runUntilIdle();
    }
    assertThat(heard).containsExactly("word");
  }

  @Test
  void timersOutliveWhoeverOpenedFirst() {
    ManualContext mine = new ManualContext(2);
    List<String> heard = new ArrayList<>();
    Cluster first = cluster("memory:shop", mine);
    try (JobStore other = store("memory:shop")) {
      var unused = other.onReady("q", () -> heard.add("due"));
      now(other.put(List.of(job(1).toBuilder().delay(Duration.ofMinutes(1)).build())));
      now(other.turn(CLAIM));
      first.close();
      mine.close();
      mine.advance(Duration.ofMinutes(1)); // the clock of whoever came first goes on
      context.advance(Duration.ofMinutes(1)); // the timer is here now
    }
    assertThat(heard).containsExactly("due");
  }

  @Test
  void aHubIsOnTheClockOfWhoeverOpenedItFirst() {
    ManualContext mine = new ManualContext(2);
    try (Cluster first = cluster("memory:shop", mine);
        Cluster other = cluster("memory:shop")) {
      now(first.membership().join(ADA, IDLE, TTL));
      context.advance(TTL);
      assertThat(now(other.membership().nodes())).hasSize(1);
      mine.advance(TTL);
      assertThat(now(other.membership().nodes())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"//me:hunter2@host", "a b", "..", "a/b", " ", "hunter2@"})
  void anAddressThatIsNoNameIsRefusedWithoutRepeatingIt(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store("memory:" + address))
        .withMessageStartingWith("memory: takes no address, but for the name of a store to share")
        .withMessageNotContaining("hunter2");
    assertThatIllegalArgumentException().isThrownBy(() -> cluster("memory:" + address));
  }

  @Test
  void manyWhoOpenAndCloseAtOnceShareOneHubAndLeaveNone() throws Exception {
    int threads = 4;
    int rounds = 500;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Integer>> troubles = new ArrayList<>();
    try (Cluster keeper = cluster("memory:kept")) {
      now(keeper.locks().tryLock("l", BOB, TTL));
      Callable<Integer> opener =
          () -> {
            start.await();
            int wrong = 0;
            for (int i = 0; i < rounds; i++) {
              try (Cluster kept = cluster("memory:kept");
                  Cluster fleeting = cluster("memory:fleeting")) {
                wrong += now(kept.locks().locks()).size() == 1 ? 0 : 1;
                now(fleeting.locks().locks());
              }
            }
            return wrong;
          };
      for (int i = 0; i < threads; i++) {
        troubles.add(pool.submit(opener));
      }
      start.countDown();
      for (Future<Integer> trouble : troubles) {
        assertThat(trouble.get(60, TimeUnit.SECONDS)).isZero();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
