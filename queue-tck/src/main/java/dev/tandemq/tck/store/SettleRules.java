package dev.tandemq.tck.store;

import static dev.tandemq.store.SettleResult.APPLIED;
import static dev.tandemq.store.SettleResult.LOST;
import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.NODE;
import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rules S1, S3, S5, S9, S11 and S12: how settlements are applied, and the arrows that end a job.
 */
public abstract class SettleRules extends StoreChapter {

  @Test
  @Rule("S1")
  void settlementsAreAppliedBeforeTheClaims() {
    Job job = store().push("job");
    Claim claim = store().claim();

    Turn turn = settleAndClaim(List.of(StoreProbe.retry(claim)));

    assertThat(turn.settled()).as(store().story(job)).containsExactly(APPLIED);
    assertThat(turn.claims())
        .as(store().story("claims of the turn that gave the only job back"))
        .extracting(next -> next.job().id())
        .containsExactly(job.id());
  }

  @Test
  @Rule("S1")
  void eachSettlementHasItsOwnAnswerInOrder() {
    store().pushEach("a", "b", "c");
    List<Claim> claims = store().claim(3);
    store().apply(StoreProbe.bury(claims.get(0)));

    List<SettleResult> answers = store().settle(claims.stream().map(Settle::complete).toList());

    assertThat(answers)
        .as(store().story("answers for a which was buried before, for b and for c"))
        .containsExactly(LOST, APPLIED, APPLIED);
  }

  @Test
  @Rule("S1")
  void theFirstOfTwoSettlementsOfOneClaimCounts() {
    Job job = store().push("job");
    Claim claim = store().claim();

    List<SettleResult> answers =
        store().settle(List.of(Settle.discard(claim), Settle.complete(claim)));

    assertThat(answers).as(store().story(job)).containsExactly(APPLIED, LOST);
    store().check(job).isGone();
  }

  @Test
  @Rule("S1")
  void settlementsMayBelongToAnyQueue() {
    store().push(store().job("job").queue(OTHER));
    Claim claim = store().claim(OTHER, LONG, NODE);
    store().push("mine");

    Turn turn = settleAndClaim(List.of(Settle.complete(claim)));

    assertThat(turn.settled()).as("a settlement in another queue").containsExactly(APPLIED);
    assertThat(StoreProbe.labels(turn.claims())).as("claims of the turn").containsExactly("mine");
    assertThat(store().counts(OTHER)).as("its queue").isEqualTo("pushed 1, completed 1");
  }

  private Turn settleAndClaim(List<Settle> settles) {
    return store().turn(new TurnRequest(settles, List.of(QUEUE), 1, LONG, NODE));
  }

  @Test
  @Rule("S3")
  void aCompletedJobIsGoneAndCounted() {
    Job job = store().push("job");

    SettleResult answer = store().settle(Settle.complete(store().claim()));

    assertThat(answer).as(store().story(job)).isEqualTo(APPLIED);
    store().check(job).isGone();
    store().expectCounts("pushed 1, completed 1");
  }

  @Test
  @Rule("S3")
  void aCompletedJobIsNeverClaimedAgain() {
    store().push("job");
    store().apply(Settle.complete(store().claimFor(step())));

    store().expectNothingToClaim("after the completion");
    store().pass(step().plus(precision()));
    store().sweep(10);
    store().expectNothingToClaim("after the lease of the completed claim");
  }

  @Test
  @Rule("S3")
  void aJobMayCompleteWithItsLastAttempt() {
    Job job = store().push(store().job("job").maxAttempts(1));

    store().apply(Settle.complete(store().claim()));

    store().check(job).isGone();
  }

  @Test
  @Rule("S5")
  void aBuriedJobIsFailedWithAttemptsLeft() {
    Job job = store().push(store().job("job").maxAttempts(10));

    store().apply(StoreProbe.bury(store().claim()));

    store().check(job).is(JobState.FAILED).hasSpent(1);
  }

