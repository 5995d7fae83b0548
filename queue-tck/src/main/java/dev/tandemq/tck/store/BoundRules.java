package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.PutResult.Added;
import dev.tandemq.store.PutResult.Duplicate;
import dev.tandemq.store.PutResult.Full;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules B1 to B3: how many jobs a queue holds at most. */
public abstract class BoundRules extends StoreChapter {

  // What the bound counts, and when a put is refused

  @Test
  @Rule("B1")
  void aPutBeyondTheBoundIsFullAndStoresNothing() {
    store().bound(2);
    store().pushEach("a", "b");

    Job refused = store().pushInVain("c");

    store().check(refused).isGone();
    store().expectCounts("pushed 2, ready 2, bound 2");
  }

  @ParameterizedTest
  @EnumSource(names = {"READY", "DELAYED", "RESERVED"})
  @Rule("B1")
  void aJobThatIsNotFinalTakesRoom(JobState state) {
    store().pushInto(state, "job");
    store().bound(1);

    store().pushInVain("next");
  }

  @Test
  @Rule("B1")
  void aFailedJobTakesNoRoom() {
    store().pushFailed("failed");
    store().bound(1);

    store().push("job");
    store().pushInVain("next");
  }

  @Test
  @Rule("B1")
  void aDelayedJobNeedsRoomToo() {
    store().bound(1);
    store().push("job");
    Job delayed = store().job("delayed").delay(LONG).build();

    assertThat(store().put(delayed)).as(store().story(delayed)).isEqualTo(new Full(delayed.id()));
  }

  @Test
  @Rule("B1")
  void whatIsThereAlreadyIsADuplicateInAFullQueueToo() {
    store().bound(1);
    Job job = store().push("job");

    assertThat(store().put(job)).as(store().story(job)).isEqualTo(new Duplicate(job.id()));
    store().expectCounts("pushed 1, ready 1, bound 1");
  }

  @Test
  @Rule("B1")
  void aHeldKeyIsADuplicateInAFullQueueToo() {
    needs(Capability.UNIQUE_KEY);
    store().bound(1);
    Job holder = store().push(store().job("holder").uniqueKey("key"));
    Job second = store().job("second").uniqueKey("key").build();

    assertThat(store().put(second)).as(store().story(holder)).isEqualTo(new Duplicate(holder.id()));
  }

  @Test
  @Rule("B1")
  void aJobThatWasRefusedMayBePutAgain() {
    needs(Capability.UNIQUE_KEY);
    store().bound(1);
    Job first = store().push("first");
    Job second = store().job("second").uniqueKey("key").build();
    store().put(second);

    store().remove(first);

    assertThat(store().put(second)).as(store().story(second)).isEqualTo(new Added(second.id()));
    store().check(second).is(JobState.READY);
  }

  @Test
  @Rule("B1")
  void aBatchThatFitsExactlyIsPut() {
    store().bound(3);
    store().push("a");
    Job b = store().job("b").build();
    Job c = store().job("c").build();

    assertThat(store().put(List.of(b, c)))
        .as(store().story("two jobs where there is room for two"))
        .containsExactlyInAnyOrder(new Added(b.id()), new Added(c.id()));
  }

  @Test
  @Rule("B1")
  void aBatchThatDoesNotFitIsRefusedAsAWhole() {
    needs(Capability.ATOMIC_BATCH);
    store().bound(3);
    Job known = store().pushEach("known", "a").get(0);
    Job b = store().job("b").build();
    Job c = store().job("c").build();

    List<PutResult> answers = store().put(List.of(b, known, c));

    assertThat(answers)
        .as(store().story("two new jobs and a known one where there is room for one"))
        .containsExactlyInAnyOrder(new Full(b.id()), new Duplicate(known.id()), new Full(c.id()));
    store().check(b).isGone();
    store().check(c).isGone();
    store().expectCounts("pushed 2, ready 2, bound 3");
  }

  @Test
  @Rule("B1")
  void aBatchThatDoesNotFitIsPutAsFarAsThereIsRoom() {
    assumeFalse(
        currentFixture().capabilities().has(Capability.ATOMIC_BATCH),
        "a batch is all or nothing in this store");
    store().bound(2);
    Job a = store().job("a").build();
    Job b = store().job("b").build();
    Job c = store().job("c").build();

    assertThat(store().put(List.of(a, b, c)))
        .as(store().story("three jobs where there is room for two"))
        .containsExactly(new Added(a.id()), new Added(b.id()), new Full(c.id()));
    store().expectCounts("pushed 2, ready 2, bound 2");
  }

  @Test
  @Rule("B1")
  void aBatchThatDoesNotFitIntoOneQueueIsPutIntoNone() {
    needs(Capability.ATOMIC_BATCH);
    store().bound(1);
    Job a = store().job("a").build();
    Job b = store().job("b").build();
    Job elsewhere = store().job("o").queue(OTHER).build();

    List<PutResult> answers = store().put(List.of(elsewhere, a, b));

    assertThat(answers)
        .as(store().story("one job elsewhere and two where there is room for one"))
        .containsExactlyInAnyOrder(new Full(elsewhere.id()), new Full(a.id()), new Full(b.id()));
    assertThat(store().queues()).as("queues after the refusal").containsExactly(QUEUE);
  }

  @Test
  @Rule("B1")
  void whatStandsTwiceInABatchTakesRoomOnce() {
    needs(Capability.UNIQUE_KEY);
    store().bound(2);
    Job a = store().job("a").build();
    Job keyed = store().job("keyed").uniqueKey("key").build();
    Job twin = store().job("twin").uniqueKey("key").build();

    assertThat(store().put(List.of(a, a, keyed, twin)))
        .as(store().story("four jobs, two of them new, where there is room for two"))
        .noneMatch(answer -> answer instanceof Full);
    store().expectCounts("pushed 2, ready 2, bound 2");
  }

