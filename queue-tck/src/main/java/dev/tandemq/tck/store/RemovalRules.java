package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules Q2, Q3, Q4 and Q6: remove, clear, prune and forget. */
public abstract class RemovalRules extends StoreChapter {

  private static final int MANY = 1000;

  @ParameterizedTest
  @EnumSource
  @Rule("Q2")
  void aJobIsRemovedOutOfAnyState(JobState state) {
    Job job = store().pushInto(state, "job");

    assertThat(store().remove(job)).as("jobs removed").isEqualTo(1);

    store().check(job).isGone();
    store().expectCounts("pushed 1, removed 1");
    store().expectNothingToClaim("after the only job was removed");
  }

  @Test
  @Rule("Q2")
  void aRemovedJobIsNotBroughtBackByItsHolder() {
    Job job = store().push("job");
    Claim claim = store().claim();
    store().remove(job);

    assertThat(store().extend(claim, LONG)).as(store().story(job)).isEqualTo(Extended.LOST);
    assertThat(store().settle(StoreProbe.retry(claim)))
        .as(store().story(job))
        .isEqualTo(SettleResult.LOST);
    store().check(job).isGone();
    store().expectNothingToClaim("after a late retry of a removed job");
  }

  @Test
  @Rule("Q2")
  void aRemovedJobIsNotBroughtBackByTime() {
    Job delayed = store().push(store().job("delayed").delay(step()));
    Job reserved = store().push("reserved");
    store().claimFor(step());
    store().remove(delayed, reserved);

    store().pass(step().plus(precision()));
    store().sweep(10);

    store().expectNothingToClaim("after due time and lease of removed jobs");
    store().expectCounts("pushed 2, removed 2");
  }

  @Test
  @Rule("Q2")
  void jobsOfSeveralQueuesAreRemovedAndUnknownOnesPassedOver() {
    Job here = store().push("here");
    Job there = store().push(store().job("there").queue(OTHER));
    Job unknown = store().job("unknown").build();

    assertThat(store().remove(here, unknown, there, here)).as("jobs removed").isEqualTo(2);

    assertThat(store().counts(OTHER)).as("the other queue").isEqualTo("pushed 1, removed 1");
  }

  @Test
  @Rule("Q3")
  void aClearRemovesAllButFailedJobs() {
    Job failed = store().pushInto(JobState.FAILED, "failed");
    Job reserved = store().pushInto(JobState.RESERVED, "reserved");
    Job ready = store().pushInto(JobState.READY, "ready");
    Job delayed = store().pushInto(JobState.DELAYED, "delayed");

    assertThat(store().clear()).as("jobs removed").isEqualTo(3);

    store().check(failed).is(JobState.FAILED);
    store().check(reserved).isGone();
    store().check(ready).isGone();
    store().check(delayed).isGone();
    store().expectCounts("pushed 4, failed 1, removed 3");
  }

  @Test
  @Rule("Q3")
  void aClearKeepsCountersAndOtherQueues() {
    store().push("done");
    store().apply(Settle.complete(store().claim()));
    store().push("ready");
    store().push(store().job("o").queue(OTHER));

    store().clear();

    store().expectCounts("pushed 2, completed 1, removed 1");
    assertThat(store().counts(OTHER)).as("the other queue").isEqualTo("pushed 1, ready 1");
  }

  @Test
  @Rule("Q3")
  void aClearedJobIsNotBroughtBackByItsHolder() {
    Job job = store().push("job");
    Claim claim = store().claim();
    store().clear();

    assertThat(store().settle(Settle.handBack(claim)))
        .as(store().story(job))
        .isEqualTo(SettleResult.LOST);
    store().check(job).isGone();
    store().expectNothingToClaim("after a late hand-back of a cleared job");
  }

  @Test
  @Rule("Q3")
  void aClearOfAnEmptyOrUnknownQueueRemovesNothing() {
    assertThat(store().clear()).as("jobs removed").isZero();
  }

  @Test
  @Rule("Q3")
  void aClearedQueueTakesNewJobs() {
    store().push("old");
    store().clear();
    store().push("new");

    assertThat(store().drain()).as(store().story("claims after a clear")).containsExactly("new");
  }

  @Test
  @Rule("Q4")
  void jobsThatFailedLongerAgoThanTheAgeArePruned() {
    Job old = store().pushFailed("old");
    store().pass(step().multipliedBy(2));
    Job young = store().pushFailed("young");

    assertThat(store().prune(step(), MANY, MANY)).as("jobs pruned").isEqualTo(1);

    store().check(old).isGone();
    store().check(young).is(JobState.FAILED);
    store().expectCounts("pushed 2, failed 1, removed 1");
  }

  @Test
  @Rule("Q4")
  void jobsBeyondTheNewestArePruned() {
    Job first = store().pushFailed("first");
    store().pass(precision());
    Job second = store().pushFailed("second");
    store().pass(precision());
    Job third = store().pushFailed("third");

    assertThat(store().prune(LONG, 2, MANY)).as("jobs pruned").isEqualTo(1);

    store().check(first).isGone();
    store().check(second).is(JobState.FAILED);
    store().check(third).is(JobState.FAILED);
  }

