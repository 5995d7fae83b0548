package dev.tandemq.kv.roles;

import static dev.tandemq.kv.roles.TestWorld.ONE;
import static dev.tandemq.kv.roles.TestWorld.STATE;
import static dev.tandemq.kv.roles.TestWorld.TTL;
import static dev.tandemq.kv.roles.TestWorld.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What was ended long ago is deleted, and nothing that is late profits from it. */
final class SweepTest {

  /** After this what was held for a time to live is swept by the next call. */
  private static final Duration LONG_AGO = Hold.KEPT.plus(TTL).plus(Sweeper.PAUSE);

  private final TestWorld world = new TestWorld();
  private final HeldKv held = new HeldKv(world.server.connect());
  private final Locks slow = new KvLocks(world.setup(held));
  private final Locks locks = new KvLocks(world.setup());

  private Lock lock(Locks on, String name, NodeId owner) {
    return world.await(on.tryLock(name, owner, TTL)).orElseThrow();
  }

  private long lockKeys() {
    return world.server.dump().keySet().stream().filter(k -> k.contains("/l/")).count();
  }

  @Test
  void aLockThatNobodyHoldsIsSweptByWhoUsesLocks() {
    lock(locks, "a", ONE);
    world.pass(LONG_AGO);

    lock(locks, "b", ONE);

    assertThat(world.has("l/a")).isFalse();
    assertThat(world.has("l/b")).isTrue();
  }

  @Test
  void aLockThatWasUnlockedIsSwept() {
    Lock lock = world.await(locks.tryLock("a", ONE, Duration.ofDays(365))).orElseThrow();
    assertThat(world.await(locks.unlock(lock))).isTrue();
    world.pass(LONG_AGO);

    assertThat(world.await(locks.locks())).isEmpty();

    assertThat(world.has("l/a")).isFalse();
  }

  @Test
  void whatEndedNotLongAgoIsKept() {
    lock(locks, "a", ONE);
    world.pass(LONG_AGO.minus(Sweeper.PAUSE).minusNanos(1));

    lock(locks, "b", ONE);

    assertThat(world.has("l/a")).isTrue();
  }

  @Test
  void whatIsHeldForLongIsNotSwept() {
    Lock lock = world.await(locks.tryLock("a", ONE, Duration.ofDays(365))).orElseThrow();
    world.pass(LONG_AGO.multipliedBy(3));

    assertThat(world.await(locks.locks())).extracting(LockView::lock).containsExactly(lock);

    assertThat(world.await(locks.extend(lock, TTL))).isEqualTo(Renewal.RENEWED);
  }

  @Test
  void membersWhoEndedAreSweptToo() {
    Membership members = new KvMembership(world.setup());
    world.await(members.join(ONE, STATE, TTL));
    world.pass(LONG_AGO);

    world.await(members.join(TWO, STATE, TTL));

    assertThat(world.has("n/one")).isFalse();
    assertThat(world.await(members.nodes())).extracting(NodeView::id).containsExactly(TWO);
  }

  @Test
  void tokensGrowOverASweep() {
    // Far ahead of the time, so that it is the fence that makes them grow.
    world.await(world.server.connect().makeFolder(TestWorld.key("l")));
    LockEntry ahead =
        new LockEntry(
            new Lock("a", ONE, 1L << 50),
            Hold.during(world.time.get().toCompletableFuture().join(), 1));
    world.await(
        world
            .server
            .connect()
            .commit(List.of(new Op.Create(TestWorld.key("l/a"), ahead.toBytes()))));
    world.pass(LONG_AGO);
    lock(locks, "b", ONE);
    assertThat(world.has("l/a")).isFalse();

    Lock again = lock(slow, "a", TWO);

    assertThat(again.token()).isGreaterThan(1L << 50);
  }

  @Test
  void moreThanOneTransactionTakesIsSweptInSeveral() {
    for (int i = 0; i < 100; i++) {
      lock(locks, "a" + i, ONE);
    }
    world.pass(LONG_AGO);

    for (int i = 0; i < 4; i++) {
      world.await(locks.locks());
      world.pass(Duration.ofSeconds(1));
    }

    assertThat(lockKeys()).isZero();
  }

