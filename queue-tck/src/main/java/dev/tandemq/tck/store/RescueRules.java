package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Swept;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules R1 to R4: what becomes of jobs whose holder died, and what a sweep moves. */
public abstract class RescueRules extends StoreChapter {

  @Test
  @Rule("R1")
  void theNextClaimFindsAJobWhoseLeaseRanOut() {
    Job job = store().push("job");
    Claim first = store().claimFor(step());

    store().pass(step().plus(precision()));
    Claim second = store().claim();

    assertThat(second.job().id()).as(store().story(job)).isEqualTo(job.id());
    assertThat(second.token()).as(store().story(job)).isGreaterThan(first.token());
  }

  @Test
  @Rule("R1")
  void jobsOfSeveralDeadHoldersAreAllFound() {
    store().pushMany("j", 20);
    store().turn(new TurnRequest(List.of(), List.of(QUEUE), 20, step(), "dead"));

    store().pass(step().plus(precision()));

    assertThat(store().claim(20)).as(store().story("claims after 20 leases ran out")).hasSize(20);
  }

  @Test
  @Rule("R2")
  void aJobIsNotRescuedBeforeItsLeaseHasEnded() {
    Job job = store().push("job");
    store().claimFor(step());

    store().pass(almostStep());

    store().expectNothingToClaim("just before the lease ends");
    assertThat(store().sweep(10)).as(store().story(job)).isEqualTo(new Swept(0, 0, false));
    store().check(job).is(JobState.RESERVED);
  }

  @Test
  @Rule("R2")
  void eachLeaseHasItsOwnEnd() {
    store().pushEach("short", "long");
    store().claimFor(step());
    store().claimFor(LONG);

    store().pass(step().plus(precision()));

    assertThat(store().drain())
        .as(store().story("claims after the shorter of two leases"))
        .containsExactly("short");
  }

  @Test
  @Rule("R2")
  void ofManyLeasesOnlyThoseThatEndedAreRescued() {
    store().pushMany("j", 12);
    for (int i = 0; i < 12; i++) {
      // Neither the order of the claims nor its reverse.
      store().claimFor(step().multipliedBy(i % 2 == 0 ? 1 : 100L - i));
    }

    store().pass(step().plus(precision().multipliedBy(2)));

    assertThat(store().drain())
        .as(store().story("claims after every second lease has ended"))
        .containsExactlyInAnyOrder("j0", "j2", "j4", "j6", "j8", "j10");
  }

  @Test
  @Rule("R3")
  void aRescueSpendsTheAttempt() {
    Job job = store().push("job");
    store().claim(QUEUE, step(), "dead");

    store().pass(step().plus(precision()));
    store().sweep(10);

    store().check(job).is(JobState.READY).hasSpent(1);
    assertThat(store().claim().attempt()).as(store().story(job)).isEqualTo(2);
  }

  @Test
  @Rule("R3")
  void aRescueByAClaimSpendsTheAttempt() {
    Job job = store().push("job");
    store().claim(QUEUE, step(), "dead");

    store().pass(step().plus(precision()));
    Claim claim = store().claim();

    assertThat(claim.attempt()).as(store().story(job)).isEqualTo(2);
    store().check(job).hasSpent(1);
  }

  @Test
  @Rule("R3")
  void aRescueIsToldInTheHistory() {
    Job job = store().push("job");
    store().claim(QUEUE, step(), "dead");

    store().pass(step().plus(precision()));
    store().sweep(10);

    assertThat(store().view(job).history())
        .as(store().story(job))
        .extracting(attempt -> tuple(attempt.number(), attempt.node(), attempt.end()))
        .containsExactly(tuple(1, "dead", "rescue"));
  }

  @Test
  @Rule("R3")
  void aRescueOfTheLastAttemptFails() {
    Job job = store().push(store().job("job").maxAttempts(1));
    store().claimFor(step());

    store().pass(step().plus(precision()));
    store().expectNothingToClaim("after the holder of the last attempt died");

    store().check(job).is(JobState.FAILED).hasSpent(1);
    assertThat(store().view(job).history())
        .as(store().story(job))
        .extracting(attempt -> attempt.end())
        .containsExactly("rescue");
  }

  @Test
  @Rule("R3")
  void aJobThatKillsEachHolderIsSetAsideAndTheOthersFlow() {
    Job poison = store().push(store().job("poison").maxAttempts(3));
    for (int i = 0; i < 3; i++) {
      store().claimFor(step());
      store().pass(step().plus(precision()));
    }
    store().push("next");

    assertThat(store().drain())
        .as(store().story("claims after three holders of one job died"))
        .containsExactly("next");
    store().check(poison).is(JobState.FAILED).hasSpent(3);
  }

  @Test
  @Rule("R3")
  void aRescuedJobGoesToTheTail() {
    needs(Capability.FIFO);
    store().push("dead");
    store().claimFor(step());
    store().pushEach("a", "b");

    store().pass(step().plus(precision()));

    assertThat(store().drain())
        .as(store().story("order after a rescue"))
        .containsExactly("a", "b", "dead");
  }

  @Test
  @Rule("R4")
  void aSweepPromotesWhatIsDueAndRescuesWhatRanOut() {
    Job held = store().push("held");
    store().claimFor(step());
    Job due = store().push(store().job("due").delay(step()));
    Job later = store().push(store().job("later").delay(LONG));

    store().pass(step().plus(precision().multipliedBy(2)));
    Swept swept = store().sweep(10);

    assertThat(swept).as("what the sweep moved").isEqualTo(new Swept(1, 1, false));
    store().check(held).is(JobState.READY);
    store().check(due).is(JobState.READY);
    store().check(later).is(JobState.DELAYED);
  }

  @Test
  @Rule("R4")
  void aSweepMovesAtMostAsManyAsAllowedAndTellsThatThereIsMore() {
    for (int i = 0; i < 5; i++) {
      store().push(store().job("j" + i).delay(step()));
    }
    store().pass(step().plus(precision().multipliedBy(2)));

    assertThat(store().sweep(2)).as("the first sweep").isEqualTo(new Swept(2, 0, true));
    assertThat(store().sweep(3)).as("the second sweep").isEqualTo(new Swept(3, 0, false));
    assertThat(store().sweep(3)).as("a sweep of nothing").isEqualTo(new Swept(0, 0, false));
    store().expectCounts("pushed 5, ready 5");
  }

  @Test
  @Rule("R4")
  void theLimitCountsBothKinds() {
    store().pushEach("a", "b");
    store().claimFor(step());
    store().claimFor(step());
    store().push(store().job("c").delay(step()));
    store().push(store().job("d").delay(step()));
    store().pass(step().plus(precision().multipliedBy(2)));

    Swept first = store().sweep(3);
    Swept second = store().sweep(3);

    assertThat(first.promoted() + first.rescued()).as("moved by the first sweep").isEqualTo(3);
    assertThat(first.more()).as("more after the first sweep").isTrue();
    assertThat(second.promoted() + second.rescued()).as("moved by the second").isEqualTo(1);
    assertThat(second.more()).as("more after the second sweep").isFalse();
  }

  @Test
  @Rule("R4")
  void aSweepStaysInItsQueue() {
    store().push(store().job("o").queue(StoreProbe.OTHER).delay(step()));
    store().pass(step().plus(precision()));

    assertThat(store().sweep(10))
        .as("a sweep of the first queue")
        .isEqualTo(new Swept(0, 0, false));
  }
}
