package dev.tandemq.tck.store;

import static dev.tandemq.store.CancelResult.NONE;
import static dev.tandemq.store.CancelResult.REMOVED;
import static dev.tandemq.store.CancelResult.REQUESTED;
import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules K1 to K3: what becomes of a job that nobody wants any more. */
public abstract class CancelRules extends StoreChapter {

  // Jobs that wait, and jobs that cannot be cancelled

  @ParameterizedTest
  @EnumSource(names = {"READY", "DELAYED"})
  @Rule("K1")
  void aJobThatWaitsIsRemovedAtOnce(JobState state) {
    Job job = store().pushInto(state, "job");

    assertThat(store().cancel(job)).as(store().story(job)).isEqualTo(REMOVED);

    store().check(job).isGone();
    store().expectCounts("pushed 1, removed 1");
    store().expectNothingToClaim("after the only job was cancelled");
  }

  @Test
  @Rule("K1")
  void aFailedJobIsLeftAlone() {
    Job job = store().pushFailed("job");
    Moment before = Moment.of(job, store());

    assertThat(store().cancel(job)).as(store().story(job)).isEqualTo(NONE);

    assertThat(Moment.of(job, store())).as(store().story(job)).isEqualTo(before);
  }

  @Test
  @Rule("K1")
  void whatIsGoneOrWasNeverThereCannotBeCancelled() {
    Job completed = store().push("completed");
    store().apply(Settle.complete(store().claim()));
    Job removed = store().push("removed");
    store().cancel(removed);
    Job never = store().job("never").build();

    assertThat(store().cancelAll(completed, removed, never))
        .as(store().story("cancel of jobs that are not there"))
        .containsExactly(NONE, NONE, NONE);
    store().expectCounts("pushed 2, completed 1, removed 1");
  }

  @Test
  @Rule("K1")
  void answersComeInTheOrderOfTheIds() {
    Job failed = store().pushFailed("failed");
    Job held = store().push("held");
    store().claimOf(held);
    Job ready = store().push("ready");
    Job elsewhere = store().push(store().job("o").queue(OTHER));

    Job never = store().job("never").build();
    assertThat(store().cancelAll(ready, failed, held, ready, elsewhere, never))
        .as(
            store()
                .story("a ready, a failed, a reserved, the ready one again, one elsewhere, none"))
        .containsExactly(REMOVED, NONE, REQUESTED, NONE, REMOVED, NONE);
  }

  @Test
  @Rule("K1")
  void noIdsHaveNoAnswers() {
    assertThat(store().cancelAll()).as("answers to a cancel of nothing").isEmpty();
  }

  @Test
  @Rule("K1")
  void theOthersStay() {
    Job job = store().pushEach("a", "b", "c").get(1);

    store().cancel(job);

    assertThat(store().drain())
        .as(store().story("claims after one of three was cancelled"))
        .containsExactlyInAnyOrder("a", "c");
  }

  // Jobs that are claimed

  @Test
  @Rule("K2")
  void aClaimedJobIsFlagged() {
    Job job = store().push("job");
    store().claim();
    assertThat(store().view(job).isCancelled()).as(store().story(job)).isFalse();

    assertThat(store().cancel(job)).as("the first time").isEqualTo(REQUESTED);
    assertThat(store().cancel(job)).as("the second time").isEqualTo(REQUESTED);

    assertThat(store().view(job).isCancelled()).as(store().story(job)).isTrue();
    store().check(job).is(JobState.RESERVED);
    store().expectCounts("pushed 1, reserved 1");
  }

  @Test
  @Rule("K2")
  void anExtensionTellsTheHolder() {
    Claim claim = store().claimAndCancel(store().push("job"));

    assertThat(store().extend(claim, LONG)).as("the first").isEqualTo(Extended.CANCEL);
    assertThat(store().extend(claim, LONG)).as("the second").isEqualTo(Extended.CANCEL);
  }

  @Test
  @Rule("K2")
  void anExtensionThatTellsOfACancelExtendsTheLease() {
    Job job = store().push("job");
    Claim claim = store().claimFor(step());
    store().cancel(job);

    store().extend(claim, LONG);
    store().pass(step().plus(precision()));
    store().sweep(10);

    store().check(job).is(JobState.RESERVED);
  }

