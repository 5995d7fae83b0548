package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Turn;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules C1, C2, C5, C7, C8 and C9: what a claim takes, and what it tells. */
public abstract class ClaimRules extends StoreChapter {

  @Test
  @Rule("C1")
  void aClaimReservesTheJob() {
    Job job = store().push("job");

    Claim claim = store().claim(QUEUE, LONG, "node-7");

    assertThat(claim.job().id()).as(store().story(job)).isEqualTo(job.id());
    assertThat(claim.token()).as(store().story(job)).isPositive();
    assertThat(claim.attempt()).as(store().story(job)).isEqualTo(1);
    assertThat(claim.snoozes()).as(store().story(job)).isZero();
    assertThat(claim.node()).as(store().story(job)).isEqualTo("node-7");
    store().check(job).is(JobState.RESERVED).hasSpent(0);
    store().expectCounts("pushed 1, reserved 1");
  }

  @Test
  @Rule("C1")
  void aReservedJobIsNotClaimedAgain() {
    store().push("job");
    store().claim();

    store().expectNothingToClaim("while another claim holds the job");
  }

  @Test
  @Rule("C1")
  void theNumberOfTheAttemptGrowsWithEachOneSpent() {
    store().push("job");
    List<Integer> attempts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Claim claim = store().claim();
      attempts.add(claim.attempt());
      store().apply(StoreProbe.retry(claim));
    }

