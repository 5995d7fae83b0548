package dev.tandemq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.QueueStats;
import dev.tandemq.tck.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules T1 and T2 after eight threads have done all that a store can do, in any order. */
public abstract class StormRules extends StoreChapter {

  private static final int THREADS = 8;

  /** How many calls the threads make together; fewer where each costs a round trip. */
  protected int operations() {
    return currentFixture().capabilities().has(Capability.LOCAL) ? 2_000 : 400;
  }

  private Storm storm() {
    Storm storm = new Storm(currentFixture(), store().store());
    storm.rage(THREADS, operations());
    return storm;
  }

  private String story(QueueStats stats) {
    return store().story("after " + operations() + " operations: " + stats);
  }

  @Test
  @Rule("T1")
  void countersAgreeWithARecountAfterAStorm() {
    needs(Capability.LIST);
    Storm storm = storm();

    for (String queue : Storm.QUEUES) {
      QueueStats stats = store().stats(queue);
      assertThat(stats.pushed())
          .as(story(stats))
          .isEqualTo(stats.size() + stats.failed() + stats.completed() + stats.removed());
      assertThat(recount(queue))
          .as("jobs by state, listed; " + story(stats))
          .isEqualTo(List.of(stats.ready(), stats.delayed(), stats.reserved(), stats.failed()));
      storm.tally(queue).compareEnds(stats, story(stats));
    }
  }

  @Test
  @Rule("T2")
  void countersAgreeWithTheAnswersAfterAStorm() {
    Storm storm = storm();

    for (String queue : Storm.QUEUES) {
      QueueStats stats = store().stats(queue);
      storm.tally(queue).compareArrows(stats, story(stats));
    }
  }

  /** Lists the jobs of each state, each of which must be in that state alone and hold its key. */
  private List<Long> recount(String queue) {
    List<Long> counts = new ArrayList<>();
    Map<JobId, JobState> states = new HashMap<>();
    for (JobState state :
        List.of(JobState.READY, JobState.DELAYED, JobState.RESERVED, JobState.FAILED)) {
      List<JobView> listed = store().listAll(queue, state, 500);
      for (JobView view : listed) {
        assertThat(states.put(view.job().id(), state)).as("a second state of " + view).isNull();
        if (state != JobState.FAILED) {
          expectToHoldItsKey(queue, view.job());
        }
      }
      counts.add((long) listed.size());
    }
    return counts;
  }

  private void expectToHoldItsKey(String queue, Job job) {
    job.uniqueKey()
        .ifPresent(
            key ->
                assertThat(store().findUnique(queue, key))
                    .as(store().story("holder of " + key))
                    .contains(job.id()));
  }
}