  @Test
  @Rule("S5")
  void aBuriedJobIsNotClaimed() {
    store().push("job");
    store().apply(StoreProbe.bury(store().claimFor(step())));

    store().expectNothingToClaim("after the bury");
    store().pass(step().plus(precision()));
    store().expectNothingToClaim("after the lease of the buried claim");
  }

  @Test
  @Rule("S9")
  void aDiscardedJobIsGoneAndCountedAsRemoved() {
    Job job = store().push("job");

    store().apply(Settle.discard(store().claim()));

    store().check(job).isGone();
    store().expectCounts("pushed 1, removed 1");
    store().expectNothingToClaim("after the discard");
  }

  @ParameterizedTest
  @EnumSource
  @Rule("S11")
  void theSameSettlementAgainIsCountedOnce(Settle.Arrow arrow) {
    store().push("job");
    Settle settle = settle(store().claim(), arrow);
    store().apply(settle);
    String counts = store().counts();

    SettleResult again = store().settle(settle);

    assertThat(again)
        .as(store().story("the second " + arrow + " of the same claim"))
        .isEqualTo(remembersSettled() ? APPLIED : LOST);
    store().expectCounts(counts);
  }

  @Test
  @Rule("S11")
  void theSameSettlementTwiceInOneTurnIsCountedOnce() {
    store().push("job");
    Settle complete = Settle.complete(store().claim());

    List<SettleResult> answers = store().settle(List.of(complete, complete));

    assertThat(answers)
        .as(store().story("two completions of the same claim in one turn"))
        .containsExactly(APPLIED, remembersSettled() ? APPLIED : LOST);
    store().expectCounts("pushed 1, completed 1");
  }

  @Test
  @Rule("S11")
  void aRememberedSettlementIsAppliedOnlyForItsOwnArrow() {
    assumeTrue(remembersSettled(), "the store does not remember settled claims");
    Job job = store().push("job");
    Claim claim = store().claim();
    store().apply(Settle.complete(claim));

    assertThat(store().settle(StoreProbe.bury(claim))).as(store().story(job)).isEqualTo(LOST);
    store().expectCounts("pushed 1, completed 1");
  }

  @ParameterizedTest
  @EnumSource
  @Rule("S12")
  void aClaimWhoseLeaseRanOutUnnoticedMayStillSettle(Settle.Arrow arrow) {
    Job job = store().push("job");
    Claim claim = store().claimFor(step());

    store().pass(step().multipliedBy(2));
    SettleResult answer = store().settle(settle(claim, arrow));

    assertThat(answer).as(store().story(job)).isEqualTo(APPLIED);
    assertThat(store().stats(QUEUE).rescued()).as(store().story(job)).isZero();
  }

  /** A settlement by each arrow; those that can be delayed are, for a long time. */
  static Settle settle(Claim claim, Settle.Arrow arrow) {
    return switch (arrow) {
      case COMPLETE -> Settle.complete(claim);
      case RETRY -> Settle.retry(claim, LONG, new Failure("boom"));
      case BURY -> StoreProbe.bury(claim);
      case RELEASE -> Settle.release(claim, LONG);
      case SNOOZE -> Settle.snooze(claim, LONG);
      case HAND_BACK -> Settle.handBack(claim);
      case DISCARD -> Settle.discard(claim);
    };
  }

  @Test
  @Rule("S12")
  void aLateSettlementInATurnThatClaimsComesBeforeTheRescue() {
    Job job = store().push("job");
    Claim claim = store().claimFor(step());
    store().pass(step().plus(Duration.ofNanos(1)).plus(precision()));

    Turn turn = settleAndClaim(List.of(Settle.complete(claim)));

    assertThat(turn.settled()).as(store().story(job)).containsExactly(APPLIED);
    assertThat(turn.claims()).as(store().story(job)).isEmpty();
    store().expectCounts("pushed 1, completed 1");
  }
}