  @Test
  @Rule("K2")
  void onlyTheHolderOfTheCancelledJobIsTold() {
    Job cancelled = store().push("cancelled");
    Claim first = store().claimOf(cancelled);
    Claim second = store().claimOf(store().push("other"));
    store().cancel(cancelled);

    assertThat(store().extend(second, LONG)).as("the other").isEqualTo(Extended.EXTENDED);
    assertThat(store().extend(first, LONG)).as("the cancelled").isEqualTo(Extended.CANCEL);
  }

  @Test
  @Rule("K2")
  void aCancelledJobIsCompletedAsEver() {
    Claim claim = store().claimAndCancel(store().push("job"));

    store().apply(Settle.complete(claim));

    store().expectCounts("pushed 1, completed 1");
  }

  @Test
  @Rule("K2")
  void aCancelledJobIsDiscardedAsEver() {
    Job job = store().push("job");

    store().apply(Settle.discard(store().claimAndCancel(job)));

    store().check(job).isGone();
  }

  @Test
  @Rule("K2")
  void aCancelledJobIsBuriedAsEver() {
    Job job = store().push(store().job("job").maxAttempts(1));

    store().apply(StoreProbe.bury(store().claimAndCancel(job)));

    store().check(job).is(JobState.FAILED);
  }

  @Test
  @Rule("K2")
  void aCancelledJobCanBeRemovedAndClearedAsEver() {
    Job removed = store().push("removed");
    Claim claim = store().claimAndCancel(removed);
    store().remove(removed);
    Job cleared = store().push("cleared");
    store().claimAndCancel(cleared);
    store().clear();

    assertThat(store().extend(claim, LONG)).as("a late extension").isEqualTo(Extended.LOST);
    store().check(removed).isGone();
    store().check(cleared).isGone();
  }

  @Test
  @Rule("K2")
  void aLateSettlementOfACancelledJobThatWaitedIsLost() {
    Job job = store().push("job");
    Claim claim = store().claim();
    store().apply(Settle.release(claim, Duration.ZERO));
    store().cancel(job);

    assertThat(store().settle(StoreProbe.bury(claim)))
        .as(store().story(job))
        .isEqualTo(SettleResult.LOST);
    store().check(job).isGone();
  }

  // Ways back into line

  @ParameterizedTest
  @EnumSource(names = {"RETRY", "RELEASE", "SNOOZE", "HAND_BACK"})
  @Rule("K3")
  void aCancelledJobDoesNotComeBack(Settle.Arrow arrow) {
    Job job = store().push("job");
    Claim claim = store().claimAndCancel(job);

    store().applyAsRemoval(SettleRules.settle(claim, arrow));

    store().check(job).isGone();
    store().expectCounts("pushed 1, removed 1");
  }

  @ParameterizedTest
  @EnumSource(names = {"RETRY", "RELEASE", "SNOOZE", "HAND_BACK"})
  @Rule("K3")
  void aRemovalThatIsAskedForAgainIsCountedOnce(Settle.Arrow arrow) {
    Claim claim = store().claimAndCancel(store().push("job"));
    Settle settle = SettleRules.settle(claim, arrow);
    store().applyAsRemoval(settle);

    SettleResult again = store().settle(settle);

    assertThat(again)
        .as(store().story("the second " + arrow + " of a cancelled claim"))
        .isEqualTo(remembersSettled() ? SettleResult.REMOVED : SettleResult.LOST);
    store().expectCounts("pushed 1, removed 1");
  }

  @Test
  @Rule("K3")
  void aRemovalIsNoneForAnotherArrow() {
    Job job = store().push("job");
    Claim claim = store().claimAndCancel(job);
    store().applyAsRemoval(Settle.handBack(claim));

    assertThat(store().settle(Settle.release(claim, Duration.ZERO)))
        .as(store().story(job))
        .isEqualTo(SettleResult.LOST);
  }

  @Test
  @Rule("K3")
  void eachOfSeveralSettlementsIsToldWhetherItsJobIsGone() {
    Job kept = store().push("kept");
    Claim first = store().claimOf(kept);
    Job cancelled = store().push("cancelled");
    Claim second = store().claimAndCancel(cancelled);
    Job done = store().push("done");
    Claim third = store().claimAndCancel(done);

    assertThat(
            store()
                .settle(
                    List.of(
                        Settle.snooze(first, LONG),
                        Settle.snooze(second, LONG),
                        Settle.complete(third))))
        .as(store().story("answers to the holders of one kept and two cancelled jobs"))
        .containsExactly(SettleResult.APPLIED, SettleResult.REMOVED, SettleResult.APPLIED);
  }

