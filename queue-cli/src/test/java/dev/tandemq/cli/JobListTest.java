package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.report.JobRow;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pages of stores that move while one reads them. */
@Timeout(30)
final class JobListTest {

  /** Answers every request for a list by the same page. */
  private static final class OnePage extends ForwardingJobStore {

    private final Page<JobView> page;
    private final List<PageRequest> asked = new ArrayList<>();

    OnePage(QueuedJobs jobs, Page<JobView> page) {
      super(jobs.store());
      this.page = page;
    }

    @Override
    public CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest request) {
      asked.add(request);
      return CompletableFuture.completedFuture(page);
    }
  }

  private static OnePage store(String name, Optional<String> next) {
    QueuedJobs jobs = new QueuedJobs("job-list-" + name);
    List<JobView> views =
        List.of(
            jobs.find(jobs.ready("mail", 1)).orElseThrow(),
            jobs.find(jobs.ready("mail", 2)).orElseThrow());
    return new OnePage(jobs, new Page<>(views, next));
  }

  @Test
  void aJobThatMovesFromStateToStateIsListedOnce() {
    JobList list = JobList.of(store("moves", Optional.empty()), "mail", JobStates.IN_ORDER, 100);

    assertThat(list.jobs())
        .extracting(JobRow::id)
        .containsExactly(QueuedJobs.id(1), QueuedJobs.id(2));
    assertThat(list.hasMore()).isFalse();
  }

  @Test
  void jobsThatComeAgainAndAgainAreTheEnd() {
    OnePage store = store("again", Optional.of("on"));

    JobList list = JobList.of(store, "mail", List.of(JobState.FAILED), 100);

    assertThat(list.jobs()).hasSize(2);
    assertThat(store.asked).hasSize(2);
    assertThat(store.asked.get(1).after()).contains("on");
  }

  @Test
  void pagesAreSmallSincePayloadsComeWithThem() {
    OnePage store = store("small", Optional.empty());

    JobList list = JobList.of(store, "mail", List.of(JobState.READY), 1);
    JobList all = JobList.of(store, "mail", List.of(JobState.READY), 100_000);

    assertThat(store.asked).extracting(PageRequest::size).containsExactly(2, 50);
    assertThat(list.jobs()).hasSize(1);
    assertThat(list.hasMore()).isTrue();
    assertThat(all.hasMore()).isFalse();
  }

  @Test
  void momentsThatMoveWithEveryLookAreNoChange() {
    QueuedJobs jobs = new QueuedJobs("job-list-moments");
    JobView view = jobs.find(jobs.ready("mail", 1)).orElseThrow();

    assertThat(JobRow.of(at(view, view.attempts(), 1)).essence())
        .isEqualTo(JobRow.of(view).essence())
        .isNotEqualTo(JobRow.of(at(view, view.attempts() + 1, 0)).essence());
  }

  private static JobView at(JobView view, int attempts, long nanosLater) {
    return new JobView(
        view.job(),
        view.state(),
        attempts,
        view.token(),
        view.availableAt().plusNanos(nanosLater),
        view.reservedAt(),
        view.leaseUntil(),
        view.node(),
        view.isCancelled(),
        view.history());
  }
}