  @Test
  void whatIsNoneOfOursIsNotSwept() {
    lock(locks, "a", ONE);
    world.await(
        world
            .server
            .connect()
            .commit(List.of(new Op.Create(TestWorld.key("l/foreign"), new byte[] {1}))));
    world.pass(LONG_AGO);

    world.await(locks.locks());

    assertThat(world.has("l/a")).isFalse();
    assertThat(world.has("l/foreign")).isTrue();
  }

  @Test
  void aGrantThatWasMadeUpBeforeASweepIsNotAppliedAfterIt() {
    lock(slow, "a", ONE);
    world.pass(LONG_AGO.minus(Sweeper.PAUSE));
    held.hold();
    CompletionStage<Optional<Lock>> late = slow.tryLock("a", ONE, TTL);
    assertThat(held.held()).isEqualTo(1);
    world.pass(Sweeper.PAUSE);
    // Another sweeps, and somebody gets the lock anew: it stands at the revision of before.
    lock(locks, "b", TWO);
    assertThat(world.has("l/a")).isFalse();
    Lock newer = lock(locks, "a", TWO);

    held.letGo();

    assertThat(world.await(late)).as("the lock is held").isEmpty();
    assertThat(world.await(locks.extend(newer, TTL))).isEqualTo(Renewal.RENEWED);
  }

  @Test
  void wheneverASweepComesBetweenTheLockIsHeldByOne() {
    int calls = 0;
    for (boolean isBetween = true; isBetween; calls++) {
      isBetween = sweepAndGrantBefore(calls + 1);
    }
    assertThat(calls).as("calls of one try").isGreaterThan(4);
  }

  /** Tries while another sweeps, and a third gets the lock; whether that was before its end. */
  private boolean sweepAndGrantBefore(int call) {
    TestWorld fresh = new TestWorld();
    Locks third = new KvLocks(fresh.setup());
    assertThat(fresh.await(third.tryLock("a", ONE, TTL))).isPresent();
    fresh.pass(LONG_AGO);
    List<Lock> given = new ArrayList<>();
    InterposedKv kv =
        new InterposedKv(
            fresh.server.connect(),
            call,
            () -> {
              // Sweeps what is there, "a" too, unless it is held.
              fresh.await(third.locks());
              fresh.await(third.tryLock("a", TWO, TTL)).ifPresent(given::add);
            });

    fresh.await(new KvLocks(fresh.setup(kv)).tryLock("a", ONE, TTL)).ifPresent(given::add);

    assertThat(given).as("grants, with a sweep before call %s", call).hasSize(1);
    assertThat(fresh.await(third.extend(given.get(0), TTL))).isEqualTo(Renewal.RENEWED);
    return kv.hasHappened();
  }

  @Test
  void aSweepThatIsLateDoesNotSweepWhatCameAfterAnother() {
    lock(slow, "a", ONE);
    world.pass(LONG_AGO);
    held.hold();
    // Its own call changes nothing, so that the only commit is that of the sweep.
    world.await(slow.locks());
    assertThat(held.held()).isEqualTo(1);
    lock(locks, "b", TWO);
    assertThat(world.has("l/a")).isFalse();
    Lock newer = lock(locks, "a", TWO);

    held.letGo();

    assertThat(world.await(locks.extend(newer, TTL))).isEqualTo(Renewal.RENEWED);
  }

  @Test
  void noCommitThatArrivesOnceMoreChangesAnything() {
    Membership members = new KvMembership(world.setup(held));
    for (int round = 0; round < 3; round++) {
      Lock lock = lock(slow, "a", ONE);
      world.await(slow.extend(lock, TTL));
      world.await(slow.unlock(lock));
      Joined joined = world.await(members.join(ONE, STATE, TTL));
      if (joined instanceof Joined.Admitted admitted) {
        world.await(members.renew(admitted.member(), STATE));
        world.await(members.leave(admitted.member()));
      }
      repeatAll("in round " + round);
      world.pass(LONG_AGO);
      // Sweeps what there is.
      world.await(slow.locks());
      world.await(members.nodes());
      assertThat(world.has("l/a")).isFalse();
      assertThat(world.has("n/one")).isFalse();
      repeatAll("after the sweep of round " + round);
    }
  }

  private void repeatAll(String when) {
    assertThat(held.sent()).isNotEmpty();
    for (List<Op> ops : held.sent()) {
      assertThat(held.again(ops)).as("%s once more %s", ops, when).isEqualTo(new Commit.Refused());
    }
  }
}
