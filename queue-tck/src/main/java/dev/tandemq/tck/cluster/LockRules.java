package dev.tandemq.tck.cluster;

import static dev.tandemq.tck.cluster.ClusterProbe.LOCK;
import static dev.tandemq.tck.cluster.ClusterProbe.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Rules A1, A2, A5 and A6: who gets a lock, what others see, and its token. */
public abstract class LockRules extends ClusterChapter {

  @Test
  @Rule("A1")
  void aFreeLockIsGiven() {
    NodeId one = start("one");

    Optional<Lock> lock = here().tryLock(one, LONG);

    assertThat(lock).as(story("the answer to the first who wants the lock")).isPresent();
    assertThat(lock.orElseThrow().name()).as(story("its name")).isEqualTo(LOCK);
    assertThat(lock.orElseThrow().owner()).as(story("its owner")).isEqualTo(one);
    assertThat(lock.orElseThrow().token()).as(story("its token")).isPositive();
  }

  @Test
  @Rule("A1")
  void locksOfOtherNamesAreFree() {
    NodeId one = start("one");
    here().lock("a", one, LONG);

    here().lock("b", one, LONG);
    there().lock("c", start("two"), LONG);
  }

  @Test
  @Rule("A1")
  void ofTwoWhoTryAtATimeOneGetsIt() {
    CompletionStage<Optional<Lock>> one =
        here().cluster().locks().tryLock(LOCK, start("one"), LONG);
    CompletionStage<Optional<Lock>> two =
        there().cluster().locks().tryLock(LOCK, start("two"), LONG);

    List<Lock> given = List.of(await(one), await(two)).stream().flatMap(Optional::stream).toList();

    assertThat(given).as(story("grants of one lock to two at a time")).hasSize(1);
    here().expectHeld(given.get(0));
  }

  @Test
  @Rule("A1")
  void aLockIsFreeAfterItsTimeToLive() {
    here().lock(start("one"), step());

    passStep();

    there().lock(start("two"), LONG);
  }

  @Test
  @Rule("A2")
  void aHeldLockIsNotGiven() {
    Lock held = here().lock(start("one"), LONG);

    assertThat(there().tryLock(start("two"), LONG)).as(story("the answer to another")).isEmpty();
    assertThat(here().tryLock(start("one"), LONG))
        .as(story("the answer to another start of the holder's node"))
        .isEmpty();
    here().expectHeld(held);
  }

  @Test
  @Rule("A2")
  void itsOwnerDoesNotGetItTwice() {
    NodeId one = start("one");
    Lock held = here().lock(one, LONG);

    assertThat(here().tryLock(one, LONG)).as(story("the answer to its owner")).isEmpty();
    assertThat(there().tryLock(one, LONG))
        .as(story("the answer to its owner on another connection"))
        .isEmpty();
    here().expectHeld(held);
  }

  @Test
  @Rule("A2")
  void aLockIsHeldUntilItsTimeToLiveEnds() {
    here().lock(start("one"), step());

    passAlmostStep();

    assertThat(there().tryLock(start("two"), LONG)).as(story("the answer to another")).isEmpty();
  }

  @Test
  @Rule("A2")
  void aTryInVainDoesNotKeepTheLock() {
    NodeId one = start("one");
    here().lock(one, step());
    pass(half());

    there().tryLock(start("two"), LONG);
    here().tryLock(one, LONG);

    passStepBegunHalfAgo();
    here().expectHeld();
  }

  @Test
  @Rule("A5")
  void noLockIsHeldAtFirst() {
    here().expectHeld();
  }

  @Test
  @Rule("A5")
  void heldLocksAreListedByName() {
    NodeId one = start("one");
    Lock m = here().lock("m", one, LONG);
    Lock z = there().lock("z", start("two"), LONG);
    Lock a = here().lock("a", one, LONG);
    Lock upper = here().lock("Z", one, LONG);
    Lock gone = here().lock("b", one, LONG);
    here().unlock(gone);

    here().expectHeld(upper, a, m, z);
    there().expectHeld(upper, a, m, z);
  }

  @Test
  @Rule("A5")
  void aLockIsListedUntilItsTimeToLiveEnds() {
    Lock held = here().lock(start("one"), step());

    passAlmostStep();

    there().expectHeld(held);
  }

  @Test
  @Rule("A5")
  void aLockIsNotListedBeyondItsTimeToLive() {
    here().lock("short", start("one"), step());
    Lock longer = here().lock("longer", start("one"), LONG);

    passStep();

    here().expectHeld(longer);
    there().expectHeld(longer);
  }

  @Test
  @Rule("A5")
  void theListTellsHowLongALockStillHolds() {
    Lock held = here().lock(start("one"), step());
    expectRemaining(step());

    pass(half());
    expectRemaining(step().minus(half()));

    here().extend(held, LONG);
    expectRemaining(LONG);
  }

  private void expectRemaining(Duration expected) {
    List<LockView> locks = there().locks();
    assertThat(locks).as(story("locks held")).hasSize(1);
    assertThat(locks.get(0).remaining())
        .as(story("how long the lock still holds"))
        // More where the backend keeps what has ended for longer than asked.
        .isBetween(
            expected.minus(precision().multipliedBy(2)),
            currentFixture().goneWithin(expected).plus(precision()));
  }

  @Test
  @Rule("A5")
  void noJumpOfTheWallClockEndsALockOrKeepsIt() {
    Lock held = here().lock(start("one"), step());
    jumpWallClock(Duration.ofDays(2));
    here().expectHeld(held);

    jumpWallClock(Duration.ofDays(-4));
    passStep();

    here().expectHeld();
  }

  private void expectNewer(Lock newer, Lock older, String when) {
    assertThat(newer.token()).as(story("the token " + when)).isGreaterThan(older.token());
  }

  @Test
  @Rule("A6")
  void theTokenGrowsOverAnUnlock() {
    NodeId one = start("one");
    Lock first = here().lock(one, LONG);
    here().unlock(first);

    Lock second = there().lock(start("two"), LONG);
    expectNewer(second, first, "after an unlock");
    there().unlock(second);
    expectNewer(here().lock(one, LONG), second, "of the first owner, once more");
  }

  @Test
  @Rule("A6")
  void theTokenGrowsOverTheEndOfATimeToLive() {
    NodeId one = start("one");
    Lock first = here().lock(one, step());
    passStep();

    Lock second = there().lock(start("two"), step());
    expectNewer(second, first, "after the time to live");
    passStep();
    expectNewer(here().lock(one, LONG), second, "of the first owner, once more");
  }

  @Test
  @Rule("A6")
  void theTokenGrowsForAnOwnerThatSlept() {
    NodeId one = start("one");
    Lock first = here().lock(one, step());
    passStep();

    expectNewer(here().lock(one, LONG), first, "of an owner that slept");
  }

  @Test
  @Rule("A6")
  void theTokenGrowsOverMany() {
    Lock last = here().lock(start("one"), LONG);
    for (int i = 0; i < 20; i++) {
      here().unlock(last);
      Lock next = (i % 2 == 0 ? there() : here()).lock(start("n" + i), LONG);
      expectNewer(next, last, "of grant " + i);
      last = next;
    }
  }

  @Test
  @Rule("A6")
  void theTokenGrowsOnAConnectionThatIsNew() {
    Lock first = here().lock(start("one"), step());
    here().cluster().close();
    there().cluster().close();
    passStep();

    expectNewer(connect().lock(start("two"), LONG), first, "on a new connection");
  }
}
