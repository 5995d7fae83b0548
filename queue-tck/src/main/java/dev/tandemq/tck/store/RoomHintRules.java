package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Subscription;
import dev.tandemq.tck.rule.Rule;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules H3 and, for these hints, H2: when those who wait for room are told. */
public abstract class RoomHintRules extends StoreChapter {

  // How often a test looks for a hint that is on its way; each look is one precision apart.
  private static final int LOOKS = 20;

  private final AtomicInteger hints = new AtomicInteger();

  @BeforeEach
  final void needsHints() {
    assumeTrue(currentFixture().tellsOfRoom(), "the store does not tell of room");
  }

  /** Sets the bound to what is there, listens, and pushes in vain. */
  private Subscription waitForRoom() {
    store().bound(Math.max(1, store().stats(QUEUE).size()));
    Subscription subscription = store().store().onRoom(QUEUE, hints::incrementAndGet);
    store().pushInVain("refused");
    assertThat(hints.get()).as("hints before there was room").isZero();
    return subscription;
  }

  private void expectHint(String after) {
    for (int looks = 0; looks < LOOKS && hints.get() == 0; looks++) {
      store().pass(precision());
    }
    assertThat(hints.get()).as(store().story("hints after " + after)).isPositive();
    hints.set(0);
  }

  private void expectNoHint(String after) {
    store().pass(precision());
    assertThat(hints.get()).as(store().story("hints after " + after)).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETE", "DISCARD"})
  @Rule("H3")
  void aJobThatLeavesByItsHoldersWordBringsAHint(Settle.Arrow arrow) {
    store().push("job");
    Claim claim = store().claim();
    waitForRoom();

    store().apply(SettleRules.settle(claim, arrow));

    expectHint(arrow.toString());
  }

  @Test
  @Rule("H3")
  void aFailureOfTheLastAttemptBringsAHint() {
    store().push(store().job("job").maxAttempts(1));
    Claim claim = store().claim();
    waitForRoom();

    store().apply(StoreProbe.retry(claim));

    expectHint("a retry without attempts left");
  }

  @Test
  @Rule("H3")
  void aRescueOfTheLastAttemptBringsAHint() {
    store().push(store().job("job").maxAttempts(1));
    store().claimFor(step());
    waitForRoom();

    store().pass(step().plus(precision()));
    store().sweep(10);

    expectHint("a rescue without attempts left");
  }

  @Test
  @Rule("H3")
  void aRemovedJobBringsAHint() {
    Job job = store().push("job");
    waitForRoom();

    store().remove(job);

    expectHint("a removal");
  }

  @Test
  @Rule("H3")
  void aClearedQueueBringsAHint() {
    store().pushEach("a", "b");
    waitForRoom();

    store().clear();

    expectHint("a clear");
  }

  @Test
  @Rule("H3")
  void aCancelledJobThatWaitedBringsAHint() {
    Job job = store().push("job");
    waitForRoom();

    store().cancel(job);

    expectHint("the cancel of a ready job");
  }

  @ParameterizedTest
  @EnumSource(names = {"RETRY", "RELEASE", "SNOOZE", "HAND_BACK"})
  @Rule("H3")
  void theEndOfACancelledClaimBringsAHint(Settle.Arrow arrow) {
    Claim claim = store().claimAndCancel(store().push("job"));
    waitForRoom();
    expectNoHint("a cancel that is only requested");

    store().settle(SettleRules.settle(claim, arrow));

    expectHint(arrow + " of a cancelled claim");
  }

  @Test
  @Rule("H3")
  void theRescueOfACancelledJobBringsAHint() {
    Job job = store().push("job");
    store().claimFor(step());
    store().cancel(job);
    waitForRoom();

    store().pass(step().plus(precision()));
    store().sweep(10);

    expectHint("the rescue of a cancelled job");
  }

  @Test
  @Rule("H3")
  void aRaisedBoundBringsAHint() {
    store().push("job");
    waitForRoom();

    store().bound(2);

    expectHint("a raised bound");
  }

  @Test
  @Rule("H3")
  void theEndOfABoundBringsAHint() {
    store().push("job");
    waitForRoom();

    store().bound(0);

    expectHint("the end of a bound");
  }

  @Test
  @Rule("H3")
  void eachPutInVainIsAnsweredByAHint() {
    store().push("job");
    waitForRoom();
    for (int i = 0; i < 3; i++) {
      store().apply(Settle.complete(store().claim()));
      expectHint("completion " + i);
      store().push("next");
      store().pushInVain("one-too-many");
    }
  }

  @Test
  @Rule("H3")
  void aPartOfTheRoomThatABatchNeedsBringsAHint() {
    needs(Capability.ATOMIC_BATCH);
    store().bound(3);
    Job job = store().pushEach("a", "b").get(0);
    store().store().onRoom(QUEUE, hints::incrementAndGet);
    Job c = store().job("c").build();
    Job d = store().job("d").build();
    assertThat(store().put(List.of(c, d)))
        .as(store().story("two jobs where there is room for one"))
        .containsExactlyInAnyOrder(new PutResult.Full(c.id()), new PutResult.Full(d.id()));

    store().remove(job);

    expectHint("a removal after a batch found too little room");
  }

  @Test
  @Rule("H3")
  void aJobThatLeavesAQueueOverItsBoundBringsNoHintUntilThereIsRoom() {
    List<Job> jobs = store().pushEach("a", "b", "c");
    waitForRoom();
    store().bound(2);

    store().remove(jobs.get(0));
    expectNoHint("a removal that leaves the queue full");
    store().remove(jobs.get(1));

    expectHint("a removal that makes room");
  }

  @ParameterizedTest
  @EnumSource(names = {"RETRY", "RELEASE", "SNOOZE", "HAND_BACK"})
  @Rule("H3")
  void aJobThatComesBackBringsNoHint(Settle.Arrow arrow) {
    store().push("job");
    Claim claim = store().claim();
    waitForRoom();

    store().apply(SettleRules.settle(claim, arrow));

    expectNoHint(arrow + " with attempts left");
  }

  @Test
  @Rule("H3")
  void oneHintAnswersOnePutInVain() {
    List<Job> jobs = store().pushEach("a", "b");
    waitForRoom();

    store().remove(jobs.get(0));
    store().remove(jobs.get(1));
    store().pass(precision());

    assertThat(hints.get()).as(store().story("hints after two removals")).isEqualTo(1);
  }

  @Test
  @Rule("H3")
  void aQueueInWhichNobodyWaitsIsQuiet() {
    store().bound(5);
    store().store().onRoom(QUEUE, hints::incrementAndGet);
    Job job = store().push("job");

    store().remove(job);
    store().bound(10);

    expectNoHint("a removal where no put had been refused");
  }

  @Test
  @Rule("H3")
  void anotherQueueBringsNoHint() {
    store().push("job");
    Job elsewhere = store().push(store().job("o").queue(OTHER));
    waitForRoom();

    store().remove(elsewhere);

    expectNoHint("a removal in another queue");
  }

  @Test
  @Rule("H3")
  void everyListenerIsTold() {
    AtomicInteger others = new AtomicInteger();
    Job job = store().push("job");
    store().store().onRoom(QUEUE, others::incrementAndGet);
    Subscription closed = store().store().onRoom(QUEUE, () -> {});
    waitForRoom();
    closed.close();
    closed.close();

    store().remove(job);

    expectHint("a removal, with a second listener");
    assertThat(others.get()).as("hints of the second listener").isPositive();
  }

  @Test
  @Rule("H3")
  void whileAHintRunsOtherThreadsUseTheStore() {
    AtomicBoolean isAnswered = new AtomicBoolean();
    Job job = store().push("job");
    store().store().onRoom(QUEUE, () -> isAnswered.set(isAnsweredElsewhere()));
    waitForRoom();

    store().remove(job);

    expectHint("a removal");
    assertThat(isAnswered).as("a call of another thread while the hint ran").isTrue();
  }

  /** Whether a thread of its own gets an answer of the store soon. */
  private boolean isAnsweredElsewhere() {
    Callable<String> question = () -> store().counts(QUEUE);
    FutureTask<String> task = new FutureTask<>(question);
    Thread thread = new Thread(task, "asks-while-a-hint-runs");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(5, TimeUnit.SECONDS).contains("removed");
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  @Rule("H2")
  void aClosedSubscriptionIsNotToldOfRoom() {
    Job job = store().push("job");
    Subscription subscription = waitForRoom();

    subscription.close();
    store().remove(job);

    expectNoHint("the end of a subscription");
  }

  @Test
  @Rule("H3")
  void aHintForRoomMayPushAtOnce() {
    AtomicInteger added = new AtomicInteger();
    Job job = store().push("job");
    Job next = store().job("next").build();
    store()
        .store()
        .onRoom(QUEUE, () -> added.addAndGet(store().put(next) instanceof PutResult.Added ? 1 : 0));
    waitForRoom();

    store().remove(job);

    expectHint("a removal");
    assertThat(added.get()).as(store().story(next)).isEqualTo(1);
  }
}
