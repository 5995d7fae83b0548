package dev.tandemq.memory;

import static dev.tandemq.memory.HubNodes.ADA;
import static dev.tandemq.memory.HubNodes.BOB;
import static dev.tandemq.memory.HubNodes.TTL;
import static dev.tandemq.memory.HubNodes.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may enter (A1 to A6). */
class MemoryLocksTest {

  private final ManualContext context = new ManualContext(1);
  private final MemoryHub hub = new MemoryHub(context);
  private final Locks one = hub.connect("one").locks();
  private final Locks two = hub.connect("two").locks();

  private static Lock lock(Locks locks, String name, NodeId owner) {
    return now(locks.tryLock(name, owner, TTL)).orElseThrow();
  }

  @Test
  void aLockIsHeldByOneGrantAtATime() {
    Lock lock = lock(one, "l", ADA);

    assertThat(lock).isEqualTo(new Lock("l", ADA, lock.token()));
    assertThat(now(two.tryLock("l", BOB, TTL))).isEmpty();
    assertThat(now(one.tryLock("l", ADA, TTL))).isEmpty();
    assertThat(now(two.tryLock("other", BOB, TTL))).isPresent();
  }

  @Test
  void aLockThatIsNotExtendedEnds() {
    Lock lock = lock(one, "l", ADA);
    context.advance(TTL.minusNanos(1));
    assertThat(now(two.tryLock("l", BOB, TTL))).isEmpty();
    context.advance(Duration.ofNanos(1));

    assertThat(now(one.extend(lock, TTL))).isEqualTo(Renewal.LOST);
    assertThat(now(one.unlock(lock))).isFalse();
    assertThat(now(two.tryLock("l", BOB, TTL))).isPresent();
  }

  @Test
  void anExtensionRunsAnewFromItsOwnMomentAndMayShorten() {
    Lock lock = lock(one, "l", ADA);
    context.advance(TTL.minusNanos(1));
    assertThat(now(one.extend(lock, TTL))).isEqualTo(Renewal.RENEWED);
    context.advance(TTL.minusNanos(1));
    assertThat(now(one.extend(lock, Duration.ofSeconds(1)))).isEqualTo(Renewal.RENEWED);
    context.advance(Duration.ofSeconds(1));

    assertThat(now(one.extend(lock, TTL))).isEqualTo(Renewal.LOST);
  }

  @Test
  void tokensGrowOverEndAndUnlocking() {
    Lock first = lock(one, "l", ADA);
    assertThat(now(one.unlock(first))).isTrue();
    Lock second = lock(two, "l", BOB);
    context.advance(TTL);
    Lock third = lock(one, "l", ADA);

    assertThat(second.token()).isGreaterThan(first.token());
    assertThat(third.token()).isGreaterThan(second.token());
  }

  @Test
  void onlyTheGrantThatHoldsCanUnlockOrExtend() {
    Lock old = lock(one, "l", ADA);
    context.advance(TTL);
    Lock held = lock(one, "l", ADA); // the same owner, another grant

    assertThat(now(one.unlock(old))).isFalse();
    assertThat(now(one.extend(old, TTL))).isEqualTo(Renewal.LOST);
    assertThat(now(two.unlock(new Lock("l", BOB, held.token())))).isFalse();
    assertThat(now(two.unlock(new Lock("other", ADA, held.token())))).isFalse();
    assertThat(now(one.unlock(held))).isTrue();
    assertThat(now(one.unlock(held))).isFalse();
  }

  @Test
  void locksAreListedByNameWithWhatIsLeftOfThem() {
    Lock second = lock(one, "b", ADA);
    context.advance(Duration.ofSeconds(5));
    Lock first = lock(two, "a", BOB);
    Lock gone = lock(two, "c", BOB);
    now(two.unlock(gone));

    assertThat(now(one.locks()))
        .containsExactly(
            new LockView(first, TTL), new LockView(second, TTL.minus(Duration.ofSeconds(5))));
    context.advance(TTL.minus(Duration.ofSeconds(5)));
    assertThat(now(one.locks())).extracting(LockView::lock).containsExactly(first);
  }

  @Test
  void locksThatEndedUnseenLeaveNothingBehind() {
    LockTable table = new LockTable(context.time());
    for (int i = 0; i < 10_000; i++) {
      assertThat(table.tryLock("lock-" + i, ADA, Duration.ofNanos(1))).isPresent();
      context.advance(Duration.ofNanos(1));
    }

    assertThat(table.size()).isLessThan(200);
  }

  @Test
  void manyLocksAreKeptWhileTheyHold() {
    for (int i = 0; i < 1_000; i++) {
      lock(one, "lock-" + i, ADA);
    }
    List<LockView> held = now(two.locks());

    assertThat(held).hasSize(1_000);
  }
}
