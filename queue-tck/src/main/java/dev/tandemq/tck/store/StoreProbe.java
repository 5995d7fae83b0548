package dev.tandemq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Swept;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A store as tests talk to it: one line to push, claim or settle, answers awaited, and a story for
 * each failure. Jobs are told apart by their type, which serves as a label.
 */
final class StoreProbe {

  /** The queue of a test, unless it needs more than one. */
  static final String QUEUE = "q";

  /** A second queue. */
  static final String OTHER = "other";

  /** The node that claims unless told otherwise. */
  static final String NODE = "node-1";

  /** Longer than any test takes, on whatever clock. */
  static final Duration LONG = Duration.ofDays(1);

  private static final Instant CREATED = Instant.parse("2026-02-03T04:05:06.123456789Z");

  private final StoreFixture fixture;
  private final JobStore store;
  private final String title;
  private final Random random = new Random(1);
  private long made;

  StoreProbe(StoreFixture fixture, String title) {
    this.fixture = fixture;
    this.store = fixture.open();
    this.title = title;
  }

  JobStore store() {
    return store;
  }

  void pass(Duration time) {
    fixture.pass(time);
  }

  // Put

  /** A job in the queue of the test, with an id of its own, to be changed and pushed. */
  Job.Builder job(String label) {
    JobId id = JobId.create(CREATED.toEpochMilli() + ++made, random);
    return Job.builder().id(id).queue(QUEUE).createdAt(CREATED).type(label).payload("payload");
  }

  /** Pushes a ready job with three attempts. */
  Job push(String label) {
    return push(job(label));
  }

  Job push(Job.Builder builder) {
    Job job = builder.build();
    assertThat(put(List.of(job)))
        .as("%s: the answer to a first push of %s", title, job)
        .containsExactly(new PutResult.Added(job.id()));
    return job;
  }

  /** Pushes ready jobs one after the other. */
  List<Job> pushEach(String... labels) {
    return List.of(labels).stream().map(this::push).toList();
  }

  /** Pushes ready jobs one after the other; their label is one letter and their number, from 0. */
  List<Job> pushMany(String letter, int count) {
    return IntStream.range(0, count).mapToObj(i -> push(letter + i)).toList();
  }

  List<PutResult> put(List<Job> jobs) {
    return fixture.await(store.put(jobs));
  }

  PutResult put(Job job) {
    return put(List.of(job)).get(0);
  }

  // Claim

  Turn turn(TurnRequest request) {
    return fixture.await(store.turn(request));
  }

  /** Claims in these queues, in this order, for a long time. */
  Turn turn(int want, String... queues) {
    return turn(new TurnRequest(List.of(), List.of(queues), want, LONG, NODE));
  }

  List<Claim> claim(int want) {
    return turn(want, QUEUE).claims();
  }

  /** Claims the next job for a long time; there must be one. */
  Claim claim() {
    return claimFor(LONG);
  }

  Claim claimFor(Duration lease) {
    return claim(QUEUE, lease, NODE);
  }

  Claim claim(String queue, Duration lease, String node) {
    List<Claim> claims = turn(new TurnRequest(List.of(), List.of(queue), 1, lease, node)).claims();
    assertThat(claims).as("%s: one claim in %s, where %s", title, queue, counts(queue)).hasSize(1);
    return claims.get(0);
  }

  /** Claims the next job for a long time; it must be this one. */
  Claim claimOf(Job job) {
    Claim claim = claim(job.queue(), LONG, NODE);
    assertThat(claim.job().id()).as("%s: the next job to claim", title).isEqualTo(job.id());
    return claim;
  }

  /** The labels of all that can be claimed now, claimed one by one. */
  List<String> drain() {
    List<String> labels = new ArrayList<>();
    for (List<Claim> next = claim(1); !next.isEmpty(); next = claim(1)) {
      labels.addAll(labels(next));
    }
    return labels;
  }

  void expectNothingToClaim(String when) {
    assertThat(labels(claim(10))).as("%s: claims %s", title, when).isEmpty();
  }

  static List<String> labels(List<Claim> claims) {
    return claims.stream().map(claim -> claim.job().type()).toList();
  }

  // Settle, extend, sweep

  List<SettleResult> settle(List<Settle> settles) {
    return turn(new TurnRequest(settles, List.of(), 0, LONG, NODE)).settled();
  }

  SettleResult settle(Settle settle) {
    return settle(List.of(settle)).get(0);
  }

  /** Settles a claim that holds its job. */
  void apply(Settle settle) {
    assertThat(settle(settle))
        .as("%s: %s of %s by its holder", title, settle.arrow(), settle.claim())
        .isEqualTo(SettleResult.APPLIED);
  }

  /** Settles a claim of a cancelled job by an arrow that leads back: the job is gone instead. */
  void applyAsRemoval(Settle settle) {
    assertThat(settle(settle))
        .as("%s: %s of %s, which was cancelled", title, settle.arrow(), settle.claim())
        .isEqualTo(SettleResult.REMOVED);
  }

