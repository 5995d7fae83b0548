package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules T2, T3 and T4: how each arrow is counted, and how counters are read. */
public abstract class StatsRules extends StoreChapter {

  @ParameterizedTest(name = "{0} with attempts left: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          COMPLETE  | pushed 1, completed 1
          RETRY     | pushed 1, delayed 1, retried 1, retries 1
          BURY      | pushed 1, failed 1
          RELEASE   | pushed 1, delayed 1, retried 1, retries 1
          SNOOZE    | pushed 1, delayed 1, snoozed 1
          HAND_BACK | pushed 1, ready 1
          DISCARD   | pushed 1, removed 1
          """)
  @Rule("T2")
  void eachArrowIsCounted(Settle.Arrow arrow, String counts) {
    store().push("job");

    store().apply(SettleRules.settle(store().claim(), arrow));

    store().expectCounts(counts);
  }

  @ParameterizedTest(name = "{0} of the last attempt: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          COMPLETE  | pushed 1, completed 1
          RETRY     | pushed 1, failed 1
          BURY      | pushed 1, failed 1
          RELEASE   | pushed 1, failed 1
          SNOOZE    | pushed 1, delayed 1, snoozed 1
          HAND_BACK | pushed 1, ready 1
          DISCARD   | pushed 1, removed 1
          """)
  @Rule("T2")
  void eachArrowOfTheLastAttemptIsCounted(Settle.Arrow arrow, String counts) {
    store().push(store().job("job").maxAttempts(1));

    store().apply(SettleRules.settle(store().claim(), arrow));

    store().expectCounts(counts);
  }

  @Test
  @Rule("T2")
  void aRetryWithoutADelayIsCountedAsReady() {
    store().push("job");

    store().apply(StoreProbe.retry(store().claim()));

    store().expectCounts("pushed 1, ready 1, retried 1, retries 1");
  }

  @Test
  @Rule("T2")
  void aJobIsCountedAsRetriedOnceAndEachRetryIsCounted() {
    store().push(store().job("job").maxAttempts(5));
    store().apply(StoreProbe.retry(store().claim()));
    store().apply(Settle.release(store().claim(), Duration.ZERO));
    store().apply(StoreProbe.retry(store().claim()));

    store().expectCounts("pushed 1, ready 1, retried 1, retries 3");
  }

  @Test
  @Rule("T2")
  void aHandBackOrASnoozeInBetweenIsNoRetry() {
    store().push("job");
    store().apply(Settle.handBack(store().claim()));
    store().apply(Settle.snooze(store().claim(), Duration.ZERO));
    store().apply(StoreProbe.retry(store().claim()));

    store().expectCounts("pushed 1, ready 1, retried 1, retries 1, snoozed 1");
  }

  @Test
  @Rule("T2")
  void aRescueIsCountedAsRescuedAndAsARetry() {
    store().push("job");
    store().claimFor(step());

    store().pass(step().plus(precision()));
    store().sweep(10);

    store().expectCounts("pushed 1, ready 1, retried 1, retries 1, rescued 1");
  }

  @Test
  @Rule("T2")
  void aRescueOfTheLastAttemptIsCountedAsRescuedAndFailed() {
    store().push(store().job("job").maxAttempts(1));
    store().claimFor(step());

    store().pass(step().plus(precision()));
    store().sweep(10);

    store().expectCounts("pushed 1, failed 1, rescued 1");
  }

  @Test
  @Rule("T2")
  void aRescueOfACancelledJobIsCountedAsRescuedAndRemoved() {
    Job job = store().push("job");
    store().claimFor(step());
    store().cancel(job);

    store().pass(step().plus(precision()));
    store().sweep(10);

    store().expectCounts("pushed 1, removed 1, rescued 1");
  }

  @Test
  @Rule("T2")
  void aPromotionIsNotARetry() {
    store().push(store().job("job").delay(step()));

    store().pass(step().plus(precision()));
    store().sweep(10);

    store().expectCounts("pushed 1, ready 1");
  }

