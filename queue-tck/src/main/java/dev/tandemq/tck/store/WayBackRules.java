package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rules S4, S6 and S7: the arrows that bring a job back, after an attempt or instead of one. */
public abstract class WayBackRules extends StoreChapter {

  @Test
  @Rule("S4")
  void aRetriedJobIsReadyAndTheAttemptIsSpent() {
    Job job = store().push("job");

    store().apply(StoreProbe.retry(store().claim()));

    store().check(job).is(JobState.READY).hasSpent(1);
    assertThat(store().claim().attempt()).as(store().story(job)).isEqualTo(2);
  }

  @Test
  @Rule("S4")
  void aRetryWithADelayIsDelayedForIt() {
    Job job = store().push("job");

    store().apply(Settle.retry(store().claim(), step(), new Failure("boom")));

    store().check(job).is(JobState.DELAYED).hasSpent(1);
    store().pass(almostStep());
    store().expectNothingToClaim("just before the delay of the retry has passed");
    store().pass(precision().multipliedBy(2));
    assertThat(store().drain()).as(store().story(job)).containsExactly("job");
  }

  @Test
  @Rule("S4")
  void theDelayIsCountedFromTheRetryAndNotFromTheClaim() {
    store().push("job");
    Claim claim = store().claim();
    store().pass(step());

    store().apply(Settle.retry(claim, step(), new Failure("boom")));

    store().pass(almostStep());
    store().expectNothingToClaim("just before the delay of the retry has passed");
  }

  @Test
  @Rule("S4")
  void aRetriedJobGoesToTheTailOfItsPriority() {
    needs(Capability.FIFO);
    store().pushEach("a", "b", "c");

    store().apply(StoreProbe.retry(store().claim()));

    assertThat(store().drain())
        .as(store().story("order after a retry of a"))
        .containsExactly("b", "c", "a");
  }

  @Test
  @Rule("S4")
  void aRetryOfTheLastAttemptFails() {
    Job job = store().push(store().job("job").maxAttempts(2));
    store().apply(StoreProbe.retry(store().claim()));
    store().check(job).is(JobState.READY).hasSpent(1);

    store().apply(StoreProbe.retry(store().claim()));

    store().check(job).is(JobState.FAILED).hasSpent(2);
    store().expectNothingToClaim("after the last attempt");
  }

  @Test
  @Rule("S4")
  void aRetryWithADelayOfTheLastAttemptFailsAtOnce() {
    Job job = store().push(store().job("job").maxAttempts(1));

    store().apply(Settle.retry(store().claim(), step(), new Failure("boom")));

    store().check(job).is(JobState.FAILED).hasSpent(1);
    store().pass(step().plus(precision()));
    store().expectNothingToClaim("after the delay of a retry without attempts left");
  }

  @Test
  @Rule("S6")
  void aReleasedJobIsReadyAndTheAttemptIsSpent() {
    Job job = store().push("job");

    store().apply(Settle.release(store().claim(), Duration.ZERO));

    store().check(job).is(JobState.READY).hasSpent(1);
    assertThat(store().claim().attempt()).as(store().story(job)).isEqualTo(2);
  }

  @Test
  @Rule("S6")
  void aReleaseWithADelayIsDelayedForIt() {
    Job job = store().push("job");

    store().apply(Settle.release(store().claim(), step()));

    store().check(job).is(JobState.DELAYED).hasSpent(1);
    store().pass(almostStep());
    store().expectNothingToClaim("just before the delay of the release has passed");
    store().pass(precision().multipliedBy(2));
    assertThat(store().drain()).as(store().story(job)).containsExactly("job");
  }

  @Test
  @Rule("S6")
  void aReleasedJobGoesToTheTailOfItsPriority() {
    needs(Capability.FIFO);
    store().pushEach("a", "b", "c");

    store().apply(Settle.release(store().claim(), Duration.ZERO));

    assertThat(store().drain())
        .as(store().story("order after a release of a"))
        .containsExactly("b", "c", "a");
  }

  @Test
  @Rule("S6")
  void aReleaseOfTheLastAttemptFails() {
    Job job = store().push(store().job("job").maxAttempts(1));

    store().apply(Settle.release(store().claim(), LONG));

    store().check(job).is(JobState.FAILED).hasSpent(1);
  }

  @Test
  @Rule("S7")
  void aSnoozedJobIsDelayedAndTheAttemptIsNotSpent() {
    Job job = store().push("job");

    store().apply(Settle.snooze(store().claim(), step()));

    store().check(job).is(JobState.DELAYED).hasSpent(0);
    store().pass(almostStep());
    store().expectNothingToClaim("just before the snooze is over");
    store().pass(precision().multipliedBy(2));
    assertThat(store().claim().attempt()).as(store().story(job)).isEqualTo(1);
  }

  @Test
  @Rule("S7")
  void aSnoozeWithoutADelayIsReady() {
    Job job = store().push("job");

    store().apply(Settle.snooze(store().claim(), Duration.ZERO));

    store().check(job).is(JobState.READY).hasSpent(0);
  }

  @Test
  @Rule("S7")
  void theCountOfSnoozesGrows() {
    Job job = store().push("job");
    for (int snoozes = 0; snoozes < 3; snoozes++) {
      Claim claim = store().claim();
      assertThat(claim.snoozes()).as(store().story(job)).isEqualTo(snoozes);
      store().apply(Settle.snooze(claim, Duration.ZERO));
    }
    assertThat(store().stats(StoreProbe.QUEUE).snoozed()).as(store().story(job)).isEqualTo(3);
  }

  @Test
  @Rule("S7")
  void theCountOfSnoozesStaysOverARetry() {
    Job job = store().push("job");
    store().apply(Settle.snooze(store().claim(), Duration.ZERO));

    store().apply(StoreProbe.retry(store().claim()));

    assertThat(store().claim().snoozes()).as(store().story(job)).isEqualTo(1);
  }

  @Test
  @Rule("S7")
  void aJobMayBeSnoozedInItsLastAttempt() {
    Job job = store().push(store().job("job").maxAttempts(1));

    store().apply(Settle.snooze(store().claim(), LONG));

    store().check(job).is(JobState.DELAYED).hasSpent(0);
  }

  @Test
  @Rule("S4")
  void theLongestDelayOfARetryIsKept() {
    expectLongestDelay(Settle.Arrow.RETRY);
  }

  @Test
  @Rule("S6")
  void theLongestDelayOfAReleaseIsKept() {
    expectLongestDelay(Settle.Arrow.RELEASE);
  }

  @Test
  @Rule("S7")
  void theLongestDelayOfASnoozeIsKept() {
    expectLongestDelay(Settle.Arrow.SNOOZE);
  }

  private void expectLongestDelay(Settle.Arrow arrow) {
    Job job = store().push("job");
    Claim claim = store().claim();

    store().apply(new Settle(claim, arrow, Job.LIMIT_DURATION, new Failure("")));

    store().pass(step());
    store().expectNothingToClaim("a step after " + arrow + " with the longest delay");
    store().check(job).is(JobState.DELAYED);
  }
}
