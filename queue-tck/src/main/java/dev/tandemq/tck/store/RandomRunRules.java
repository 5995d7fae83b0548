package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.JobState;
import dev.tandemq.store.QueueStats;
import dev.tandemq.tck.rule.Rule;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules T1 and T2 over long random runs: the counters are compared after every step. */
public abstract class RandomRunRules extends StoreChapter {

  private static final int STEPS_IN_MEMORY = 1_000;

  // Where each step costs round trips and each lease that ends costs real time.
  private static final int STEPS_ELSEWHERE = 200;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  @Rule("T1")
  void countersAgreeWithARecountAfterEveryStep(long seed) {
    run(
        seed,
        run -> {
          for (String queue : List.of(QUEUE, OTHER)) {
            QueueStats stats = store().stats(queue);
            assertThat(Ledger.placesOf(stats))
                .as(story(seed, run, queue))
                .isEqualTo(run.ledger().places(queue));
            assertThat(stats.pushed())
                .as(story(seed, run, queue))
                .isEqualTo(stats.size() + stats.failed() + stats.completed() + stats.removed());
          }
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5})
  @Rule("T1")
  void countersAgreeWithTheListsAtTheEnd(long seed) {
    needs(Capability.LIST);
    run(seed, run -> {});

    for (String queue : List.of(QUEUE, OTHER)) {
      QueueStats stats = store().stats(queue);
      assertThat(List.of(stats.ready(), stats.delayed(), stats.reserved(), stats.failed()))
          .as(store().story("ready, delayed, reserved and failed jobs of " + queue))
          .isEqualTo(
              List.of(
                  listed(queue, JobState.READY),
                  listed(queue, JobState.DELAYED),
                  listed(queue, JobState.RESERVED),
                  listed(queue, JobState.FAILED)));
    }
  }

  private long listed(String queue, JobState state) {
    return store().listAll(queue, state, 7).size();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {6, 7})
  @Rule("T2")
  void everyArrowIsCountedInEveryStep(long seed) {
    run(
        seed,
        run -> {
          for (String queue : List.of(QUEUE, OTHER)) {
            QueueStats stats = store().stats(queue);
            Ledger.Sum sum = run.ledger().events(queue);
            assertThat(List.of(stats.retries(), stats.snoozed(), stats.rescued()))
                .as("retries, snoozed and rescued; " + story(seed, run, queue))
                .isEqualTo(List.of(sum.retries, sum.snoozed, sum.rescued));
            assertThat(stats.retried())
                .as("retried; " + story(seed, run, queue))
                .isBetween(sum.leastRetried, sum.mostRetried);
          }
        });
  }

  private void run(long seed, Consumer<RandomRun> check) {
    RandomRun run = new RandomRun(currentFixture(), store(), seed);
    int steps =
        currentFixture().capabilities().has(Capability.LOCAL) ? STEPS_IN_MEMORY : STEPS_ELSEWHERE;
    for (int i = 0; i < steps; i++) {
      run.step();
      check.accept(run);
    }
  }

  private String story(long seed, RandomRun run, String queue) {
    return store().story(queue + " after " + run.lastStep() + ", seed " + seed);
  }
}