  @Test
  @Rule("B1")
  void anIdThatIsRefusedForItsKeyTakesRoomWhereItStandsAgain() {
    needs(Capability.UNIQUE_KEY);
    needs(Capability.ATOMIC_BATCH);
    store().bound(1);
    Job holder = store().job("holder").uniqueKey("key").build();
    Job twin = store().job("twin").uniqueKey("key").build();
    Job withoutKey = store().job("again").id(twin.id()).build();

    store().put(List.of(holder, twin, withoutKey));

    assertThat(store().stats(QUEUE).size())
        .as(store().story("jobs where there is room for one"))
        .isLessThanOrEqualTo(1);
  }

  @Test
  @Rule("B1")
  void anIdThatIsPutElsewhereInTheBatchTakesNoRoomHere() {
    needs(Capability.ATOMIC_BATCH);
    store().bound(1);
    store().push("job");
    Job elsewhere = store().job("o").queue(OTHER).build();
    Job here = elsewhere.toBuilder().queue(QUEUE).build();

    assertThat(store().put(List.of(elsewhere, here)))
        .as(store().story("one id for two queues, the second of them full"))
        .containsExactlyInAnyOrder(new Added(elsewhere.id()), new Duplicate(elsewhere.id()));
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETE", "DISCARD"})
  @Rule("B1")
  void aJobThatLeavesMakesRoom(Settle.Arrow arrow) {
    store().bound(1);
    store().push("job");
    store().apply(SettleRules.settle(store().claim(), arrow));

    store().push("next");
    store().pushInVain("one-too-many");
  }

  // What is never refused

  @ParameterizedTest
  @EnumSource(names = {"RETRY", "RELEASE", "SNOOZE", "HAND_BACK"})
  @Rule("B2")
  void whatComesBackIsNotRefused(Settle.Arrow arrow) {
    Job job = store().push("job");
    Claim claim = store().claim();
    store().push("another");
    store().bound(1);

    store().apply(SettleRules.settle(claim, arrow));

    assertThat(store().view(job).state())
        .as(store().story(job))
        .isIn(JobState.READY, JobState.DELAYED);
  }

  @Test
  @Rule("B2")
  void aRetryAtOnceIsNotRefused() {
    Job job = store().push("job");
    Claim claim = store().claim();
    store().push("another");
    store().bound(1);

    store().apply(Settle.retry(claim, Duration.ZERO, new Failure("boom")));

    store().check(job).is(JobState.READY);
  }

  @Test
  @Rule("B2")
  void whatTimeMovesIsNotRefused() {
    Job held = store().push("held");
    store().claimFor(step());
    Job due = store().push(store().job("due").delay(step()));
    store().push("another");
    store().bound(1);

    store().pass(step().plus(precision().multipliedBy(2)));
    store().sweep(10);

    store().check(held).is(JobState.READY);
    store().check(due).is(JobState.READY);
  }

  @Test
  @Rule("B2")
  void aRequeueIsNotRefused() {
    Job failed = store().pushFailed("failed");
    store().bound(1);
    store().push("job");

    assertThat(store().requeue(failed)).as(store().story(failed)).isEqualTo(1);
    store().check(failed).is(JobState.READY);
    store().pushInVain("next");
  }

  @Test
  @Rule("B2")
  void aBoundBelowTheSizeRemovesNothing() {
    store().pushEach("a", "b", "c");

    store().bound(1);

    store().expectCounts("pushed 3, ready 3, bound 1");
    store().pushInVain("d");
    assertThat(store().drain()).as(store().story("claims over the bound")).hasSize(3);
  }

  @Test
  @Rule("B2")
  void aFullQueueIsClaimedSettledAndExtendedAsEver() {
    store().bound(1);
    store().push("job");

    Claim claim = store().claim();
    store().extend(claim, LONG);
    store().apply(Settle.complete(claim));

    store().expectCounts("pushed 1, completed 1, bound 1");
  }

  // How it is set

  @Test
  @Rule("B3")
  void aBoundMayBeRaisedLoweredAndTakenAway() {
    store().bound(1);
    store().push("a");
    store().pushInVain("b");
    store().bound(3);
    store().pushEach("b", "c");
    store().bound(2);
    store().pushInVain("d");

    store().bound(0);

    store().pushMany("e", 5);
    store().expectCounts("pushed 8, ready 8");
  }

  @Test
  @Rule("B3")
  void aBoundMayBeSetBeforeTheFirstJobAndIsTold() {
    store().bound(7);

    assertThat(store().stats(QUEUE).bound()).as("the bound").isEqualTo(7);
    assertThat(store().stats(QUEUE).createdAt()).as("the first push").isEmpty();
    assertThat(store().queues()).as("queues with a bound").containsExactly(QUEUE);
  }

  @Test
  @Rule("B3")
  void aBoundMayBeAsLargeAsANumberCanBe() {
    store().bound(Long.MAX_VALUE);

    store().push("job");

    assertThat(store().stats(QUEUE).bound()).as("the bound").isEqualTo(Long.MAX_VALUE);
  }

  @Test
  @Rule("B3")
  void anotherQueueHasABoundOfItsOwn() {
    store().bound(1);
    store().push("job");

    store().push(store().job("o").queue(OTHER));
    store().push(store().job("p").queue(OTHER));

    assertThat(store().counts(OTHER)).as("the other queue").isEqualTo("pushed 2, ready 2");
  }

  @Test
  @Rule("B3")
  void aBoundStaysWhenTheQueueIsCleared() {
    store().bound(1);
    store().push("a");
    store().clear();

    store().push("b");
    store().pushInVain("c");
  }
}
