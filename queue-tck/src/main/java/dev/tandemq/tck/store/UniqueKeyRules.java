package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.PutResult.Added;
import dev.tandemq.store.PutResult.Duplicate;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules P5 and L3: one living job for each unique key of a queue, and who that is. */
public abstract class UniqueKeyRules extends StoreChapter {

  @BeforeEach
  final void needsUniqueKeys() {
    needs(Capability.UNIQUE_KEY);
  }

  private Job.Builder keyed(String label) {
    return store().job(label).uniqueKey("key");
  }

  @Test
  @Rule("P5")
  void aReadyJobHoldsItsKey() {
    Job holder = store().push(keyed("holder"));

    expectHeldBy(holder);
    store().expectCounts("pushed 1, ready 1");
  }

  @Test
  @Rule("P5")
  void aDelayedJobHoldsItsKey() {
    Job holder = store().push(keyed("holder").delay(StoreProbe.LONG));

    expectHeldBy(holder);
    store().check(holder).is(JobState.DELAYED);
  }

  @Test
  @Rule("P5")
  void aReservedJobHoldsItsKey() {
    Job holder = store().push(keyed("holder"));
    store().claim();

    expectHeldBy(holder);
    store().check(holder).is(JobState.RESERVED);
  }

  @Test
  @Rule("P5")
  void aJobHoldsItsKeyOverARetry() {
    Job holder = store().push(keyed("holder"));
    store().apply(StoreProbe.retry(store().claim()));

    expectHeldBy(holder);
  }

  @Test
  @Rule("P5")
  void aRequeuedJobHoldsItsKeyAgain() {
    Job holder = store().pushFailed(keyed("holder"));
    store().requeue(holder);

    expectHeldBy(holder);
  }

  @Test
  @Rule("P5")
  void theSecondJobOfABatchIsADuplicateOfTheFirst() {
    Job first = keyed("first").build();
    Job second = keyed("second").build();

    List<PutResult> answers = store().put(List.of(first, second));

    assertThat(answers)
        .as(store().story("two jobs of one key in one batch"))
        .containsExactlyInAnyOrder(new Added(first.id()), new Duplicate(first.id()));
    store().check(second).isGone();
  }

  private void expectHeldBy(Job holder) {
    Job second = keyed("second").build();

    PutResult answer = store().put(second);

    assertThat(answer).as(store().story(holder)).isEqualTo(new Duplicate(holder.id()));
    store().check(second).isGone();
  }

  @ParameterizedTest
  @EnumSource
  @Rule("L3")
  void aLivingJobIsFoundByItsKeyUnlessItFailed(JobState state) {
    Job.Builder builder = keyed("job");
    Job job =
        switch (state) {
          case DELAYED -> store().push(builder.delay(StoreProbe.LONG));
          case READY -> store().push(builder);
          case RESERVED -> store().claimOf(store().push(builder)).job();
          case FAILED -> store().pushFailed(builder);
        };

    assertThat(store().findUnique(QUEUE, "key"))
        .as(store().story(job))
        .isEqualTo(state == JobState.FAILED ? Optional.empty() : Optional.of(job.id()));
  }

  @Test
  @Rule("L3")
  void whoeverTookTheKeyOfAFailedJobIsFound() {
    Job failed = store().pushFailed(keyed("failed"));
    Job holder = store().push(keyed("holder"));
    store().remove(failed);

    assertThat(store().findUnique(QUEUE, "key")).as(store().story(holder)).contains(holder.id());
  }

  @Test
  @Rule("L3")
  void aRequeuedJobIsFoundByItsKeyAgain() {
    Job job = store().pushFailed(keyed("job"));
    store().requeue(job);

    assertThat(store().findUnique(QUEUE, "key")).as(store().story(job)).contains(job.id());
  }

  @Test
  @Rule("L3")
  void aKeyThatNobodyHoldsFindsNothing() {
    store().push(keyed("done"));
    store().apply(Settle.complete(store().claim()));
    store().push(keyed("elsewhere").queue(StoreProbe.OTHER));
    store().push(store().job("upper").uniqueKey("KEY"));

    assertThat(store().findUnique(QUEUE, "key")).as("the key of a finished job").isEmpty();
    assertThat(store().findUnique("unknown", "key")).as("a key of an unknown queue").isEmpty();
  }

  @Test
  @Rule("P5")
  void aCancelledJobFreesItsKey() {
    store().cancel(store().push(keyed("cancelled")));

    expectFree();
  }

  @Test
  @Rule("P5")
  void aCancelledClaimHoldsItsKeyUntilItsEnd() {
    Job holder = store().push(keyed("holder"));
    Claim claim = store().claimAndCancel(holder);

    expectHeldBy(holder);
    store().settle(StoreProbe.retry(claim));
    expectFree();
  }

  @Test
  @Rule("P5")
  void aFailedJobFreesItsKey() {
    store().pushFailed(keyed("failed"));

    expectFree();
  }

  @Test
  @Rule("P5")
  void aCompletedJobFreesItsKey() {
    store().push(keyed("done"));
    store().apply(Settle.complete(store().claim()));

    expectFree();
  }

  @Test
  @Rule("P5")
  void aDiscardedJobFreesItsKey() {
    store().push(keyed("dropped"));
    store().apply(Settle.discard(store().claim()));

    expectFree();
  }

  @Test
  @Rule("P5")
  void aRemovedJobFreesItsKey() {
    store().remove(store().push(keyed("removed")));

    expectFree();
  }

  @Test
  @Rule("P5")
  void aClearedJobFreesItsKey() {
    store().push(keyed("cleared"));
    store().clear();

    expectFree();
  }

  @Test
  @Rule("P5")
  void theEndOfAFailedJobDoesNotFreeTheKeyOfItsFollower() {
    Job failed = store().pushFailed(keyed("failed"));
    Job holder = store().push(keyed("holder"));

    store().remove(failed);

    expectHeldBy(holder);
  }

  @Test
  @Rule("P5")
  void aPrunedJobDoesNotFreeTheKeyOfItsFollower() {
    store().pushFailed(keyed("failed"));
    Job holder = store().push(keyed("holder"));

    store().prune(Duration.ofDays(365), 0, 10);

    expectHeldBy(holder);
  }

  @Test
  @Rule("P5")
  void anotherQueueHasKeysOfItsOwn() {
    store().push(keyed("here").queue(StoreProbe.OTHER));

    expectFree();
  }

  @Test
  @Rule("P5")
  void anotherKeyIsFree() {
    store().push(store().job("upper").uniqueKey("KEY"));

    expectFree();
  }

  private void expectFree() {
    Job second = keyed("second").build();

    PutResult answer = store().put(second);

    assertThat(answer).as(store().story(second)).isEqualTo(new Added(second.id()));
    store().check(second).is(JobState.READY);
  }
}
