package dev.tandemq.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Takes jobs of its own through a store, by every way that a job can go, and looks whether each
 * answer is the one of the contract. All doctors use one queue, so that a store that keeps its
 * queues for ever gets one more name and not one with every call; so a job that is claimed may be
 * that of another doctor, and is handed back. Used once.
 */
final class RoundTrip {

  /** The queue of all doctors. */
  static final String QUEUE = "tandem-doctor";

  private static final byte[] PAYLOAD = "d\u00f6ctor \u26d1 \0 end".getBytes(UTF_8);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration CLAIM_WITHIN = Duration.ofSeconds(5);
  private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(20);
  private static final int WANT = 10;

  private final JobStore store;
  private final InstantSource clock;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final List<JobId> made = new ArrayList<>();
  private int calls;
  private long slowestNanos;
  private String slowest = "";
  private long totalNanos;

  RoundTrip(JobStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Goes all the ways; no job is left behind, however it ends.
   *
   * @return what to say when all is well
   * @throws WrongAnswerException when an answer was not that of the contract
   * @throws dev.tandemq.error.QueueException when there was no answer
   */
  String run() throws WrongAnswerException, InterruptedException {
    try {
      toCompletion();
      toRemoval();
    } finally {
      removeAll();
    }
    QueueStats stats = stats();
    expect("stats", stats.completed() > 0, "the completed job was not counted");
    return String.format(
        Locale.ROOT,
        "put, claim, extend, settle, find, stats, remove: %d calls in %s, the slowest was %s with"
            + " %s",
        calls,
        Store.millis(totalNanos),
        slowest,
        Store.millis(slowestNanos));
  }

  /** When the store says that it took in a job just now, if it says so. */
  Optional<Instant> momentOfPut() throws InterruptedException {
    try {
      put(job(Duration.ofHours(1)));
      return stats().lastJobAt();
    } catch (WrongAnswerException e) {
      return Optional.empty();
    } finally {
      removeAll();
    }
  }

  // ---- the ways of a job

  private void toCompletion() throws WrongAnswerException, InterruptedException {
    Job job = job(Duration.ZERO);
    put(job);
    expectState(job, JobState.READY, "after put");
    Claim claim = claim(job);
    expect("claim", Arrays.equals(claim.job().payload(), PAYLOAD), "the payload was changed");
    expect("claim", claim.attempt() == 1, "attempt is " + claim.attempt() + ", and not 1");
    expectState(job, JobState.RESERVED, "after claim");
    List<Extended> extended = ask("extend", () -> store.extend(List.of(claim), LEASE));
    expect("extend", extended.equals(List.of(Extended.EXTENDED)), "answered " + extended);
    List<SettleResult> settled = turn("settle", List.of(Settle.complete(claim)), 0).settled();
    expect("settle", settled.equals(List.of(SettleResult.APPLIED)), "answered " + settled);
    List<Extended> late = ask("extend", () -> store.extend(List.of(claim), LEASE));
    expect("extend", late.equals(List.of(Extended.LOST)), "of a completed job answered " + late);
    expect("find", find(job).isEmpty(), "the completed job is still there");
  }

  private void toRemoval() throws WrongAnswerException {
    Job job = job(Duration.ofHours(1));
    put(job);
    expectState(job, JobState.DELAYED, "after put with a delay");
    int removed = ask("remove", () -> store.remove(List.of(job.id())));
    expect("remove", removed == 1, "removed " + removed + " jobs, and not 1");
    expect("find", find(job).isEmpty(), "the removed job is still there");
  }

  private Job job(Duration delay) {
    Instant now = clock.instant();
    JobId id = JobId.create(now.toEpochMilli(), random);
    made.add(id);
    return Job.builder().id(id).queue(QUEUE).createdAt(now).payload(PAYLOAD).delay(delay).build();
  }

  private void put(Job job) throws WrongAnswerException {
    List<PutResult> results = ask("put", () -> store.put(List.of(job)));
    boolean isAdded = results.size() == 1 && results.get(0) instanceof PutResult.Added;
    expect("put", isAdded, "answered " + results);
  }

  /** Ours, sooner or later; those of others go back at once. */
  private Claim claim(Job job) throws WrongAnswerException, InterruptedException {
    long deadline = System.nanoTime() + CLAIM_WITHIN.toNanos();
    while (true) {
      List<Claim> claims = turn("claim", List.of(), WANT).claims();
      List<Settle> back =
          claims.stream()
              .filter(claim -> !claim.job().id().equals(job.id()))
              .map(Settle::handBack)
              .toList();
      if (!back.isEmpty()) {
        var unused = turn("hand back", back, 0);
      }
      Optional<Claim> ours =
          claims.stream().filter(claim -> claim.job().id().equals(job.id())).findFirst();
      if (ours.isPresent()) {
        return ours.get();
      }
      boolean isLate = System.nanoTime() - deadline > 0;
      if (isLate || stats().paused()) {
        String why = stats().paused() ? "queue " + QUEUE + " is paused" : "nobody gave it for 5 s";
        throw new WrongAnswerException("claim: the ready job did not come; " + why);
      }
      boolean unused =
          new CountDownLatch(1).await(BETWEEN_CLAIMS.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private Turn turn(String what, List<Settle> done, int want) {
    TurnRequest request = new TurnRequest(done, List.of(QUEUE), want, LEASE, "tandem-doctor");
    return ask(what, () -> store.turn(request));
  }

  private Optional<JobView> find(Job job) {
    return ask("find", () -> store.find(job.id()));
  }

  private QueueStats stats() throws WrongAnswerException {
    List<QueueStats> all = ask("stats", () -> store.stats(List.of(QUEUE)));
    expect("stats", all.size() == 1, "answered " + all.size() + " queues, and not 1");
    return all.get(0);
  }

  private void expectState(Job job, JobState state, String when) throws WrongAnswerException {
    Optional<JobState> found = find(job).map(JobView::state);
    String shown = found.map(Objects::toString).orElse("gone");
    expect("find", found.equals(Optional.of(state)), "the job is " + shown + " " + when);
  }

  private static void expect(String call, boolean isRight, String otherwise)
      throws WrongAnswerException {
    if (!isRight) {
      throw new WrongAnswerException(call + ": " + otherwise);
    }
  }

  private void removeAll() {
    ask("remove", () -> store.remove(made));
  }

  // ---- asking

  private <T> T ask(String what, Supplier<CompletionStage<T>> call) {
    long start = System.nanoTime();
    T answer = Store.answer(what, call.get());
    long took = System.nanoTime() - start;
    calls++;
    totalNanos += took;
    if (took >= slowestNanos) {
      slowestNanos = took;
      slowest = what;
    }
    return answer;
  }
}
