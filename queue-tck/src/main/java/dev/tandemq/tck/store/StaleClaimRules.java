package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.tck.rule.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules S2 and E2: who lost a job cannot move it any more. */
public abstract class StaleClaimRules extends StoreChapter {

  static Stream<Arguments> arrowsOfStaleClaims() {
    return Arrays.stream(Staleness.values())
        .flatMap(
            staleness ->
                Arrays.stream(Settle.Arrow.values())
                    .filter(arrow -> !staleness.repeats(arrow))
                    .map(arrow -> Arguments.of(staleness, arrow)));
  }

  @ParameterizedTest
  @MethodSource("arrowsOfStaleClaims")
  @Rule("S2")
  void aStaleClaimCannotSettle(Staleness staleness, Settle.Arrow arrow) {
    Job job = store().push(store().job("job").maxAttempts(5));
    Claim stale = store().claimFor(step());
    staleness.happenTo(stale, store(), step().plus(precision()));
    Moment before = Moment.of(job, store());

    SettleResult answer = store().settle(SettleRules.settle(stale, arrow));

    assertThat(answer)
        .as(store().story(arrow + " by a claim that was " + staleness + ": " + before))
        .isEqualTo(SettleResult.LOST);
    assertThat(Moment.of(job, store()))
        .as(store().story("the job after " + arrow + " by a claim that was " + staleness))
        .isEqualTo(before);
  }

  @Test
  @Rule("S2")
  void aTokenThatWasNeverGivenCannotSettle() {
    Job job = store().push("job");
    Claim claim = store().claim();
    Claim forged =
        new Claim(
            job,
            claim.token() + 1,
            claim.attempt(),
            claim.snoozes(),
            claim.node(),
            claim.leaseUntil(),
            claim.waited());

    assertThat(store().settle(Settle.complete(forged)))
        .as(store().story(job))
        .isEqualTo(SettleResult.LOST);
    store().check(job).is(JobState.RESERVED);
  }

  @Test
  @Rule("S2")
  void theNewestClaimSettlesAfterAStaleOneWasRefused() {
    Job job = store().push("job");
    Claim stale = store().claimFor(step());
    store().pass(step().plus(precision()));
    Claim newest = store().claim();

    List<SettleResult> answers =
        store().settle(List.of(StoreProbe.bury(stale), Settle.complete(newest)));

    assertThat(answers)
        .as(store().story(job))
        .containsExactly(SettleResult.LOST, SettleResult.APPLIED);
    store().check(job).isGone();
  }

  @ParameterizedTest
  @EnumSource
  @Rule("E2")
  void aStaleClaimCannotExtend(Staleness staleness) {
    assumeFalse(
        staleness == Staleness.REMOVED_AND_PUSHED_AGAIN && remembersSettled(),
        "the store remembers finished ids");
    Job job = store().push(store().job("job").maxAttempts(5));
    Claim stale = store().claimFor(step());
    staleness.happenTo(stale, store(), step().plus(precision()));
    Moment before = Moment.of(job, store());

    Extended answer = store().extend(stale, LONG.multipliedBy(2));

    assertThat(answer)
        .as(store().story("extension of a claim that was " + staleness + ": " + before))
        .isEqualTo(Extended.LOST);
    assertThat(Moment.of(job, store()))
        .as(store().story("the job after an extension of a claim that was " + staleness))
        .isEqualTo(before);
  }

  @Test
  @Rule("E2")
  void aStaleExtensionDoesNotPutOffTheRescueOfItsFollower() {
    Job job = store().push("job");
    Claim stale = store().claimFor(step());
    store().pass(step().plus(precision()));
    store().claimFor(step());

    Extended answer = store().extend(stale, LONG);

    assertThat(answer).as(store().story(job)).isEqualTo(Extended.LOST);
    store().pass(step().plus(precision()));
    assertThat(store().claim(1))
        .as(store().story("claims after the lease of the follower has run out"))
        .hasSize(1);
  }
}
