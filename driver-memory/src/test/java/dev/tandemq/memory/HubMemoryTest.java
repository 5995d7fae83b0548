package dev.tandemq.memory;

import static dev.tandemq.memory.HubNodes.ADA;
import static dev.tandemq.memory.HubNodes.CLAIM;
import static dev.tandemq.memory.HubNodes.IDLE;
import static dev.tandemq.memory.HubNodes.job;
import static dev.tandemq.memory.HubNodes.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.store.Subscription;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What has ended leaves nothing behind, after thousands of cycles too (I28). */
class HubMemoryTest {

  private static final Duration SHORT = Duration.ofNanos(1);

  private final ManualContext context = new ManualContext(1);

  @Test
  void locksThatEndedUnseenAreDropped() {
    LockTable table = new LockTable(context.time());
    for (int i = 0; i < 10_000; i++) {
      assertThat(table.tryLock("lock-" + i, ADA, SHORT)).isPresent();
      context.advance(SHORT);
    }

    assertThat(table.size()).isLessThan(200);
  }

  @Test
  void manyLocksAreKeptWhileTheyHold() {
    LockTable table = new LockTable(context.time());
    for (int i = 0; i < 1_000; i++) {
      assertThat(table.tryLock("lock-" + i, ADA, Duration.ofMinutes(1))).isPresent();
    }

    assertThat(table.locks()).hasSize(1_000);
  }

  @Test
  void membersThatEndedUnseenAreDropped() {
    MemberList members = new MemberList(context.time());
    for (int i = 0; i < 1_000; i++) {
      var unused = members.join(new NodeId("node-" + i, "1"), IDLE, SHORT);
      context.advance(SHORT);
    }

    assertThat(members.size()).isEqualTo(1);
  }

  @Test
  void connectionsAndSubscriptionsThatEndedAreDropped() {
    MemoryHub hub = new MemoryHub(context);
    Cluster kept = hub.connect("kept");
    for (int i = 0; i < 2_000; i++) {
      try (Cluster node = hub.connect("node")) {
        Subscription closed = node.broadcast().listen("t", word -> {});
        closed.close();
        var unused = node.broadcast().listen("t", word -> {});
        var unusedHint = node.jobs().onReady("q", () -> {});
        var unusedRoom = node.jobs().onRoom("q", () -> {});
        now(node.jobs().turn(CLAIM));
      }
    }

    assertThat(hub.connections()).isEqualTo(2); // with its jobs the one is two
    now(kept.broadcast().send("t", new byte[1]));
    now(kept.jobs().put(List.of(job(1))));
    assertThat(context.pendingSteps()).isZero();
    assertThat(context.pendingTimers()).isZero();
    kept.close();
  }
}