  @ParameterizedTest
  @EnumSource(names = {"RETRY", "RELEASE", "SNOOZE"})
  @Rule("K3")
  void aCancelledJobDoesNotComeBackAtOnce(Settle.Arrow arrow) {
    Job job = store().push("job");
    Claim claim = store().claimAndCancel(job);
    Settle settle = SettleRules.settle(claim, arrow);

    store().applyAsRemoval(new Settle(claim, arrow, Duration.ZERO, settle.failure()));

    store().expectNothingToClaim("after the end of a cancelled claim");
    store().expectCounts("pushed 1, removed 1");
  }

  @Test
  @Rule("K3")
  void aSnoozeOfTheLastAttemptDoesNotComeBackEither() {
    Job job = store().push(store().job("job").maxAttempts(1));
    Claim claim = store().claimAndCancel(job);

    store().applyAsRemoval(Settle.snooze(claim, LONG));

    store().check(job).isGone();
    store().expectCounts("pushed 1, removed 1");
  }

  @ParameterizedTest
  @EnumSource(names = {"RETRY", "RELEASE"})
  @Rule("K3")
  void theLastAttemptFailsAsEver(Settle.Arrow arrow) {
    Job job = store().push(store().job("job").maxAttempts(1));
    Claim claim = store().claimAndCancel(job);

    store().apply(SettleRules.settle(claim, arrow));

    store().check(job).is(JobState.FAILED).hasSpent(1);
    assertThat(store().view(job).isCancelled()).as(store().story(job)).isFalse();
    store().expectCounts("pushed 1, failed 1");
  }

  @Test
  @Rule("K3")
  void aSweepRemovesACancelledJobWhoseLeaseRanOut() {
    Job job = store().push("job");
    store().claimFor(step());
    store().cancel(job);

    store().pass(step().plus(precision()));
    store().sweep(10);

    store().check(job).isGone();
  }

  @Test
  @Rule("K3")
  void aClaimRemovesACancelledJobWhoseLeaseRanOut() {
    Job job = store().push("job");
    store().claimFor(step());
    store().cancel(job);

    store().pass(step().plus(precision()));

    store().expectNothingToClaim("after the holder of a cancelled job died");
    store().check(job).isGone();
  }

  @Test
  @Rule("K3")
  void aCancelledJobWhoseHolderDiedInItsLastAttemptFails() {
    Job job = store().push(store().job("job").maxAttempts(1));
    store().claimFor(step());
    store().cancel(job);

    store().pass(step().plus(precision()));
    store().sweep(10);

    store().check(job).is(JobState.FAILED);
    assertThat(store().view(job).isCancelled()).as(store().story(job)).isFalse();
  }

  @Test
  @Rule("K3")
  void aLateSettlementOfARemovedJobIsLost() {
    Job job = store().push("job");
    Claim claim = store().claimFor(step());
    store().cancel(job);
    store().pass(step().plus(precision()));
    store().sweep(10);

    assertThat(store().settle(Settle.complete(claim)))
        .as(store().story(job))
        .isEqualTo(SettleResult.LOST);
    store().check(job).isGone();
  }

  @Test
  @Rule("K3")
  void theFlagDoesNotOutliveItsClaim() {
    Job job = store().push(store().job("job").maxAttempts(1));
    store().apply(StoreProbe.retry(store().claimAndCancel(job)));
    assertThat(store().view(job).isCancelled()).as(store().story(job)).isFalse();

    store().requeue(job);
    Claim claim = store().claimOf(job);

    assertThat(store().view(job).isCancelled()).as(store().story(job)).isFalse();
    assertThat(store().extend(claim, LONG)).as(store().story(job)).isEqualTo(Extended.EXTENDED);
    store().apply(Settle.snooze(claim, Duration.ZERO));
    store().check(job).is(JobState.READY);
  }

  @Test
  @Rule("K3")
  void aNewJobUnderTheSameIdHasNoFlag() {
    Job job = store().push("job");
    store().applyAsRemoval(StoreProbe.retry(store().claimAndCancel(job)));
    JobId id = job.id();
    if (remembersSettled()) {
      return; // such a store takes no second job under this id yet
    }

    Job again = store().push(store().job("again").id(id));
    Claim claim = store().claimOf(again);

    assertThat(store().extend(claim, LONG)).as(store().story(again)).isEqualTo(Extended.EXTENDED);
  }
}
