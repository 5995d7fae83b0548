package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rule Q5: a paused queue gives nothing, and all else goes on. */
public abstract class PauseRules extends StoreChapter {

  @Test
  @Rule("Q5")
  void aPausedQueueGivesNoClaims() {
    store().push("job");
    store().pause(true);

    assertThat(store().turn(5, QUEUE).claims()).as(store().story("claims")).isEmpty();
    store().expectCounts("pushed 1, ready 1, paused 1");
  }

  @Test
  @Rule("Q5")
  void thereIsNoMoreInAPausedQueue() {
    store().push("job");
    store().pause(true);

    assertThat(store().turn(5, QUEUE).more()).as("more, in a paused queue").isFalse();
  }

  @Test
  @Rule("Q5")
  void afterThePauseWhatIsReadyIsClaimed() {
    store().push("before");
    store().pause(true);
    store().push("during");
    store().pause(false);

    assertThat(store().drain())
        .as(store().story("claims after the pause"))
        .containsExactlyInAnyOrder("before", "during");
  }

  @Test
  @Rule("Q5")
  void whatBecomesDueDuringThePauseIsClaimedAfterIt() {
    store().push(store().job("job").delay(step()));
    store().pause(true);
    store().pass(step().plus(precision()));

    store().expectNothingToClaim("of a job that became due in a paused queue");
    store().pause(false);
    assertThat(store().drain()).as(store().story("claims after the pause")).containsExactly("job");
  }

  @Test
  @Rule("Q5")
  void aLeaseThatRunsOutDuringThePauseIsNoticedAfterIt() {
    Job job = store().push("job");
    store().claimFor(step());
    store().pause(true);
    store().pass(step().plus(precision()));

    store().expectNothingToClaim("of a job whose lease ran out in a paused queue");
    store().pause(false);
    assertThat(store().drain()).as(store().story(job)).containsExactly("job");
  }

  @Test
  @Rule("Q5")
  void putsGoOn() {
    store().pause(true);

    Job job = store().push("job");

    store().check(job).is(JobState.READY);
  }

  @Test
  @Rule("Q5")
  void settlementsAndExtensionsGoOn() {
    store().pushEach("a", "b");
    Claim first = store().claim();
    Claim second = store().claim();
    store().pause(true);

    assertThat(store().extend(first, StoreProbe.LONG)).as("extension").isEqualTo(Extended.EXTENDED);
    assertThat(store().settle(Settle.complete(first))).as("a").isEqualTo(SettleResult.APPLIED);
    assertThat(store().settle(Settle.release(second, Duration.ZERO)))
        .as("b")
        .isEqualTo(SettleResult.APPLIED);
    store().expectNothingToClaim("of a job that was released in a paused queue");
  }

  @Test
  @Rule("Q5")
  void otherQueuesGoOn() {
    store().push("job");
    store().push(store().job("o").queue(OTHER));
    store().pause(true);

    assertThat(StoreProbe.labels(store().turn(5, QUEUE, OTHER).claims()))
        .as(store().story("claims of a paused queue and another"))
        .containsExactly("o");
  }

  @Test
  @Rule("Q5")
  void aPauseMayBeRepeated() {
    store().push("job");
    store().pause(true);
    store().pause(true);
    store().pause(false);

    assertThat(store().drain()).as(store().story("after one end of two pauses")).hasSize(1);
    store().pause(false);
    store().expectCounts("pushed 1, reserved 1");
  }

  @Test
  @Rule("Q5")
  void aQueueMayBePausedBeforeItsFirstJob() {
    store().pause(true);
    store().push("job");

    store().expectNothingToClaim("of a queue that was paused before its first job");
    assertThat(store().stats(QUEUE).paused()).as("paused").isTrue();
  }
}