  static Settle retry(Claim claim) {
    return Settle.retry(claim, Duration.ZERO, new Failure("boom"));
  }

  static Settle bury(Claim claim) {
    return Settle.bury(claim, new Failure("hopeless"));
  }

  List<Extended> extend(List<Claim> claims, Duration lease) {
    return fixture.await(store.extend(claims, lease));
  }

  Extended extend(Claim claim, Duration lease) {
    return extend(List.of(claim), lease).get(0);
  }

  Swept sweep(int max) {
    return fixture.await(store.sweep(QUEUE, max));
  }

  /** Sweeps whatever there is, in the office of a leader. */
  Swept sweepInTerm(String queue, long term) {
    return fixture.await(store.sweep(queue, 1000, term));
  }

  /** Pushes a job that fails its only attempt; nothing else may be ready. */
  Job pushFailed(String label) {
    return pushFailed(job(label));
  }

  Job pushFailed(Job.Builder builder) {
    Job job = push(builder.maxAttempts(1));
    apply(retry(claimOf(job)));
    return job;
  }

  /** Pushes a job and takes it to a state; nothing else may be ready. */
  Job pushInto(JobState state, String label) {
    return switch (state) {
      case DELAYED -> push(job(label).delay(LONG));
      case READY -> push(label);
      case RESERVED -> claimOf(push(label)).job();
      case FAILED -> pushFailed(label);
    };
  }

  // Look

  Optional<JobView> find(JobId id) {
    return fixture.await(store.find(id));
  }

  JobView view(Job job) {
    return find(job.id()).orElseThrow(() -> new AssertionError(title + ": " + job + " is gone"));
  }

  JobCheck check(Job job) {
    return new JobCheck(
        find(job.id()), () -> title + ": " + job + ", where " + counts(job.queue()));
  }

  /** What a failing assertion tells about a job, read when it fails. */
  Supplier<String> story(Job job) {
    return () ->
        title
            + ": "
            + job
            + " is "
            + find(job.id()).map(view -> view.state() + ", token " + view.token()).orElse("gone")
            + ", where "
            + counts(job.queue());
  }

  /** What a failing assertion tells when it is not about one job. */
  String story(String what) {
    return title + ": " + what;
  }

  QueueStats stats(String queue) {
    return fixture.await(store.stats(List.of(queue))).get(0);
  }

  String counts() {
    return counts(QUEUE);
  }

  String counts(String queue) {
    return Counts.of(stats(queue));
  }

  void expectCounts(String expected) {
    assertThat(counts()).as("%s: the counters", title).isEqualTo(expected);
  }

  // Operator

  /** Cancels one job. */
  CancelResult cancel(Job job) {
    return cancelAll(job).get(0);
  }

  List<CancelResult> cancelAll(Job... jobs) {
    return fixture.await(store.cancel(ids(jobs)));
  }

  /** Claims the next job, which must be this one, and cancels it. */
  Claim claimAndCancel(Job job) {
    Claim claim = claimOf(job);
    assertThat(cancel(job))
        .as("%s: the answer to the cancel of %s", title, claim)
        .isEqualTo(CancelResult.REQUESTED);
    return claim;
  }

  void bound(long maxJobs) {
    bound(QUEUE, maxJobs);
  }

  void bound(String queue, long maxJobs) {
    var unused = fixture.await(store.bound(queue, maxJobs));
  }

  /** Pushes a job that must find no room. */
  Job pushInVain(String label) {
    Job job = job(label).build();
    assertThat(put(job))
        .as("%s: the answer to a push, where %s", title, counts())
        .isEqualTo(new PutResult.Full(job.id()));
    return job;
  }

  Optional<JobId> findUnique(String queue, String key) {
    return fixture.await(store.findUnique(queue, key));
  }

  int requeue(Job... jobs) {
    return fixture.await(store.requeue(QUEUE, ids(jobs)));
  }

  int remove(Job... jobs) {
    return fixture.await(store.remove(ids(jobs)));
  }

  int forget(String queue, Job... jobs) {
    return fixture.await(store.forget(queue, ids(jobs)));
  }

  int clear() {
    return fixture.await(store.clear(QUEUE));
  }

  int prune(Duration olderThan, int keep, int max) {
    return fixture.await(store.prune(QUEUE, olderThan, keep, max));
  }

  /** Prunes all failed jobs, in the office of a leader. */
  Pruned pruneInTerm(String queue, long term) {
    return fixture.await(store.prune(queue, Duration.ZERO, 0, 1000, term));
  }

  void pause(boolean paused) {
    var unused = fixture.await(store.pause(QUEUE, paused));
  }

  /** All jobs of one state of the queue, by pages. */
  List<JobView> listAll(String queue, JobState state, int pageSize) {
    return new Pages(fixture, store, queue, state).all(pageSize);
  }

  List<String> queues() {
    return fixture.await(store.queues());
  }

  private static List<JobId> ids(Job... jobs) {
    return List.of(jobs).stream().map(Job::id).toList();
  }
}
