package dev.tandemq.tck.cluster;

import static dev.tandemq.tck.cluster.ClusterProbe.LOCK;
import static dev.tandemq.tck.cluster.ClusterProbe.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.tck.rule.Rule;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Rules A3 and A4: a grant is extended and ended by its token, and by nothing else. */
public abstract class GrantRules extends ClusterChapter {

  private void expect(Renewal expected, Renewal answer, String of) {
    assertThat(answer).as(story("the extension of " + of)).isEqualTo(expected);
  }

  /** A grant that has ended, and the one of the same owner that came after it. */
  private record OldAndNew(Lock old, Lock newer) {}

  private OldAndNew grantedTwice(NodeId owner) {
    Lock old = here().lock(owner, step());
    passStep();
    return new OldAndNew(old, here().lock(owner, LONG));
  }

  @Test
  @Rule("A3")
  void anExtensionRunsTheTimeToLiveAnew() {
    Lock lock = here().lock(start("one"), step());
    for (int i = 0; i < 3; i++) {
      pass(half());
      expect(Renewal.RENEWED, here().extend(lock, step()), "a lock that is held");
    }

    passAlmostStep();
    there().expectHeld(lock);
    passStep();
    there().expectHeld();
  }

  @Test
  @Rule("A3")
  void anExtensionMayShortenTheTime() {
    Lock lock = here().lock(start("one"), LONG);

    expect(Renewal.RENEWED, here().extend(lock, step()), "a lock that is held");

    passStep();
    there().lock(start("two"), LONG);
  }

  @Test
  @Rule("A3")
  void anExtendedLockKeepsItsToken() {
    Lock lock = here().lock(start("one"), LONG);

    here().extend(lock, LONG);
    here().extend(lock, LONG);

    there().expectHeld(lock);
  }

  @Test
  @Rule("A3")
  void anExtensionAfterTheTimeToLiveIsLost() {
    Lock lock = here().lock(start("one"), step());
    passStep();

    expect(Renewal.LOST, here().extend(lock, LONG), "a lock whose time ended");

    here().expectHeld();
  }

  @Test
  @Rule("A3")
  void anExtensionAfterTheUnlockIsLost() {
    Lock lock = here().lock(start("one"), LONG);
    here().unlock(lock);

    expect(Renewal.LOST, here().extend(lock, LONG), "a lock that was unlocked");

    here().expectHeld();
  }

  @Test
  @Rule("A3")
  void anExtensionOfAnOldGrantIsLostAndChangesNothing() {
    Lock old = here().lock(start("one"), step());
    passStep();
    Lock newer = there().lock(start("two"), step());
    pass(half());

    expect(Renewal.LOST, here().extend(old, LONG), "an old grant");

    here().expectHeld(newer);
    passStepBegunHalfAgo();
    here().expectHeld();
  }

  @Test
  @Rule("A3")
  void theOldGrantOfTheSameOwnerIsLost() {
    OldAndNew grants = grantedTwice(start("one"));

    expect(Renewal.LOST, here().extend(grants.old(), step()), "the owner's old grant");

    passStep();
    here().expectHeld(grants.newer());
  }

  @Test
  @Rule("A3")
  void nobodyExtendsForAnother() {
    Lock held = here().lock(start("one"), LONG);

    expect(
        Renewal.LOST,
        there().extend(new Lock(LOCK, start("two"), held.token()), step()),
        "a grant of another owner with the same token");

    passStep();
    here().expectHeld(held);
  }

  @Test
  @Rule("A3")
  void anExtensionThatMeetsAnUnlockDoesNotTakeTheLockBack() {
    Lock old = here().lock(start("one"), LONG);
    NodeId two = start("two");

    CompletionStage<Boolean> unlocked = here().cluster().locks().unlock(old);
    CompletionStage<Renewal> extended = here().cluster().locks().extend(old, step());
    CompletionStage<Optional<Lock>> next =
        unlocked.thenCompose(ended -> there().cluster().locks().tryLock(LOCK, two, LONG));
    var unused = await(extended);

    Lock newer = held(await(next));
    passStep();
    here().expectHeld(newer);
  }

  private Lock held(Optional<Lock> lock) {
    return lock.orElseThrow(
        () -> new AssertionError(story("the lock is not given after its unlocking")));
  }

  @Test
  @Rule("A4")
  void anUnlockedLockIsFreeAtOnce() {
    Lock lock = here().lock(start("one"), LONG);

    assertThat(here().unlock(lock)).as(story("the unlock")).isTrue();

    here().expectHeld();
    there().lock(start("two"), LONG);
  }

  @Test
  @Rule("A4")
  void unlockingTwiceEndsNothingElse() {
    Lock first = here().lock(start("one"), LONG);
    here().unlock(first);
    Lock second = there().lock(start("two"), LONG);

    assertThat(here().unlock(first)).as(story("the second unlock")).isFalse();

    here().expectHeld(second);
  }

  @Test
  @Rule("A4")
  void unlockingAnOldGrantEndsNothing() {
    Lock first = here().lock(start("one"), step());
    passStep();
    Lock second = there().lock(start("two"), LONG);

    assertThat(here().unlock(first)).as(story("the unlock of an old grant")).isFalse();

    here().expectHeld(second);
  }

  @Test
  @Rule("A4")
  void theOldGrantOfTheSameOwnerUnlocksNothing() {
    OldAndNew grants = grantedTwice(start("one"));

    assertThat(here().unlock(grants.old())).as(story("the unlock of an old grant")).isFalse();

    here().expectHeld(grants.newer());
  }

  @Test
  @Rule("A4")
  void nobodyUnlocksForAnother() {
    Lock held = here().lock(start("one"), LONG);

    assertThat(there().unlock(new Lock(LOCK, start("two"), held.token())))
        .as(story("the unlock by another with the same token"))
        .isFalse();

    here().expectHeld(held);
  }

  @Test
  @Rule("A4")
  void unlockingAfterTheTimeToLiveSaysThatItHadEnded() {
    Lock lock = here().lock(start("one"), step());
    passStep();

    assertThat(here().unlock(lock)).as(story("the unlock after the time to live")).isFalse();
  }

  @Test
  @Rule("A4")
  void anUnlockLeavesOtherLocksAlone() {
    NodeId one = start("one");
    Lock first = here().lock("a", one, LONG);
    Lock second = here().lock("b", one, LONG);

    here().unlock(first);

    here().expectHeld(second);
  }

  @Test
  @Rule("A4")
  void anUnlockThatIsRepeatedDoesNotEndWhoGotTheLockInBetween() {
    Lock old = here().lock(start("one"), LONG);
    NodeId two = start("two");

    CompletionStage<Boolean> unlocked = here().cluster().locks().unlock(old);
    CompletionStage<Boolean> again = here().cluster().locks().unlock(old);
    CompletionStage<Optional<Lock>> next =
        unlocked.thenCompose(ended -> there().cluster().locks().tryLock(LOCK, two, LONG));
    var unused = await(again);

    here().expectHeld(held(await(next)));
  }
}
