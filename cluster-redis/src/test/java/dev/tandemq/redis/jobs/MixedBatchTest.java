package dev.tandemq.redis.jobs;

import static dev.tandemq.redis.jobs.StoreTalk.QUEUE;
import static dev.tandemq.store.SettleResult.APPLIED;
import static dev.tandemq.store.SettleResult.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Batches whose jobs and settlements differ. The driver sends jobs that are alike in groups, and
 * the server completes claims by a shorter way than that of all other arrows; neither may be
 * noticed.
 */
final class MixedBatchTest {

  private static final String OTHER = "other";
  private static final Duration HOUR = Duration.ofHours(1);

  private final StoreTalk talk = new StoreTalk();

  @AfterEach
  void close() {
    talk.close();
  }

  private List<PutResult> put(List<Job> jobs) {
    return RedisStores.await(talk.store().put(jobs));
  }

  private QueueStats stats(String queue) {
    return RedisStores.await(talk.store().stats(List.of(queue))).get(0);
  }

  private JobView view(JobId id) {
    return RedisStores.await(talk.store().find(id)).orElseThrow();
  }

  @Test
  void jobsThatDifferComeBackEachAsItWasAndInItsOrder() {
    List<Job> jobs = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      jobs.add(talk.job().build());
      jobs.add(talk.job().maxAttempts(7).payload(new byte[300]).build());
      jobs.add(talk.job().priority(-5).build());
      jobs.add(talk.job().priority(32_767).uniqueKey("key " + round).build());
      jobs.add(talk.job().queue(OTHER).build());
      jobs.add(talk.job().delay(HOUR).build());
      jobs.add(talk.job().delay(HOUR.plusNanos(1000)).uniqueKey("é " + round).build());
    }

    assertThat(put(jobs))
        .isEqualTo(jobs.stream().<PutResult>map(job -> new PutResult.Added(job.id())).toList());

