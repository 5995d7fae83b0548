package dev.tandemq.redis.jobs;

import static dev.tandemq.redis.jobs.StoreTalk.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Settle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists while jobs move: each job at most once (rule L2). */
final class ListTest {

  private final StoreTalk talk = new StoreTalk();

  @AfterEach
  void close() {
    talk.close();
  }

  private Page<JobView> page(JobState state, PageRequest request) {
    return RedisStores.await(talk.store().list(QUEUE, state, request));
  }

  private static List<JobId> ids(Page<JobView> page) {
    return page.items().stream().map(view -> view.job().id()).toList();
  }

  /** All pages of two, with a step between the first and the second. */
  private List<JobId> listed(JobState state, Runnable between) {
    Page<JobView> page = page(state, PageRequest.first(2));
    List<JobId> ids = new ArrayList<>(ids(page));
    between.run();
    for (int i = 0; i < 20 && page.next().isPresent(); i++) {
      page = page(state, new PageRequest(2, page.next()));
      ids.addAll(ids(page));
    }
    assertThat(page.next()).as("an end").isEmpty();
    return ids;
  }

  @Test
  void aReadyJobThatGoesToTheTailIsNotShownAgain() {
    List<Job> jobs = talk.pushAll(5);

    List<JobId> ids =
        listed(
            JobState.READY,
            () -> {
              Claim first = talk.claim(1).get(0);
              assertThat(talk.settle(Settle.release(first, Duration.ZERO))).isNotNull();
            });

    assertThat(ids).containsExactlyElementsOf(jobs.stream().map(Job::id).toList());
  }

  @Test
  void aReservedJobWhoseLeaseIsExtendedIsNotShownAgain() {
    List<Job> jobs = talk.pushAll(5);
    List<Claim> claims = talk.claim(5);

    List<JobId> ids =
        listed(
            JobState.RESERVED,
            () ->
                assertThat(RedisStores.await(talk.store().extend(claims, Duration.ofHours(9))))
                    .hasSize(5));

    assertThat(ids).containsExactlyInAnyOrderElementsOf(jobs.stream().map(Job::id).toList());
  }

  @Test
  void aJobThatFailsAgainIsNotShownAgain() {
    List<Job> jobs = talk.pushAll(5);
    for (Claim claim : talk.claim(5)) {
      assertThat(talk.settle(Settle.bury(claim, new Failure("x")))).isNotNull();
    }

    List<JobId> ids =
        listed(
            JobState.FAILED,
            () -> {
              JobId first = jobs.get(0).id();
              assertThat(RedisStores.await(talk.store().requeue(QUEUE, List.of(first))))
                  .isEqualTo(1);
              Claim again = talk.claim(1).get(0);
              assertThat(talk.settle(Settle.bury(again, new Failure("x")))).isNotNull();
            });

    assertThat(ids).containsExactlyElementsOf(jobs.stream().map(Job::id).toList());
  }

  @Test
  void aCursorThatTheStoreNeverGaveIsRefused() {
    assertThatThrownBy(() -> page(JobState.READY, new PageRequest(1, Optional.of("1~x"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
