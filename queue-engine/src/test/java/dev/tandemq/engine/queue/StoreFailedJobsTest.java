package dev.tandemq.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.queue.FailedFilter;
import dev.tandemq.queue.FailedJobs;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.SettleResult;
import dev.tandemq.tck.rule.Rule;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The failed jobs of a queue over the memory store. */
final class StoreFailedJobsTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final ManualContext clock = new ManualContext(1);

  // ---- look

  @Test
  void failedJobsAreCountedFoundAndListed() throws Exception {
    Queue queue = queue();
    JobId failed = fail(queue, queue.newJob(), "boom");
    JobId ready = queue.push("ready");

    FailedJobs jobs = queue.failed();

    assertThat(jobs.count()).isEqualTo(1);
    assertThat(jobs.find(failed).map(JobView::state)).contains(JobState.FAILED);
    assertThat(jobs.find(ready)).isEmpty();
    assertThat(ids(jobs.list(PageRequest.first(10)).items())).containsExactly(failed);
  }

  @Test
  void failedJobOfAnotherQueueIsNotOneOfThese() throws Exception {
    Queues queues = queues(new WatchedDriver());
    Queue other = queues.queue("other");
    JobId failed = fail(other, other.newJob(), "boom");
    FailedJobs jobs = queues.queue("q").failed();

    assertThat(jobs.find(failed)).isEmpty();
    assertThat(jobs.retry(failed)).isFalse();
    assertThat(jobs.forget(failed)).isFalse();
    assertThat(jobs.retryAll(FailedFilter.any())).isZero();
    assertThat(jobs.forgetAll(FailedFilter.any())).isZero();
    assertThat(jobs.prune(Duration.ZERO, 0)).isZero();
    assertThat(other.failed().count()).isEqualTo(1);
  }

  @Test
  void filterAsksForTypeTagsAndErrorTogether() throws Exception {
    Queue queue = queue();
    JobId a = fail(queue, queue.newJob().type("mail").tag("shop", "de"), "connection refused");
    JobId b = fail(queue, queue.newJob().type("mail").tag("shop", "fr"), "connection refused");
    JobId c = fail(queue, queue.newJob().type("print").tag("shop", "de"), "no paper");
    FailedFilter any = FailedFilter.any();

    assertThat(found(queue, any)).containsExactlyInAnyOrder(a, b, c);
    assertThat(found(queue, any.type("mail"))).containsExactlyInAnyOrder(a, b);
    assertThat(found(queue, any.tag("shop", "de"))).containsExactlyInAnyOrder(a, c);
    assertThat(found(queue, any.error("refused"))).containsExactlyInAnyOrder(a, b);
    assertThat(found(queue, any.error("Refused"))).isEmpty();
    assertThat(found(queue, any.type("mail").tag("shop", "de").error("conn"))).containsExactly(a);
    assertThat(found(queue, any.tag("shop", "de").tag("size", "xl"))).isEmpty();
    assertThat(found(queue, any.tag("shop", "de").tag("shop", "fr"))).containsExactly(b);
  }

  @Test
  void filterLooksAtTheLastErrorOnly() throws Exception {
    Queue queue = queue();
    JobId id = fail(queue, queue.newJob(), "first");
    assertThat(queue.failed().retry(id)).isTrue();
    queue.bury(queue.pop(Duration.ZERO).orElseThrow(), "second");

    assertThat(found(queue, FailedFilter.any().error("first"))).isEmpty();
    assertThat(found(queue, FailedFilter.any().error("second"))).containsExactly(id);
  }

  @Test
  void pagesShowEachJobOnceAlsoWhenTheFilterLeavesThemEmpty() throws Exception {
    Queue queue = queue();
    Set<JobId> mail = new HashSet<>();
    for (int i = 0; i < 25; i++) {
      fail(queue, queue.newJob().type("print"), "x");
    }
    for (int i = 0; i < 5; i++) {
      mail.add(fail(queue, queue.newJob().type("mail"), "x"));
    }
    List<JobId> seen = new ArrayList<>();
    Optional<String> next = Optional.empty();
    int pages = 0;
    do {
      Page<JobView> page =
          queue.failed().list(FailedFilter.any().type("mail"), new PageRequest(7, next));
      seen.addAll(ids(page.items()));
      next = page.next();
      pages++;
    } while (next.isPresent());

    assertThat(seen).containsExactlyInAnyOrderElementsOf(mail);
    assertThat(pages).isEqualTo(5);
  }

  // ---- retry

  @Test
  void retriedJobHasAllItsAttemptsAgainAndKeepsItsHistory() throws Exception {
    Queue queue = queue();
    JobId id = fail(queue, queue.newJob().maxAttempts(2), "boom");

    assertThat(queue.failed().retry(id)).isTrue();
    assertThat(queue.failed().retry(id)).isFalse();

    JobView view = queue.find(id).orElseThrow();
    assertThat(view.state()).isEqualTo(JobState.READY);
    assertThat(view.attempts()).isZero();
    assertThat(view.history())
        .extracting(attempt -> attempt.failure().error())
        .containsExactly("boom");
    assertThat(queue.stats().failed()).isZero();
  }

  @Test
  void historyIsBoundedOverManyRetries() throws Exception {
    Queue queue = queue();
    JobId id = fail(queue, queue.newJob(), "error 0 " + "x".repeat(5000));
    for (int i = 1; i <= 24; i++) {
      assertThat(queue.failed().retry(id)).isTrue();
      queue.bury(queue.pop(Duration.ZERO).orElseThrow(), "error " + i + " " + "x".repeat(5000));
    }

    List<Attempt> history = queue.failed().find(id).orElseThrow().history();

    assertThat(history).hasSize(20);
    assertThat(history.get(0).failure().error()).startsWith("error 5 ").hasSize(2048);
    assertThat(history.get(19).failure().error()).startsWith("error 24 ");
  }

  @Test
  void jobWhoseUniqueKeyIsTakenIsNotRetried() throws Exception {
    Queue queue = queue();
    JobId id = fail(queue, queue.newJob().uniqueKey("k"), "boom");
    JobId heir = queue.push(queue.newJob().uniqueKey("k").build());

    assertThat(queue.failed().retry(id)).isFalse();
    assertThat(queue.failed().retryAll(FailedFilter.any())).isZero();
    assertThat(queue.cancel(heir)).isNotNull();
    assertThat(queue.failed().retryAll(FailedFilter.any())).isEqualTo(1);
  }

  @Test
  void allThatFitAreRetriedOverSeveralPages() throws Exception {
    Queue queue = queue(smallBatches(10), store -> store);
    for (int i = 0; i < 35; i++) {
      fail(queue, queue.newJob().type(i % 2 == 0 ? "even" : "odd"), "x");
    }

    assertThat(queue.failed().retryAll(FailedFilter.any().type("even"))).isEqualTo(18);
    assertThat(queue.failed().count()).isEqualTo(17);
    assertThat(queue.stats().ready()).isEqualTo(18);
  }

  @Test
  @Rule("V4")
  void jobsThatFailAgainAtOnceAreRetriedOnceAlsoWhereTheyAreListedLast() throws Exception {
    List<JobId> requeued = new ArrayList<>();
    Queue queue = queue(smallBatches(10), store -> new FailingAgain(store, requeued));
    Set<JobId> failed = new HashSet<>();
    for (int i = 0; i < 25; i++) {
      failed.add(fail(queue, queue.newJob(), "x"));
    }

    assertThat(queue.failed().retryAll(FailedFilter.any())).isEqualTo(25);

    assertThat(requeued).hasSize(25).containsExactlyInAnyOrderElementsOf(failed);
  }

  // ---- forget and prune

  @Test
  void forgottenJobIsGoneAndALiveOneIsNotForgotten() throws Exception {
    Queue queue = queue();
    JobId failed = fail(queue, queue.newJob(), "x");
    JobId live = queue.push("live");

    assertThat(queue.failed().forget(failed)).isTrue();
    assertThat(queue.failed().forget(failed)).isFalse();
    assertThat(queue.failed().forget(live)).isFalse();
    assertThat(queue.failed().forgetAll(FailedFilter.any())).isZero();

    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.stats().removed()).isEqualTo(1);
  }

  /** Somebody retries the job between the look at it and the call that forgets it. */
  @Test
  void aJobThatIsRetriedAtTheLastMomentIsNotForgotten() throws Exception {
    Queue queue =
        queue(
            smallBatches(10),
            store ->
                new ForwardingJobStore(store) {
                  @Override
                  public CompletionStage<Integer> forget(String name, List<JobId> ids) {
                    return target()
                        .requeue(name, ids)
                        .thenCompose(moved -> target().forget(name, ids));
                  }
                });
    JobId one = fail(queue, queue.newJob(), "x");
    assertThat(queue.failed().forget(one)).isFalse();
    assertThat(queue.delete(queue.pop(Duration.ZERO).orElseThrow()))
        .as("what was retried is still there to be done")
        .isEqualTo(SettleResult.APPLIED);
    fail(queue, queue.newJob(), "y");
    assertThat(queue.failed().forgetAll(FailedFilter.any())).isZero();
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.stats().removed()).isZero();
  }

  @Test
  @Rule("V4")
  void allThatFitAreForgottenOverSeveralPages() throws Exception {
    Queue queue = queue(smallBatches(10), store -> store);
    for (int i = 0; i < 35; i++) {
      fail(queue, queue.newJob(), i < 30 ? "gone" : "kept");
    }

    assertThat(queue.failed().forgetAll(FailedFilter.any().error("gone"))).isEqualTo(30);
    assertThat(queue.failed().count()).isEqualTo(5);
  }

  @Test
  void pruneTakesTheOldFirstThenWhatIsBeyondTheNumber() throws Exception {
    Queue queue = queue();
    JobId old = fail(queue, queue.newJob(), "x");
    clock.advance(DAY);
    JobId older = fail(queue, queue.newJob(), "x");
    JobId newest = fail(queue, queue.newJob(), "x");

    assertThat(queue.failed().prune(DAY.multipliedBy(2), 10)).isZero();
    assertThat(queue.failed().prune(DAY.dividedBy(2), 10)).isEqualTo(1);
    assertThat(queue.failed().find(old)).isEmpty();
    assertThat(queue.failed().prune(DAY, 1)).isEqualTo(1);
    assertThat(queue.failed().find(older)).isEmpty();
    assertThat(queue.failed().find(newest)).isPresent();
  }

  @Test
  void pruneGoesOnBeyondOnePage() throws Exception {
    Queue queue = queue();
    queue.pushBatch(Stream.generate(() -> queue.newJob().build()).limit(2500).toList());
    for (Claim claim : queue.popBatch(2500, Duration.ZERO)) {
      queue.bury(claim, "x");
    }

    assertThat(queue.failed().prune(DAY, 100)).isEqualTo(2400);
  }

  @Test
  void pruneOfNonsenseIsRefused() {
    FailedJobs failed = queue().failed();

    assertThatThrownBy(() -> failed.prune(Duration.ofSeconds(-1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("olderThan is PT-1S; it must not be negative");
    assertThatThrownBy(() -> failed.prune(DAY, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keep is -1; it must not be negative");
  }

  // ---- trouble

  @Test
  void storeThatCannotListForbidsWhatNeedsAListAndDoesTheRest() throws Exception {
    Set<Capability> features = EnumSet.copyOf(new MemoryDriver().capabilities().features());
    features.remove(Capability.LIST);
    Queue queue =
        queue(new Capabilities(features, Capabilities.MIN_PAYLOAD_BYTES, 10), store -> store);
    JobId id = fail(queue, queue.newJob(), "x");
    FailedJobs failed = queue.failed();

    assertThatThrownBy(() -> failed.list(PageRequest.first(10)))
        .isInstanceOf(QueueForbiddenException.class)
        .hasMessageContaining("cannot list jobs");
    assertThatThrownBy(() -> failed.retryAll(FailedFilter.any()))
        .isInstanceOf(QueueForbiddenException.class);
    assertThatThrownBy(() -> failed.forgetAll(FailedFilter.any()))
        .isInstanceOf(QueueForbiddenException.class);
    assertThat(failed.count()).isEqualTo(1);
    assertThat(failed.find(id)).isPresent();
    assertThat(failed.retry(id)).isTrue();
  }

  @Test
  void troubleOnTheWayTellsHowManyWereRetried() throws Exception {
    int[] calls = {0};
    Queue queue =
        queue(
            smallBatches(10),
            store ->
                new ForwardingJobStore(store) {
                  @Override
                  public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
                    return ++calls[0] == 3
                        ? CompletableFuture.failedFuture(
                            new QueueUnavailableException("down", null))
                        : super.requeue(queue, ids);
                  }
                });
    for (int i = 0; i < 35; i++) {
      fail(queue, queue.newJob(), "x");
    }

    assertThatThrownBy(() -> queue.failed().retryAll(FailedFilter.any()))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessage("20 failed jobs of queue q were retried, then: down");
    assertThat(queue.failed().retryAll(FailedFilter.any())).isEqualTo(15);
  }

  @Test
  void closedQueueRefuses() {
    Queue queue = queue();
    FailedJobs failed = queue.failed();
    queue.close();

    assertThatThrownBy(failed::count).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> failed.list(PageRequest.first(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> failed.retryAll(FailedFilter.any()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> failed.prune(DAY, 1)).isInstanceOf(IllegalStateException.class);
  }

  // ---- fixture

  private Queue queue() {
    return queue(new MemoryDriver().capabilities(), store -> store);
  }

  private Queue queue(Capabilities capabilities, UnaryOperator<JobStore> faults) {
    return queues(new WatchedDriver(capabilities).with(faults)).queue("q");
  }

  private Queues queues(WatchedDriver driver) {
    return Queues.open("watched:", clock, Drivers.of(List.of(driver)));
  }

  private static Capabilities smallBatches(int size) {
    return new Capabilities(
        new MemoryDriver().capabilities().features(), Capabilities.MIN_PAYLOAD_BYTES, size);
  }

  private static JobId fail(Queue queue, Job.Builder job, String error) throws Exception {
    JobId id = queue.push(job.build());
    queue.bury(queue.pop(Duration.ZERO).orElseThrow(), error);
    return id;
  }

  private static List<JobId> found(Queue queue, FailedFilter filter) {
    return ids(queue.failed().list(filter, PageRequest.first(1000)).items());
  }

  private static List<JobId> ids(List<JobView> views) {
    return views.stream().map(view -> view.job().id()).toList();
  }

  /** Jobs fail again as soon as they are retried, and the store lists the latest failure last. */
  private static final class FailingAgain extends ForwardingJobStore {

    private final List<JobId> requeued;
    private final List<JobView> line = new ArrayList<>();

    FailingAgain(JobStore target, List<JobId> requeued) {
      super(target);
      this.requeued = requeued;
    }

    @Override
    public CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
      if (page.after().isEmpty()) {
        line.addAll(
            target()
                .list(queue, state, PageRequest.first(1000))
                .toCompletableFuture()
                .join()
                .items());
      }
      int from = page.after().map(Integer::parseInt).orElse(0);
      int to = Math.min(line.size(), from + page.size());
      return CompletableFuture.completedFuture(
          new Page<>(
              line.subList(from, to),
              to < line.size() ? Optional.of(Integer.toString(to)) : Optional.empty()));
    }

    @Override
    public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
      requeued.addAll(ids);
      ids.forEach(
          id ->
              line.add(
                  line.stream()
                      .filter(view -> view.job().id().equals(id))
                      .findFirst()
                      .orElseThrow()));
      return CompletableFuture.completedFuture(ids.size());
    }
  }
}