    assertThat(attempts).as(store().story("attempts of three claims")).containsExactly(1, 2, 3);
  }

  @Test
  @Rule("C1")
  void aClaimOfAnUnknownQueueIsEmpty() {
    Turn turn = store().turn(5, "unknown");

    assertThat(turn.claims()).as(store().story("claims in an unknown queue")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  @Rule("C2")
  void atMostAsManyAsWantedAreClaimed(int want) {
    store().pushMany("j", 8);

    List<Claim> claims = store().claim(want);

    assertThat(claims).as(store().story("claims of 8 ready jobs")).hasSize(want);
    store().expectCounts("pushed 8, ready " + (8 - want) + ", reserved " + want);
  }

  @Test
  @Rule("C2")
  void aClaimOfMoreThanThereIsTakesAll() {
    store().pushMany("j", 3);

    List<Claim> claims = store().claim(10);

    assertThat(claims).as(store().story("claims of 3 ready jobs")).hasSize(3);
  }

  @Test
  @Rule("C2")
  void aClaimOfNothingTakesNothing() {
    store().push("job");

    Turn turn = store().turn(0, QUEUE);

    assertThat(turn.claims()).as(store().story("claims when none is wanted")).isEmpty();
    store().expectCounts("pushed 1, ready 1");
  }

  @Test
  @Rule("C2")
  void theLimitCountsOverAllQueues() {
    store().pushMany("j", 2);
    store().push(store().job("o0").queue(OTHER));
    store().push(store().job("o1").queue(OTHER));

    Turn turn = store().turn(3, QUEUE, OTHER);

    assertThat(turn.claims()).as(store().story("claims of two queues")).hasSize(3);
  }

  @Test
  @Rule("C5")
  void aClaimTakesWhatHasBecomeDue() {
    Job job = store().push(store().job("job").delay(step()));

    store().pass(step().plus(precision()));
    List<String> claimed = store().drain();

    assertThat(claimed).as(store().story(job)).containsExactly("job");
    store().expectCounts("pushed 1, reserved 1");
  }

  @Test
  @Rule("C5")
  void aClaimTakesWhatHasBecomeDueAfterARetry() {
    Job job = store().push("job");
    store().apply(Settle.release(store().claim(), step()));

    store().pass(step().plus(precision()));

    assertThat(store().drain()).as(store().story(job)).containsExactly("job");
  }

  @Test
  @Rule("C5")
  void manyJobsThatBecomeDueAtOnceAreAllTaken() {
    int many = Math.min(100, currentFixture().capabilities().maxBatch());
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      jobs.add(store().job("j" + i).delay(step()).build());
    }
    store().put(jobs);

    store().pass(step().plus(precision().multipliedBy(2)));

    assertThat(store().claim(many)).as(store().story(many + " jobs were due")).hasSize(many);
  }

  @Test
  @Rule("C7")
  void tokensGrowOverEveryWayBack() {
    Job job = store().push(store().job("job").maxAttempts(10));
    List<Long> tokens = new ArrayList<>();
    store().apply(Settle.release(tokenOf(store().claim(), tokens), Duration.ZERO));
    store().apply(StoreProbe.retry(tokenOf(store().claim(), tokens)));
    store().apply(Settle.handBack(tokenOf(store().claim(), tokens)));
    store().apply(Settle.snooze(tokenOf(store().claim(), tokens), Duration.ZERO));
    tokenOf(store().claimFor(step()), tokens);
    store().pass(step().plus(precision()));
    store().apply(StoreProbe.bury(tokenOf(store().claim(), tokens)));
    store().requeue(job);
    tokenOf(store().claim(), tokens);

    assertThat(tokens)
        .as(store().story("tokens after release, retry, hand-back, snooze, rescue and requeue"))
        .hasSize(7)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static Claim tokenOf(Claim claim, List<Long> tokens) {
    tokens.add(claim.token());
    return claim;
  }

  @Test
  @Rule("C7")
  void theTokenOfTheLatestClaimIsFound() {
    Job job = store().push("job");
    assertThat(store().view(job).token()).as("token before the first claim").isZero();

    Claim claim = store().claim();
    JobView reserved = store().view(job);
    store().apply(StoreProbe.bury(claim));
    store().requeue(job);

    assertThat(reserved.token()).as(store().story(job)).isEqualTo(claim.token());
    assertThat(store().view(job).token()).as(store().story(job)).isEqualTo(claim.token());
  }

  @Test
  @Rule("C8")
  void thereIsMoreWhenJobsAreLeft() {
    store().pushMany("j", 3);

    assertThat(store().turn(2, QUEUE).more()).as("more, with one of three left").isTrue();
  }

  @Test
  @Rule("C8")
  void thereIsNoMoreWhenTheLastJobWasTaken() {
    store().pushMany("j", 2);

    assertThat(store().turn(2, QUEUE).more()).as("more, with none of two left").isFalse();
    assertThat(store().turn(2, QUEUE).more()).as("more, in an empty queue").isFalse();
  }

  @Test
  @Rule("C8")
  void thereIsMoreWhenASecondQueueHasJobsLeft() {
    store().push("job");
    store().push(store().job("o").queue(OTHER));

    assertThat(store().turn(1, QUEUE, OTHER).more()).as("more, in the second queue").isTrue();
    assertThat(store().turn(1, QUEUE, OTHER).more()).as("more, with both empty").isFalse();
  }

  @Test
  @Rule("C8")
  void thereIsNoMoreWhenOnlyDelayedAndReservedJobsAreLeft() {
    store().push("job");
    store().push(store().job("later").delay(LONG));

    assertThat(store().turn(1, QUEUE).more()).as("more, with a delayed job left").isFalse();
    assertThat(store().turn(1, QUEUE).more()).as("more, with a reserved job left").isFalse();
  }

  @Test
  @Rule("C8")
  void thereIsMoreWhenADueJobIsLeft() {
    store().push("now");
    store().push(store().job("due").delay(step()));
    store().pass(step().plus(precision()));

    assertThat(store().turn(1, QUEUE).more()).as("more, with a due job left").isTrue();
  }

  @Test
  @Rule("C9")
  void theWaitIsCountedFromThePush() {
    store().push("job");

    store().pass(step());

    expectWait(store().claim(), step());
  }

  @Test
  @Rule("C9")
  void theWaitOfADelayedJobIsCountedFromItsDueTime() {
    store().push(store().job("job").delay(step()));

    store().pass(step().multipliedBy(3));

    expectWait(store().claim(), step().multipliedBy(2));
  }

  @Test
  @Rule("C9")
  void theWaitOfARetriedJobIsCountedFromTheRetry() {
    store().push("job");
    store().pass(step());
    Claim first = store().claim();
    store().pass(step());
    store().apply(StoreProbe.retry(first));

    store().pass(step());

    expectWait(store().claim(), step());
  }

  @Test
  @Rule("C9")
  void theWaitOfARequeuedJobIsCountedFromTheRequeue() {
    Job job = store().pushFailed("job");
    store().pass(step());
    store().requeue(job);

    store().pass(step());

    expectWait(store().claim(), step());
  }

  private void expectWait(Claim claim, Duration expected) {
    assertThat(claim.waited())
        .as(store().story("how long " + claim + " had been ready"))
        .isBetween(expected.minus(precision()), expected.plus(precision().multipliedBy(2)));
  }
}
