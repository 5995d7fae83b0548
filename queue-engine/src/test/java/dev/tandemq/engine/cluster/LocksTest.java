package dev.tandemq.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.cluster.NodeFixture.Node;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks that nodes share. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LocksTest {

  private final NodeFixture nodes = new NodeFixture();
  private final Node one = nodes.started("one");
  private final Node two = nodes.started("two");
  private final DistributedLock first = one.queue().lock("report");
  private final DistributedLock second = two.queue().lock("report");

  @Test
  @Rule("D12")
  void oneHolderAtATimeAndTokensGrow() {
    assertThat(first.tryAcquire()).isTrue();
    assertThat(second.tryAcquire()).isFalse();
    assertThat(first.tryAcquire()).as("not reentrant").isFalse();
    assertThat(one.queue().lock("report").tryAcquire()).as("another holder").isFalse();
    long token = first.token();
    first.close();
    assertThat(first.isHeld()).isFalse();
    assertThatThrownBy(first::token).isInstanceOf(IllegalStateException.class);
    assertThat(second.tryAcquire()).isTrue();
    assertThat(second.token()).isGreaterThan(token);
    first.close();
    assertThat(second.isHeld()).isTrue();
    assertThat(one.queue().lock("other").tryAcquire()).isTrue();
  }

  @Test
  @Rule("D12")
  void waitThatIsCalledOffTooLateGivesTheLockBack() {
    DistributedLock lock = one.queue().lock("report");
    LockWait wait = lock.newWait(Duration.ZERO);
    CompletableFuture<Boolean> answer = wait.begin();
    nodes.clock.runUntilIdle();
    assertThat(answer).isCompletedWithValue(true);
    wait.cancel();
    nodes.clock.runUntilIdle();
    assertThat(lock.isHeld()).isFalse();
    assertThat(second.tryAcquire()).isTrue();
  }

  @Test
  @Rule("D12")
  void heldLockIsExtendedByItself() {
    assertThat(first.tryAcquire()).isTrue();
    for (int i = 0; i < 600; i++) {
      nodes.advance(Duration.ofSeconds(1));
      assertThat(first.isHeld()).isTrue();
    }
    assertThat(second.tryAcquire()).isFalse();
    assertThat(one.cluster().count("extend report")).isBetween(150L, 200L);
  }

  @Test
  @Rule("D13")
  void lockThatIsNotExtendedIsNotBelievedAndItsLossIsTold() {
    List<String> told = new ArrayList<>();
    first.onLost(() -> told.add("lost"));
    assertThat(first.tryAcquire()).isTrue();
    nodes.hub.cut("one");
    for (int i = 0; i < 150; i++) {
      nodes.advance(Duration.ofMillis(100));
      assertThat(first.isHeld() && second.isHeld()).isFalse();
      second.tryAcquire();
    }
    assertThat(first.isHeld()).isFalse();
    assertThat(second.isHeld()).isTrue();
    assertThat(told).containsExactly("lost");
    nodes.hub.mend("one");
    nodes.advance(Duration.ofMinutes(1));
    assertThat(first.isHeld()).isFalse();
    assertThat(second.isHeld()).isTrue();
  }

  @Test
  @Rule("D13")
  void lockThatTheBackendEndedIsLostWithTheNextExtension() {
    List<String> told = new ArrayList<>();
    first.onLost(() -> told.add("lost"));
    assertThat(first.tryAcquire()).isTrue();
    nodes.hub.expire(one.queue().id());
    nodes.advance(Duration.ofSeconds(4));
    assertThat(first.isHeld()).isFalse();
    assertThat(told).containsExactly("lost");
    assertThat(first.tryAcquire()).as("it may be acquired again").isTrue();
  }

  @Test
  @Rule("D13")
  void frozenHolderBelievesNoMoreAndMayAcquireAgain() {
    List<String> told = new ArrayList<>();
    first.onLost(() -> told.add("lost"));
    assertThat(first.tryAcquire()).isTrue();
    one.process().freeze();
    nodes.advance(Duration.ofSeconds(11));
    assertThat(first.isHeld()).isFalse();
    assertThat(first.tryAcquire()).isTrue();
    one.process().thaw();
    nodes.advance(Duration.ofMinutes(1));
    assertThat(first.isHeld()).isTrue();
    assertThat(told).containsExactly("lost");
  }

  @Test
  @Rule("D12")
  void grantThatComesTooLateIsGivenBack() {
    one.cluster().line = WatchedCluster.Line.LATE; // 4 s; a call of a lock of 10 s ends after 3.3 s
    assertThatThrownBy(first::tryAcquire).hasMessageContaining("report");
    nodes.advance(Duration.ofSeconds(5));
    assertThat(first.isHeld()).isFalse();
    assertThat(second.tryAcquire()).isTrue();
  }

  @Test
  @Rule("D14")
  void whoWaitsHasItAsSoonAsItIsFree() {
    assertThat(first.tryAcquire()).isTrue();
    var waiting = second.tryAcquireAsync(Duration.ofMinutes(1)).toCompletableFuture();
    nodes.advance(Duration.ofSeconds(30));
    assertThat(waiting).isNotDone();
    long asked = two.cluster().count("tryLock report");
    assertThat(asked).isBetween(28L, 40L);
    first.close();
    nodes.clock.runUntilIdle();
    assertThat(waiting).isCompletedWithValue(true);
    assertThat(second.isHeld()).isTrue();
  }

  @Test
  @Rule("D14")
  void whoWaitsHasItSoonAlthoughTheHintIsLost() {
    assertThat(first.tryAcquire()).isTrue();
    one.cluster().hints = WatchedCluster.Line.DEAF;
    var waiting = second.tryAcquireAsync(Duration.ofMinutes(1)).toCompletableFuture();
    nodes.advance(Duration.ofSeconds(30));
    first.close();
    nodes.advance(Duration.ofSeconds(1));
    assertThat(waiting).isCompletedWithValue(true);
  }

  @Test
  @Rule("D14")
  void waitingEndsWithItsTimeWithTheNodeAndWithTheInterrupt() throws InterruptedException {
    assertThat(first.tryAcquire()).isTrue();
    long before = nodes.clock.time().nanoTime();
    assertThat(second.tryAcquire(Duration.ofSeconds(7))).isFalse();
    assertThat(nodes.clock.time().nanoTime() - before).isEqualTo(7_000_000_000L);
    assertThat(second.tryAcquire(Duration.ZERO)).isFalse();

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> second.tryAcquire(Duration.ofSeconds(7)))
        .isInstanceOf(InterruptedException.class);
    first.close();
    nodes.advance(Duration.ofSeconds(5));
    assertThat(second.isHeld()).as("nobody waits for it any more").isFalse();

    assertThat(first.tryAcquire()).isTrue();
    var waiting = second.tryAcquireAsync(Duration.ofHours(1)).toCompletableFuture();
    assertThat(nodes.stop(two)).isCompleted();
    assertThat(waiting).isCompletedExceptionally();
  }

  @Test
  @Rule("D14")
  void backendThatIsAwayIsToldAndAWaitOutlivesIt() {
    one.cluster().line = WatchedCluster.Line.DOWN;
    assertThatThrownBy(first::tryAcquire).isInstanceOf(QueueUnavailableException.class);
    var waiting = first.tryAcquireAsync(Duration.ofMinutes(1)).toCompletableFuture();
    nodes.advance(Duration.ofSeconds(10));
    one.cluster().line = WatchedCluster.Line.UP;
    nodes.advance(Duration.ofSeconds(1));
    assertThat(waiting).isCompletedWithValue(true);
    one.cluster().line = WatchedCluster.Line.DOWN;
    first.close();
    assertThat(first.isHeld()).isFalse();
  }

  @Test
  @Rule("D12")
  void locksAreGivenBackWhenTheNodeStops() {
    assertThat(first.tryAcquire()).isTrue();
    assertThat(nodes.stop(one)).isCompleted();
    assertThat(second.tryAcquire()).isTrue();
  }
}
