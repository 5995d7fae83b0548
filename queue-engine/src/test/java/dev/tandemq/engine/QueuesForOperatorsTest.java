package dev.tandemq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.event.EventSubscription;
import dev.tandemq.engine.explain.Explanation;
import dev.tandemq.engine.explain.Reason;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.queue.FailedFilter;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the connection tells and does for whoever is on call. */
final class QueuesForOperatorsTest {

  private static final JobId NOBODY = new JobId(1, 1);

  private final ManualContext clock = new ManualContext(1);
  private final Queues queues =
      Queues.open("memory:", clock, Drivers.of(List.of(new MemoryDriver())));
  private final Queue queue = queues.queue("q");

  @AfterEach
  void close() {
    queues.close();
  }

  // ---- find and cancel

  @Test
  void jobIsFoundWhateverItsQueue() {
    JobId id = queues.queue("other").push("job");

    assertThat(queues.find(id).map(JobView::state)).contains(JobState.READY);
    assertThat(queues.find(NOBODY)).isEmpty();
  }

  @Test
  void jobIsCancelledWhateverItsQueue() throws Exception {
    JobId waiting = queues.queue("other").push("job");
    JobId claimed = queue.push("job");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();

    assertThat(queues.cancel(waiting)).isEqualTo(CancelResult.REMOVED);
    assertThat(queues.cancel(claimed)).isEqualTo(CancelResult.REQUESTED);
    assertThat(queues.cancel(NOBODY)).isEqualTo(CancelResult.NONE);
    assertThat(queues.explain(claimed).reasons()).startsWith(new Reason.CancelRequested());
    queue.release(claim, Duration.ZERO);
    assertThat(queues.find(claimed)).isEmpty();
  }

  // ---- explain

  @Test
  void jobThatNobodyServesIsExplained() {
    JobId id = queue.push("job");

    Explanation why = queues.explain(id);

    assertThat(why.job()).isPresent();
    assertThat(why.has(Reason.NoWorker.class)).isTrue();
    queues.worker("q").build(job -> {});
    assertThat(queues.explain(id).has(Reason.NoWorker.class)).isFalse();
  }

  @Test
  void pushThatWasAnsweredWithAnotherJobIsExplainedByIt() {
    var first = queue.newJob().uniqueKey("k").build();
    var second = queue.newJob().uniqueKey("k").build();
    var third = queue.newJob().uniqueKey("k").build();
    queue.push(first);
    queue.push(first);
    queue.push(second);
    queue.pushBatch(List.of(third));

    assertThat(queues.explain(second.id()).reasons())
        .containsExactly(new Reason.IsDuplicate(first.id()));
    assertThat(queues.explain(third.id()).reasons())
        .containsExactly(new Reason.IsDuplicate(first.id()));
    assertThat(queues.explain(first.id()).job()).isPresent();
    assertThat(queues.explain(NOBODY).reasons()).containsExactly(new Reason.Unknown());
  }

  @Test
  void onlyTheLatestThousandDuplicatesAreRemembered() {
    queue.push(queue.newJob().uniqueKey("k").build());
    List<JobId> pushed = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      var job = queue.newJob().uniqueKey("k").build();
      pushed.add(job.id());
      queue.push(job);
    }

    assertThat(queues.explain(pushed.get(0)).has(Reason.Unknown.class)).isTrue();
    assertThat(queues.explain(pushed.get(1)).has(Reason.IsDuplicate.class)).isTrue();
    assertThat(queues.explain(pushed.get(1000)).has(Reason.IsDuplicate.class)).isTrue();
  }

  @Test
  void failedJobWhoseKeyIsTakenIsExplained() throws Exception {
    JobId failed = queue.push(queue.newJob().uniqueKey("k").build());
    queue.bury(queue.pop(Duration.ZERO).orElseThrow(), "boom");
    assertThat(queues.explain(failed).reasons()).hasSize(1);
    JobId heir = queue.push(queue.newJob().uniqueKey("k").build());

    assertThat(queues.explain(failed).reasons()).contains(new Reason.UniqueTwin(heir));
    assertThat(queues.explain(failed).text()).contains("(bury): boom");
  }

  // ---- events

  @Test
  void eventsOfAQueueAreHeard() {
    List<Class<?>> heard = new ArrayList<>();
    EventSubscription subscription = queues.onEvent(event -> heard.add(event.getClass()));
    var job = queue.newJob().build();
    queue.push(job);
    queue.push(job);
    queue.pause();
    clock.runUntilIdle();

    assertThat(heard)
        .containsExactly(
            QueueEvent.Pushed.class, QueueEvent.Duplicated.class, QueueEvent.QueuePaused.class);
    assertThat(subscription.dropped()).isZero();
    subscription.close();
    queue.resume();
    clock.runUntilIdle();
    assertThat(heard).hasSize(3);
  }

  @Test
  void whatAnOperatorDoesIsHeardToo() throws Exception {
    List<QueueEvent> heard = new ArrayList<>();
    queues.onEvent(heard::add);
    JobId waiting = queue.push("waits");
    JobId running = queue.push(queue.newJob().payload("runs").priority(1).build());
    var claim = queue.pop(Duration.ZERO).orElseThrow();
    clock.runUntilIdle();
    heard.clear();

    queues.cancel(running);
    queue.cancel(waiting);
    queue.cancel(waiting);
    queue.bury(claim, "broken");
    queue.failed().retry(running);
    queue.bury(queue.pop(Duration.ZERO).orElseThrow(), "broken");
    queue.failed().forgetAll(FailedFilter.any());
    clock.runUntilIdle();

    var now = clock.time().now();
    assertThat(heard)
        .containsExactly(
            new QueueEvent.Cancelled(now, running, true),
            new QueueEvent.Cancelled(now, waiting, false),
            new QueueEvent.FailedRetried(now, queue.name(), 1),
            new QueueEvent.FailedForgotten(now, queue.name(), 1));
  }

  // ---- upkeep

  @Test
  void connectionWithAWorkerLooksAfterQueuesThatNobodyServes() throws Exception {
    JobId delayed = queue.later(Duration.ofSeconds(2), "job");
    clock.advance(Duration.ofSeconds(10));
    assertThat(queues.find(delayed).map(JobView::state)).contains(JobState.DELAYED);

    var worker = queues.worker("other").start(job -> {});
    clock.advance(Duration.ofSeconds(2));
    assertThat(queues.find(delayed).map(JobView::state)).contains(JobState.READY);

    worker.stop();
    clock.advance(Duration.ofSeconds(1));
    assertThat(clock.pendingTimers()).as("costs nothing without a worker").isZero();
  }

  @Test
  void closedConnectionAnswersNothing() {
    queues.close();

    assertThat(clock.pendingTimers()).isZero();
    assertThatThrownBy(() -> queues.find(NOBODY)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> queues.cancel(NOBODY)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> queues.explain(NOBODY)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> queues.onEvent(event -> {})).isInstanceOf(IllegalStateException.class);
  }
}