    assertThat(talk.claim(100))
        .extracting(Claim::job)
        .containsExactly(
            jobs.get(3),
            jobs.get(10),
            jobs.get(0),
            jobs.get(1),
            jobs.get(7),
            jobs.get(8),
            jobs.get(2),
            jobs.get(9));
    assertThat(talk.claim(100, OTHER))
        .extracting(Claim::job)
        .containsExactly(jobs.get(4), jobs.get(11));
    for (int i : List.of(5, 6, 12, 13)) {
      assertThat(view(jobs.get(i).id()).job()).isEqualTo(jobs.get(i));
      assertThat(view(jobs.get(i).id()).state()).isEqualTo(JobState.DELAYED);
    }
    assertThat(List.of(stats(QUEUE).pushed(), stats(QUEUE).delayed(), stats(OTHER).pushed()))
        .containsExactly(12L, 4L, 2L);
  }

  @Test
  void eachJobOfABatchHasItsOwnAttempts() {
    Job once = talk.job().maxAttempts(1).build();
    Job twice = talk.job().maxAttempts(2).build();
    assertThat(put(List.of(once, twice, talk.job().maxAttempts(1).build()))).hasSize(3);

    List<Claim> held = talk.claim(3);
    assertThat(talk.settle(held.stream().map(c -> Settle.release(c, Duration.ZERO)).toList()))
        .containsOnly(APPLIED);

    assertThat(List.of(stats(QUEUE).failed(), stats(QUEUE).ready())).containsExactly(2L, 1L);
    assertThat(view(twice.id()).state()).isEqualTo(JobState.READY);
  }

  @Test
  void moreThanAHundredJobsOfOneBatchKeepTheirOrderAndGetTokensThatGrow() {
    List<Job> jobs = talk.pushAll(95);
    jobs = Stream.concat(jobs.stream(), talk.pushAll(155).stream()).toList();

    List<Claim> held = talk.claim(250);

    assertThat(held).extracting(Claim::job).containsExactlyElementsOf(jobs);
    List<Long> tokens = held.stream().map(Claim::token).toList();
    assertThat(tokens).isSorted().doesNotHaveDuplicates();
    assertThat(held).allSatisfy(c -> assertThat(view(c.job().id()).token()).isEqualTo(c.token()));
    assertThat(talk.settle(held.stream().map(Settle::handBack).toList())).containsOnly(APPLIED);
    assertThat(talk.claim(250)).extracting(Claim::job).containsExactlyElementsOf(jobs);
  }

  @Test
  void duplicatesOfEachKindAreToldInTheirPlaces() {
    Job lives = talk.push(talk.job().uniqueKey("taken"));
    Job gone = talk.push();
    var unused = RedisStores.await(talk.store().remove(List.of(gone.id())));
    Job fresh = talk.job().uniqueKey("new").build();
    Job delayed = talk.job().delay(HOUR).build();
    Job byKey = talk.job().uniqueKey("taken").build();
    Job byNewKey = talk.job().uniqueKey("new").build();
    Job elsewhere = talk.job().queue(OTHER).uniqueKey("taken").build();

    assertThat(put(List.of(gone, fresh, byKey, delayed, byNewKey, fresh, lives, elsewhere)))
        .containsExactly(
            new PutResult.Duplicate(gone.id()),
            new PutResult.Added(fresh.id()),
            new PutResult.Duplicate(lives.id()),
            new PutResult.Added(delayed.id()),
            new PutResult.Duplicate(fresh.id()),
            new PutResult.Duplicate(fresh.id()),
            new PutResult.Duplicate(lives.id()),
            new PutResult.Added(elsewhere.id()));
  }

  @Test
  void whenABatchDoesNotFitAllThatIsNewIsFullInAllItsGroups() {
    Job lives = talk.push();
    var unused = RedisStores.await(talk.store().bound(QUEUE, 2));
    Job fits = talk.job().build();
    Job tooMany = talk.job().priority(1).build();
    Job elsewhere = talk.job().queue(OTHER).build();

    assertThat(put(List.of(fits, lives, tooMany, fits, elsewhere)))
        .containsExactly(
            new PutResult.Full(fits.id()),
            new PutResult.Duplicate(lives.id()),
            new PutResult.Full(tooMany.id()),
            new PutResult.Full(fits.id()),
            new PutResult.Full(elsewhere.id()));
    assertThat(List.of(stats(QUEUE).pushed(), stats(OTHER).pushed())).containsExactly(1L, 0L);
  }

  @Test
  void settlementsOfAllArrowsInOneTurnEachDoWhatTheyDo() {
    var pushed = talk.pushAll(7);
    List<Claim> held = talk.claim(pushed.size());
    List<Settle> done =
        List.of(
            Settle.complete(held.get(0)),
            Settle.release(held.get(1), Duration.ZERO),
            Settle.complete(held.get(2)),
            Settle.snooze(held.get(3), HOUR),
            Settle.handBack(held.get(4)),
            Settle.discard(held.get(5)),
            Settle.complete(held.get(6)));

    Turn turn =
        RedisStores.await(
            talk.store().turn(new TurnRequest(done, List.of(QUEUE), 10, HOUR, "other-node")));

    assertThat(turn.settled()).containsOnly(APPLIED).hasSize(7);
    assertThat(turn.claims())
        .extracting(claim -> claim.job().id())
        .containsExactly(held.get(4).job().id(), held.get(1).job().id());
    assertThat(turn.claims()).extracting(Claim::attempt).containsExactly(1, 2);
    JobView released = view(held.get(1).job().id());
    assertThat(released.node()).isEqualTo("other-node");
    assertThat(released.history()).hasSize(1);
    QueueStats stats = stats(QUEUE);
    assertThat(List.of(stats.completed(), stats.removed(), stats.delayed(), stats.reserved()))
        .containsExactly(3L, 1L, 1L, 2L);
  }

  @Test
  void aClaimThatIsSettledTwiceInOneTurnIsSettledByTheFirst() {
    var pushed = talk.pushAll(2);
    List<Claim> held = talk.claim(pushed.size());
    Claim one = held.get(0);
    Claim two = held.get(1);

    assertThat(
            talk.settle(
                List.of(
                    Settle.complete(one),
                    Settle.complete(one),
                    Settle.release(one, Duration.ZERO),
                    Settle.release(two, Duration.ZERO),
                    Settle.complete(two),
                    Settle.release(two, Duration.ZERO))))
        .containsExactly(APPLIED, APPLIED, LOST, APPLIED, LOST, APPLIED);

    QueueStats stats = stats(QUEUE);
    assertThat(List.of(stats.completed(), stats.ready(), stats.reserved(), stats.retries()))
        .containsExactly(1L, 1L, 0L, 1L);
  }

  @Test
  void aJobThatFailedOnceLeavesNoHistoryWhenItIsCompleted() {
    var pushed = talk.pushAll(2);
    for (Claim claim : talk.claim(pushed.size())) {
      assertThat(talk.settle(Settle.release(claim, Duration.ZERO))).isEqualTo(APPLIED);
    }
    for (Claim claim : talk.claim(pushed.size())) {
      assertThat(talk.settle(Settle.complete(claim))).isEqualTo(APPLIED);
    }

    assertThat(
            talk.behind(
                "local n = {} for _, k in ipairs({ 'state', 'body', 'hist', 'q:q:r', 'q:q:l' }) do"
                    + " n[#n + 1] = redis.call('EXISTS', KEYS[1] .. k) end return n"))
        .as("keys that are left of jobs that are gone")
        .isEqualTo(List.of(0L, 0L, 0L, 0L, 0L));
  }
}
