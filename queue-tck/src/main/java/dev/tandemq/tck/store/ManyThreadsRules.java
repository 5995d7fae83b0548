package dev.tandemq.tck.store;

import static dev.tandemq.store.CancelResult.REQUESTED;
import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.NODE;
import static dev.tandemq.tck.store.StoreProbe.OTHER;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Rules that are worth most when several threads use a store at the same time. */
public abstract class ManyThreadsRules extends StoreChapter {

  private static final int THREADS = 4;

  // A store that brings a cancelled job back would keep its holders busy for ever.
  private static final int MOST_TURNS = 100_000;

  private int many() {
    return currentFixture().capabilities().has(Capability.LOCAL) ? 2_000 : 200;
  }

  private Crowd crowd() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < many(); i++) {
      jobs.add(store().job("job").maxAttempts(Job.LIMIT_MAX_ATTEMPTS).build());
    }
    Crowd crowd = new Crowd(currentFixture(), store().store(), jobs);
    crowd.work();
    return crowd;
  }

  @Test
  @Rule("C1")
  void noTwoThreadsHoldOneJob() {
    assertThat(crowd().doubleHolders())
        .as(store().story("claims of jobs that others held"))
        .isEmpty();
  }

  @Test
  @Rule("S3")
  void eachJobIsCompletedOnce() {
    Crowd crowd = crowd();

    assertThat(crowd.completions().values())
        .as(store().story("how often each job was completed"))
        .hasSize(many())
        .containsOnly(1);
    store().expectNothingToClaim("after all jobs are complete");
  }

  @Test
  @Rule("T1")
  void countersAgreeAfterManyThreads() {
    crowd();

    assertThat(Ledger.placesOf(store().stats(QUEUE)))
        .as(store().story("counters when all jobs are complete"))
        .isEqualTo(
            "pushed %1$d = ready 0 + delayed 0 + reserved 0 + failed 0 + completed %1$d + removed 0",
            many());
  }

  @Test
  @Rule("P4")
  void oneIdPushedByManyThreadsIsOneJob() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      jobs.add(store().job("job").build());
    }

    List<Integer> added = Together.run(Collections.nCopies(THREADS, () -> pushEach(jobs)));

    assertThat(added.stream().mapToInt(Integer::intValue).sum())
        .as(store().story("jobs added by all threads"))
        .isEqualTo(jobs.size());
    assertThat(store().stats(QUEUE).pushed())
        .as(store().story("jobs counted as pushed"))
        .isEqualTo(jobs.size());
  }

  private int pushEach(List<Job> jobs) {
    int added = 0;
    for (Job job : jobs) {
      added += store().put(job) instanceof PutResult.Added ? 1 : 0;
    }
    return added;
  }

  @Test
  @Rule("P5")
  void oneUniqueKeyPushedByManyThreadsIsOneJob() {
    needs(Capability.UNIQUE_KEY);
    List<List<Job>> batches = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      List<Job> jobs = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        jobs.add(store().job("job").uniqueKey("key-" + i).build());
      }
      batches.add(jobs);
    }

    List<Integer> added =
        Together.run(
            batches.stream().<Callable<Integer>>map(jobs -> () -> pushEach(jobs)).toList());

    assertThat(added.stream().mapToInt(Integer::intValue).sum())
        .as(store().story("jobs added by all threads"))
        .isEqualTo(100);
  }

  @Test
  @Rule("B1")
  void severalThreadsDoNotPushAQueueOverItsBound() {
    store().bound(50);
    List<Callable<Integer>> pushers = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      List<Job> jobs = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        jobs.add(store().job("job").build());
      }
      pushers.add(() -> pushEach(jobs));
    }

    List<Integer> added = Together.run(pushers);

    assertThat(added.stream().mapToInt(Integer::intValue).sum())
        .as(store().story("jobs added by all threads where there is room for 50"))
        .isEqualTo(50);
    assertThat(store().stats(QUEUE).size()).as(store().story("size of the queue")).isEqualTo(50);
  }

  @Test
  @Rule("K3")
  void jobsThatAreCancelledWhileOthersClaimAndReleaseThemAreGoneInTheEnd() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < many() / 10; i++) {
      jobs.add(store().push(store().job("job").maxAttempts(Job.LIMIT_MAX_ATTEMPTS)));
    }
    AtomicBoolean cancelling = new AtomicBoolean(true);
    Callable<Integer> canceller =
        () -> {
          try {
            return (int) jobs.stream().filter(job -> store().cancel(job) == REQUESTED).count();
          } finally {
            cancelling.set(false);
          }
        };
    Callable<Integer> holder = () -> claimAndRelease(cancelling);

    List<Integer> results = Together.run(List.of(canceller, holder, holder));

    assertThat(results.get(1) + results.get(2))
        .as(store().story("releases that were told of a removal, by flagged claims"))
        .isEqualTo(results.get(0));
    assertThat(store().stats(QUEUE))
        .as(store().story("the queue after each of its jobs was cancelled"))
        .matches(stats -> stats.size() == 0 && stats.removed() == jobs.size());
  }

  /**
   * Gives back whatever it claims, until nobody cancels any more and nothing is held.
   *
   * @return how many jobs were removed instead
   */
  private int claimAndRelease(AtomicBoolean cancelling) {
    List<Settle> owed = List.of();
    int turns = 0;
    int removed = 0;
    while ((cancelling.get() || !owed.isEmpty()) && turns < MOST_TURNS) {
      turns++;
      Turn turn = store().turn(new TurnRequest(owed, List.of(QUEUE), 3, LONG, NODE));
      removed += Collections.frequency(turn.settled(), SettleResult.REMOVED);
      owed = turn.claims().stream().map(claim -> Settle.release(claim, Duration.ZERO)).toList();
    }
    return removed;
  }

  @Test
  @Rule("Q6")
  void aFailedJobIsEitherForgottenOrRequeued() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < many() / 10; i++) {
      jobs.add(store().pushFailed("failed"));
    }

    List<Integer> moved =
        Together.run(
            List.of(
                () -> jobs.stream().mapToInt(job -> store().forget(QUEUE, job)).sum(),
                () -> jobs.stream().mapToInt(job -> store().requeue(job)).sum()));

    assertThat(store().stats(QUEUE))
        .as(store().story("the queue after a forget and a requeue of each of its jobs: " + moved))
        .matches(stats -> stats.removed() == moved.get(0))
        .matches(stats -> stats.ready() == moved.get(1))
        .matches(stats -> stats.ready() + stats.removed() == jobs.size());
  }

  @Test
  @Rule("P6")
  void nobodySeesAPartOfABatch() {
    needs(Capability.ATOMIC_BATCH);

    List<Long> parts = new ArrayList<>();
    whilePushing(
        List.of(QUEUE, QUEUE, QUEUE, QUEUE, QUEUE),
        () -> {
          long pushed = store().stats(QUEUE).pushed();
          if (pushed % 5 != 0) {
            parts.add(pushed);
          }
        });

    assertThat(parts).as(store().story("jobs that were there of batches of five")).isEmpty();
  }

  @Test
  @Rule("T4")
  void severalQueuesAreReadInOneStep() {
    needs(Capability.ATOMIC_BATCH);

    List<String> differences = new ArrayList<>();
    whilePushing(
        List.of(QUEUE, OTHER),
        () -> {
          List<QueueStats> stats =
              currentFixture().await(store().store().stats(List.of(QUEUE, OTHER)));
          if (stats.get(0).pushed() != stats.get(1).pushed()) {
            differences.add(stats.get(0).pushed() + " and " + stats.get(1).pushed());
          }
        });

    assertThat(differences)
        .as(store().story("counters of two queues that are pushed to in one batch"))
        .isEmpty();
  }

  /** Pushes batches with one job for each of these queues, and looks again and again meanwhile. */
  private void whilePushing(List<String> queues, Runnable look) {
    AtomicBoolean pushing = new AtomicBoolean(true);
    Callable<Integer> pusher =
        () -> {
          try {
            for (int i = 0; i < many() / 2; i++) {
              store()
                  .put(
                      queues.stream().map(name -> store().job("job").queue(name).build()).toList());
            }
            return many();
          } finally {
            pushing.set(false);
          }
        };
    Callable<Integer> reader =
        () -> {
          int looks = 0;
          while (pushing.get()) {
            look.run();
            looks++;
          }
          return looks;
        };
    Together.run(List.of(pusher, reader));
  }

  @Test
  @Rule("S2")
  void ofSeveralSettlementsAtTheSameTimeOneIsApplied() {
    for (int round = 0; round < 20; round++) {
      store().push("job");
      Claim claim = store().claim();
      List<Settle> settles =
          List.of(
              Settle.complete(claim),
              StoreProbe.bury(claim),
              Settle.release(claim, Duration.ZERO),
              Settle.discard(claim));

      List<SettleResult> answers =
          Together.run(
              settles.stream()
                  .<Callable<SettleResult>>map(settle -> () -> store().settle(settle))
                  .toList());

      assertThat(answers)
          .as(store().story("answers to four arrows of one claim at the same time"))
          .containsOnlyOnce(SettleResult.APPLIED);
      store().clear();
    }
  }
}
