package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.PutResult.Added;
import dev.tandemq.store.PutResult.Duplicate;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules P1, P3, P4, P6 and P7: what a put does to the store and what it answers. */
public abstract class PutRules extends StoreChapter {

  // More would say more about the memory of the test than about the store.
  private static final int LARGEST_TESTED_PAYLOAD = 64 << 20;

  @Test
  @Rule("P1")
  void aPutJobIsReadyWhenTheAnswerIsThere() {
    Job job = store().push("job");

    store().check(job).is(JobState.READY).hasSpent(0);
    store().expectCounts("pushed 1, ready 1");
  }

  @Test
  @Rule("P1")
  void aPutJobWithADelayIsDelayedWhenTheAnswerIsThere() {
    Job job = store().push(store().job("job").delay(StoreProbe.LONG));

    store().check(job).is(JobState.DELAYED).hasSpent(0);
    store().expectCounts("pushed 1, delayed 1");
  }

  @Test
  @Rule("P1")
  void eachJobOfALargeBatchIsThereWhenTheAnswerIsThere() {
    List<Job> batch = new ArrayList<>();
    for (int i = 0; i < Math.min(150, currentFixture().capabilities().maxBatch()); i++) {
      batch.add(store().job("n" + i).build());
    }

    store().put(batch);

    batch.forEach(job -> store().check(job).is(JobState.READY));
  }

  @Test
  @Rule("P3")
  void aDelayedJobIsNotClaimedBeforeItsDelayHasPassed() {
    store().push(store().job("job").delay(step()));

    store().expectNothingToClaim("at once");
    store().pass(almostStep());
    store().expectNothingToClaim("just before the delay has passed");
  }

  @Test
  @Rule("P3")
  void aJobWithTheLongestDelayIsNotClaimed() {
    Job job = store().push(store().job("job").delay(Job.LIMIT_DURATION));

    store().pass(step());

    store().expectNothingToClaim("a step after a push with the longest delay");
    store().check(job).is(JobState.DELAYED);
  }

  @Test
  @Rule("P3")
  void aWallClockThatJumpsAheadMakesNoJobEarly() {
    Consumer<Duration> wallClock = wallClock();
    store().push(store().job("job").delay(step()));

    wallClock.accept(Duration.ofDays(400));
    store().expectNothingToClaim("after a jump of the wall clock alone");
    store().pass(almostStep());
    store().expectNothingToClaim("just before the delay has passed");
  }

  @Test
  @Rule("P3")
  void aWallClockThatJumpsBackMakesNoJobLate() {
    Consumer<Duration> wallClock = wallClock();
    Job job = store().push(store().job("job").delay(step()));

    wallClock.accept(Duration.ofDays(-400));
    store().pass(step().plus(precision()));

    assertThat(store().drain()).as(store().story(job)).containsExactly("job");
  }

  private Consumer<Duration> wallClock() {
    assumeTrue(
        currentFixture().wallClock().isPresent(),
        "the wall clock of this store cannot be moved by a test");
    return currentFixture().wallClock().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  @Rule("P4")
  void aSecondPutOfALivingJobIsADuplicateAndChangesNothing(JobState state) {
    Job job = store().pushInto(state, "job");
    Moment before = Moment.of(job, store());

    Job again = job.toBuilder().queue(OTHER).payload("changed").delay(Duration.ZERO).build();
    PutResult answer = store().put(again);

    assertThat(answer).as(store().story(job)).isEqualTo(new Duplicate(job.id()));
    assertThat(Moment.of(job, store())).as(store().story(job)).isEqualTo(before);
    assertThat(store().counts(OTHER)).as("counters of the queue of the second put").isEmpty();
  }

  @Test
  @Rule("P4")
  void aSecondPutOfAJobThatIsRememberedIsADuplicate() {
    assumeTrue(remembersSettled(), "the store does not remember finished jobs");
    Job job = store().push("job");
    store().apply(Settle.complete(store().claim()));

    PutResult answer = store().put(job);

    assertThat(answer).as(store().story(job)).isEqualTo(new Duplicate(job.id()));
    store().expectNothingToClaim("after the second put of a completed job");
    store().expectCounts("pushed 1, completed 1");
  }

  @Test
  @Rule("P4")
  void oneBatchMayBeRepeatedAsAWhole() {
    List<Job> batch = List.of(store().job("a").build(), store().job("b").build());
    store().put(batch);

    List<PutResult> answers = store().put(batch);

    assertThat(answers)
        .as(store().story("answers to the second put"))
        .containsExactlyInAnyOrder(
            new Duplicate(batch.get(0).id()), new Duplicate(batch.get(1).id()));
    store().expectCounts("pushed 2, ready 2");
  }

  @Test
  @Rule("P4")
  void anIdThatStandsTwiceInOneBatchIsOneJob() {
    Job job = store().job("job").build();

    List<PutResult> answers = store().put(List.of(job, job));

    assertThat(answers)
        .as(store().story(job))
        .containsExactlyInAnyOrder(new Added(job.id()), new Duplicate(job.id()));
    store().expectCounts("pushed 1, ready 1");
  }

  @Test
  @Rule("P6")
  void aBatchWithOneJobThatIsRefusedIsNotPutAtAll() {
    needs(Capability.ATOMIC_BATCH);
    int limit = currentFixture().capabilities().maxPayloadBytes();
    assumeTrue(limit <= LARGEST_TESTED_PAYLOAD, "the payload limit is too large to cross it");
    Job good = store().job("good").build();
    Job tooLarge = store().job("large").payload(new byte[limit + 1]).build();

    assertThatThrownBy(
            () -> store().put(List.of(good, tooLarge)),
            store().story("a batch whose last payload is one byte over the limit"))
        .isInstanceOf(IllegalArgumentException.class);

    store().check(good).isGone();
    store().expectCounts("");
  }

  @Test
  @Rule("P7")
  void answersComeInTheOrderOfTheJobs() {
    Job known = store().push("known");
    Job first = store().job("first").build();
    Job last = store().job("last").build();

    List<PutResult> answers = store().put(List.of(first, known, last));

    assertThat(answers)
        .as(store().story("answers to a new, a known and a new job"))
        .containsExactly(new Added(first.id()), new Duplicate(known.id()), new Added(last.id()));
  }

  @Test
  @Rule("P7")
  void aLargeBatchHasAnAnswerForEachJob() {
    List<Job> batch = new ArrayList<>();
    for (int i = 0; i < Math.min(300, currentFixture().capabilities().maxBatch()); i++) {
      batch.add(store().job("n" + i).build());
    }

    List<PutResult> answers = store().put(batch);

    List<PutResult> expected = batch.stream().<PutResult>map(job -> new Added(job.id())).toList();
    assertThat(answers).as(store().story("answers to a large batch")).isEqualTo(expected);
    store().expectCounts("pushed " + batch.size() + ", ready " + batch.size());
  }

  @Test
  @Rule("P7")
  void anEmptyBatchHasAnEmptyAnswer() {
    assertThat(store().put(List.of())).as(store().story("answers to nothing")).isEmpty();
    store().expectCounts("");
  }
}