  @Test
  @Rule("T2")
  void aRequeueTakesOneFromTheFailed() {
    Job job = store().pushFailed("job");
    store().expectCounts("pushed 1, failed 1");

    store().requeue(job);

    store().expectCounts("pushed 1, ready 1");
  }

  @Test
  @Rule("T2")
  void removeAndPruneAndClearAreCountedAsRemoved() {
    store().pushFailed("pruned");
    store().prune(LONG, 0, 10);
    store().remove(store().push("removed"));
    store().push("cleared");
    store().clear();

    store().expectCounts("pushed 3, removed 3");
  }

  @Test
  @Rule("T2")
  void aDuplicateIsNotCounted() {
    Job job = store().push("job");

    store().put(job);

    store().expectCounts("pushed 1, ready 1");
  }

  @Test
  @Rule("T2")
  void theFirstAndTheLastPushAreTold() {
    store().push("first");
    QueueStats before = store().stats(QUEUE);
    store().pass(step());
    store().push("last");

    QueueStats after = store().stats(QUEUE);

    assertThat(after.createdAt()).as("the first push").isPresent().isEqualTo(before.createdAt());
    assertThat(Duration.between(before.lastJobAt().orElseThrow(), after.lastJobAt().orElseThrow()))
        .as("time between the pushes")
        .isBetween(step().minus(precision()), step().plus(precision().multipliedBy(2)));
  }

  @Test
  @Rule("T3")
  void anUnknownQueueAnswersZerosAndIsNotCreated() {
    assertThat(store().stats("unknown")).as("stats").isEqualTo(QueueStats.none("unknown"));
    store().turn(5, "unknown");
    store().sweep(5);
    store().clear();
    store().prune(Duration.ZERO, 0, 5);
    store().findUnique("unknown", "key");

    assertThat(store().queues()).as("queues after questions about unknown ones").isEmpty();
  }

  @Test
  @Rule("T3")
  void aQueueThatIsOnlyListenedToIsNotCreated() {
    store().store().onReady("unknown", () -> {}).close();
    store().store().onRoom("unknown", () -> {}).close();

    assertThat(store().queues()).as("queues after a subscription").isEmpty();
  }

  @Test
  @Rule("T3")
  void queuesThatEverHeldAJobAreNamedInOrder() {
    for (String name : List.of("beta", "Alpha", "alpha", "beta.2", "beta-1")) {
      Job job = store().push(store().job("job").queue(name));
      store().remove(job);
    }

    assertThat(store().queues())
        .as("queues by name")
        .containsExactly("Alpha", "alpha", "beta", "beta-1", "beta.2");
  }

  @Test
  @Rule("T3")
  void aQueueThatEverHadAFlagIsNamed() {
    store().pause(true);
    store().pause(false);
    store().bound(OTHER, 5);
    store().bound(OTHER, 0);

    assertThat(store().queues()).as("queues without jobs").containsExactlyInAnyOrder(QUEUE, OTHER);
  }

  @Test
  @Rule("T4")
  void severalQueuesAreReadInTheOrderAskedFor() {
    store().push("job");
    store().push(store().job("o").queue(OTHER).delay(LONG));

    List<QueueStats> stats =
        currentFixture().await(store().store().stats(List.of("unknown", OTHER, QUEUE, OTHER)));

    assertThat(stats)
        .as("stats of four queues, one unknown, one asked for twice")
        .extracting(QueueStats::queue)
        .containsExactly("unknown", OTHER, QUEUE, OTHER);
    assertThat(stats)
        .extracting(Counts::of)
        .containsExactly("", "pushed 1, delayed 1", "pushed 1, ready 1", "pushed 1, delayed 1");
  }

  @Test
  @Rule("T4")
  void noQueuesHaveNoStats() {
    assertThat(currentFixture().await(store().store().stats(List.of()))).as("stats").isEmpty();
  }
}