  @Test
  @Rule("Q4")
  void theOldestFailureCountsAndNotTheOldestJob() {
    Job pushedFirst = store().push(store().job("first").maxAttempts(1));
    Claim claim = store().claim();
    Job failedFirst = store().pushFailed("second");
    store().pass(precision());
    store().apply(StoreProbe.retry(claim));

    assertThat(store().prune(LONG, 1, MANY)).as("jobs pruned").isEqualTo(1);

    store().check(failedFirst).isGone();
    store().check(pushedFirst).is(JobState.FAILED);
  }

  @Test
  @Rule("Q4")
  void aSecondFailureMakesAJobYoungAgain() {
    Job twice = store().pushFailed("twice");
    store().pass(precision());
    Job once = store().pushFailed("once");
    store().pass(precision());
    store().requeue(twice);
    store().apply(StoreProbe.retry(store().claimOf(twice)));

    assertThat(store().prune(LONG, 1, MANY)).as("jobs pruned").isEqualTo(1);

    store().check(once).isGone();
    store().check(twice).is(JobState.FAILED);
  }

  @Test
  @Rule("Q4")
  void atMostAsManyAsAllowedArePrunedTheOldestFirst() {
    Job first = store().pushFailed("first");
    store().pass(precision());
    store().pushFailed("second");
    store().pass(precision());
    Job third = store().pushFailed("third");

    assertThat(store().prune(LONG, 0, 2)).as("jobs pruned").isEqualTo(2);

    store().check(first).isGone();
    store().check(third).is(JobState.FAILED);
    assertThat(store().prune(LONG, 0, 2)).as("jobs pruned after that").isEqualTo(1);
    store().expectCounts("pushed 3, removed 3");
  }

  @Test
  @Rule("Q4")
  void onlyFailedJobsOfTheQueueArePruned() {
    store().pushInto(JobState.RESERVED, "reserved");
    store().pushInto(JobState.READY, "ready");
    store().pushInto(JobState.DELAYED, "delayed");
    Job foreign = store().pushFailed(store().job("foreign").queue(OTHER));

    assertThat(store().prune(Duration.ZERO, 0, MANY)).as("jobs pruned").isZero();

    store().expectCounts("pushed 3, ready 1, delayed 1, reserved 1");
    store().check(foreign).is(JobState.FAILED);
  }

  @Test
  @Rule("Q4")
  void nothingIsPrunedWithinBothBounds() {
    Job failed = store().pushFailed("failed");

    assertThat(store().prune(LONG, 1, MANY)).as("jobs pruned").isZero();

    store().check(failed).is(JobState.FAILED);
  }

  @Test
  @Rule("Q6")
  void aFailedJobIsForgotten() {
    Job failed = store().pushFailed("failed");
    Job other = store().pushFailed("other");

    assertThat(store().forget(QUEUE, failed)).as("jobs forgotten").isEqualTo(1);

    store().check(failed).isGone();
    store().check(other).is(JobState.FAILED);
    store().expectCounts("pushed 2, failed 1, removed 1");
  }

  @ParameterizedTest
  @EnumSource(names = {"READY", "DELAYED", "RESERVED"})
  @Rule("Q6")
  void aJobThatHasNotFailedIsNotForgotten(JobState state) {
    Job job = store().pushInto(state, "job");
    Moment before = Moment.of(job, store());

    assertThat(store().forget(QUEUE, job)).as("jobs forgotten").isZero();

    assertThat(Moment.of(job, store())).as(store().story(job)).isEqualTo(before);
  }

  @Test
  @Rule("Q6")
  void aJobThatWasRequeuedIsNotForgotten() {
    Job job = store().pushFailed("job");
    store().requeue(job);

    assertThat(store().forget(QUEUE, job)).as("jobs forgotten").isZero();

    store().check(job).is(JobState.READY);
  }

  @Test
  @Rule("Q6")
  void failedJobsOfOtherQueuesAndUnknownOnesArePassedOver() {
    Job here = store().pushFailed("here");
    Job there = store().pushFailed(store().job("there").queue(OTHER));
    Job unknown = store().job("unknown").build();

    assertThat(store().forget(QUEUE, unknown, there, here, here)).as("jobs forgotten").isEqualTo(1);

    store().check(here).isGone();
    store().check(there).is(JobState.FAILED);
    assertThat(store().forget("nowhere", there)).as("in an unknown queue").isZero();
    assertThat(store().forget(QUEUE)).as("of no ids").isZero();
    assertThat(store().queues()).as("queues that are known").doesNotContain("nowhere");
  }

  @Test
  @Rule("Q6")
  void aForgetThatMeetsARequeueRemovesTheJobOrPassesItOver() {
    Job job = store().pushFailed("failed");

    CompletionStage<Integer> forgotten = store().store().forget(QUEUE, List.of(job.id()));
    CompletionStage<Integer> requeued = store().store().requeue(QUEUE, List.of(job.id()));
    int back = currentFixture().await(requeued);
    int gone = currentFixture().await(forgotten);

    assertThat(gone + back)
        .as(store().story("jobs forgotten, " + gone + ", and requeued, " + back))
        .isEqualTo(1);
    assertThat(store().stats(QUEUE).ready()).as(store().story("ready jobs")).isEqualTo(back);
  }
}
