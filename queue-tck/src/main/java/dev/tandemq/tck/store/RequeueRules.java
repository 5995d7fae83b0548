package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule Q1: how failed jobs get a second chance. */
public abstract class RequeueRules extends StoreChapter {

  @Test
  @Rule("Q1")
  void aRequeuedJobIsReadyWithItsAttemptsBack() {
    Job job = store().pushFailed("job");

    assertThat(store().requeue(job)).as("jobs that moved").isEqualTo(1);

    store().check(job).is(JobState.READY).hasSpent(0);
    Claim claim = store().claim();
    assertThat(claim.attempt()).as(store().story(job)).isEqualTo(1);
  }

  @Test
  @Rule("Q1")
  void aRequeuedJobHasAllItsAttemptsAgain() {
    Job job = store().push(store().job("job").maxAttempts(2));
    store().apply(StoreProbe.retry(store().claim()));
    store().apply(StoreProbe.retry(store().claim()));
    store().requeue(job);

    store().apply(StoreProbe.retry(store().claim()));
    store().check(job).is(JobState.READY).hasSpent(1);
    store().apply(StoreProbe.retry(store().claim()));
    store().check(job).is(JobState.FAILED).hasSpent(2);
  }

  @Test
  @Rule("Q1")
  void aRequeuedJobHasNoSnoozes() {
    Job job = store().push(store().job("job").maxAttempts(1));
    store().apply(Settle.snooze(store().claim(), Duration.ZERO));
    store().apply(StoreProbe.retry(store().claim()));

    store().requeue(job);

    assertThat(store().claim().snoozes()).as(store().story(job)).isZero();
  }

  @Test
  @Rule("Q1")
  void theHistoryIsKept() {
    Job job = store().pushFailed("job");

    store().requeue(job);

    assertThat(store().view(job).history()).as(store().story(job)).hasSize(1);
  }

  @Test
  @Rule("Q1")
  void requeuedJobsGoToTheTail() {
    needs(Capability.FIFO);
    Job first = store().pushFailed("first");
    Job second = store().pushFailed("second");
    store().push("ready");

    assertThat(store().requeue(second, first)).as("jobs that moved").isEqualTo(2);

    assertThat(store().drain())
        .as(store().story("order after a requeue of two"))
        .startsWith("ready")
        .containsExactlyInAnyOrder("ready", "first", "second");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAILED")
  @Rule("Q1")
  void aJobThatHasNotFailedIsPassedOver(JobState state) {
    Job job = store().pushInto(state, "job");
    String counts = store().counts();

    assertThat(store().requeue(job)).as("jobs that moved").isZero();

    store().check(job).is(state);
    store().expectCounts(counts);
  }

  @Test
  @Rule("Q1")
  void unknownAndForeignAndRepeatedIdsArePassedOver() {
    Job failed = store().pushFailed("failed");
    Job foreign = store().pushFailed(store().job("foreign").queue(OTHER));
    Job unknown = store().job("unknown").build();

    int moved = store().requeue(unknown, foreign, failed, failed);

    assertThat(moved).as("jobs that moved").isEqualTo(1);
    store().check(failed).is(JobState.READY);
    store().check(foreign).is(JobState.FAILED);
    store().check(unknown).isGone();
  }

  @Test
  @Rule("Q1")
  void aJobWhoseUniqueKeyWasTakenSinceIsPassedOver() {
    needs(Capability.UNIQUE_KEY);
    Job failed = store().pushFailed(store().job("failed").uniqueKey("key"));
    Job holder = store().push(store().job("holder").uniqueKey("key"));

    assertThat(store().requeue(failed)).as("jobs that moved").isZero();

    store().check(failed).is(JobState.FAILED);
    store().check(holder).is(JobState.READY);
  }

  @Test
  @Rule("Q1")
  void ofTwoFailedJobsWithOneUniqueKeyOneIsRequeued() {
    needs(Capability.UNIQUE_KEY);
    Job first = store().pushFailed(store().job("first").uniqueKey("key"));
    Job second = store().pushFailed(store().job("second").uniqueKey("key"));

    assertThat(store().requeue(first, second)).as("jobs that moved").isEqualTo(1);

    store().check(first).is(JobState.READY);
    store().check(second).is(JobState.FAILED);
  }
}
