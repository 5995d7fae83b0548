package dev.tandemq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.PutResult.Added;
import dev.tandemq.store.PutResult.Duplicate;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule P5: one living job for each unique key of a queue. */
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
