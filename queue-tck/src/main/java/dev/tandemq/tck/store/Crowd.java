package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Several threads that claim and settle the jobs of one queue while another pushes them, until each
 * is complete. What they saw is kept.
 */
final class Crowd {

  private static final int WORKERS = 4;
  private static final int SPINS_WHILE_HOLDING = 100;

  // A store that loses a job would keep the workers looking for it.
  private static final Duration LONGEST = Duration.ofSeconds(20);

  // Without a rest workers that find nothing would keep the one that pushes from the store.
  private static final Duration REST = Duration.ofNanos(20_000);

  private final StoreFixture fixture;
  private final JobStore store;
  private final List<Job> jobs;

  private final Map<JobId, Long> holders = new ConcurrentHashMap<>();
  private final Map<JobId, Integer> completions = new ConcurrentHashMap<>();
  private final Queue<String> doubleHolders = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unfinished;

  Crowd(StoreFixture fixture, JobStore store, List<Job> jobs) {
    this.fixture = fixture;
    this.store = store;
    this.jobs = jobs;
    this.unfinished = new AtomicInteger(jobs.size());
  }

  void work() {
    List<Callable<Integer>> tasks = new ArrayList<>();
    tasks.add(this::push);
    for (int i = 0; i < WORKERS; i++) {
      int number = i;
      tasks.add(() -> claimAndSettle(number));
    }
    Together.run(tasks);
  }

  private int push() {
    for (int from = 0; from < jobs.size(); from += 10) {
      fixture.await(store.put(jobs.subList(from, Math.min(from + 10, jobs.size()))));
    }
    return jobs.size();
  }

  private int claimAndSettle(int number) {
    long start = System.nanoTime();
    Random random = new Random(number);
    List<Settle> owed = List.of();
    int turns = 0;
    for (; (unfinished.get() > 0 || !owed.isEmpty()) && !isTooLong(start); turns++) {
      int want = unfinished.get() > 0 ? 1 + random.nextInt(4) : 0;
      Turn turn =
          fixture.await(
              store.turn(new TurnRequest(owed, List.of(QUEUE), want, LONG, "node-" + number)));
      book(owed, turn.settled());
      owed = new ArrayList<>();
      if (turn.claims().isEmpty()) {
        LockSupport.parkNanos(REST.toNanos());
      }
      for (Claim claim : turn.claims()) {
        hold(claim);
        owed.add(anySettle(claim, random));
      }
      // From here on the store may give the jobs to others, so they are let go before the call.
      owed.forEach(settle -> holders.remove(settle.claim().job().id(), settle.claim().token()));
    }
    return turns;
  }

  private static boolean isTooLong(long start) {
    return System.nanoTime() - start > LONGEST.toNanos();
  }

  private void hold(Claim claim) {
    Long other = holders.putIfAbsent(claim.job().id(), claim.token());
    if (other != null) {
      doubleHolders.add(claim + " while token " + other + " holds the job");
    }
    // Long enough for another thread to come by, were the job given away twice.
    for (int i = 0; i < SPINS_WHILE_HOLDING; i++) {
      Thread.onSpinWait();
    }
  }

  private static Settle anySettle(Claim claim, Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> Settle.handBack(claim);
      case 1 -> Settle.retry(claim, Duration.ZERO, new Failure("again"));
      default -> Settle.complete(claim);
    };
  }

  private void book(List<Settle> settles, List<SettleResult> answers) {
    for (int i = 0; i < settles.size(); i++) {
      Settle settle = settles.get(i);
      if (settle.arrow() == Settle.Arrow.COMPLETE && answers.get(i) == SettleResult.APPLIED) {
        completions.merge(settle.claim().job().id(), 1, Integer::sum);
        unfinished.decrementAndGet();
      }
    }
  }

  /** Claims that were given while another held the same job. */
  List<String> doubleHolders() {
    return List.copyOf(doubleHolders);
  }

  /** How often each job was completed. */
  Map<JobId, Integer> completions() {
    return completions;
  }
}
