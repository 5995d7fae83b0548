package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules L1 and L2: what people see of jobs. */
public abstract class LookRules extends StoreChapter {

  @ParameterizedTest
  @EnumSource
  @Rule("L1")
  void aJobIsFoundInEveryState(JobState state) {
    Job job = store().pushInto(state, "job");

    JobView view = store().view(job);

    assertThat(view.job().id()).as(store().story(job)).isEqualTo(job.id());
    assertThat(view.state()).as(store().story(job)).isEqualTo(state);
    if (state != JobState.RESERVED) {
      assertThat(view.node()).as(store().story(job)).isNull();
      assertThat(view.leaseUntil()).as(store().story(job)).isNull();
      assertThat(view.reservedAt()).as(store().story(job)).isNull();
    }
  }

  @Test
  @Rule("L1")
  void aReservedJobTellsWhoHoldsItAndUntilWhen() {
    Job job = store().push("job");
    Claim claim = store().claim(QUEUE, LONG, "node-7");

    JobView view = store().view(job);

    assertThat(view.node()).as(store().story(job)).isEqualTo("node-7");
    assertThat(view.token()).as(store().story(job)).isEqualTo(claim.token());
    assertThat(view.reservedAt()).as(store().story(job)).isNotNull();
    assertThat(Duration.between(view.reservedAt(), view.leaseUntil()))
        .as(store().story(job))
        .isBetween(LONG.minus(precision()), LONG.plus(precision()));
    assertThat(Duration.between(claim.leaseUntil(), view.leaseUntil()).abs())
        .as(store().story(job))
        .isLessThanOrEqualTo(precision());
  }

  @Test
  @Rule("L1")
  void theAttemptThatRunsIsNotAmongThoseSpent() {
    Job job = store().push("job");
    store().apply(StoreProbe.retry(store().claim()));

    store().claim();

    store().check(job).is(JobState.RESERVED).hasSpent(1);
  }

  @Test
  @Rule("L1")
  void aDelayedJobTellsWhenItBecomesReady() {
    Job ready = store().push("ready");
    Job delayed = store().push(store().job("delayed").delay(LONG));

    Duration between =
        Duration.between(store().view(ready).availableAt(), store().view(delayed).availableAt());

    assertThat(between)
        .as(store().story(delayed))
        .isBetween(LONG.minus(precision()), LONG.plus(precision()));
  }

  @Test
  @Rule("L1")
  void aJobThatIsGoneIsNotFound() {
    Job completed = store().push("completed");
    store().apply(Settle.complete(store().claim()));
    Job removed = store().push("removed");
    store().remove(removed);

    assertThat(store().find(completed.id())).as(store().story(completed)).isEmpty();
    assertThat(store().find(removed.id())).as(store().story(removed)).isEmpty();
  }

  @Test
  @Rule("L1")
  void aJobThatWasNeverPutIsNotFound() {
    assertThat(store().find(new JobId(1, 2))).as("a job that was never put").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 1000})
  @Rule("L2")
  void eachJobIsListedOnce(int pageSize) {
    needs(Capability.LIST);
    List<JobId> ids = store().pushMany("j", 6).stream().map(Job::id).toList();

    List<JobView> listed = store().listAll(QUEUE, JobState.READY, pageSize);

    assertThat(listed)
        .as(store().story("ready jobs by pages of " + pageSize))
        .extracting(view -> view.job().id())
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @ParameterizedTest
  @EnumSource
  @Rule("L2")
  void onlyJobsOfTheStateAndTheQueueAreListed(JobState state) {
    needs(Capability.LIST);
    Job failed = store().pushInto(JobState.FAILED, "failed");
    Job reserved = store().pushInto(JobState.RESERVED, "reserved");
    Job ready = store().pushInto(JobState.READY, "ready");
    Job delayed = store().pushInto(JobState.DELAYED, "delayed");
    store().push(store().job("elsewhere").queue(OTHER));
    Job expected =
        switch (state) {
          case FAILED -> failed;
          case RESERVED -> reserved;
          case READY -> ready;
          case DELAYED -> delayed;
        };

    assertThat(store().listAll(QUEUE, state, 10))
        .as(store().story(state + " jobs"))
        .extracting(view -> view.job().id(), JobView::state)
        .containsExactly(tuple(expected.id(), state));
  }

  @Test
  @Rule("L2")
  void anUnknownQueueListsNothing() {
    needs(Capability.LIST);

    assertThat(store().listAll("unknown", JobState.READY, 10)).as("an unknown queue").isEmpty();
  }

  @Test
  @Rule("L2")
  void jobsThatLeaveWhileOnePagesHideNoOthers() {
    needs(Capability.LIST);
    List<JobId> ids = new ArrayList<>(store().pushMany("j", 6).stream().map(Job::id).toList());
    Pages pages = new Pages(currentFixture(), store().store(), QUEUE, JobState.READY);

    Page<JobView> first = pages.read(PageRequest.first(2));
    first.items().forEach(view -> store().remove(view.job()));
    List<JobView> rest = pages.rest(first, 2);

    first.items().forEach(view -> ids.remove(view.job().id()));
    assertThat(rest)
        .as(store().story("jobs after those of the first page were removed"))
        .extracting(view -> view.job().id())
        .containsExactlyInAnyOrderElementsOf(ids);
  }
}
