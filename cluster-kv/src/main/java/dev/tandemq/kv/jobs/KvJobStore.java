package dev.tandemq.kv.jobs;

import dev.tandemq.driver.ArgumentChecks;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Swept;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Keeps jobs in a coordination store. This edge checks arguments, brings each step into the lane of
 * its queue and gathers the answers.
 *
 * <p>Safe for concurrent use. {@link #close} ends the hints; port and clock are their owner's to
 * close.
 */
public final class KvJobStore implements JobStore {

  private final ArgumentChecks checks;
  private final Connection connection;
  private final Bodies bodies;
  private final Claiming claiming;
  private final Looks looks;
  private final Chores chores;
  private final Bells bells;
  private volatile boolean isClosed;

  /**
   * The jobs of a namespace.
   *
   * @param root the folder of the namespace, which is there
   * @param clock the time of the namespace, which was started
   * @param capabilities largest payload and batch
   * @param lookInterval after how long a claim looks what has become due by others' doing
   */
  public KvJobStore(
      Kv kv,
      String root,
      Supplier<CompletionStage<Reading>> clock,
      DriverContext context,
      Capabilities capabilities,
      Duration lookInterval) {
    this.checks = new ArgumentChecks(capabilities);
    this.connection =
        new Connection(
            kv,
            clock,
            context.process(),
            context.codec(),
            new Layout(root),
            lookInterval.toNanos());
    Buckets buckets = new Buckets(connection);
    Notices notices = new Notices(connection, buckets);
    this.bodies = new Bodies(connection);
    this.claiming = new Claiming(connection, buckets, notices, bodies);
    this.looks = new Looks(connection, buckets, bodies);
    this.chores = new Chores(connection, buckets, notices, looks);
    this.bells = new Bells(connection);
  }

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> jobs) {
    checkOpen();
    List<Job> checked = checks.jobs(jobs);
    List<CompletionStage<Stored.Body>> written = new ArrayList<>();
    for (Job job : checked) {
      written.add(prepared(job));
    }
    return Stages.all(written).thenCompose(stored -> put(checked, stored));
  }

  /** Writes what a job needs before its own step. */
  private CompletionStage<Stored.Body> prepared(Job job) {
    Layout layout = connection.layout();
    CompletionStage<?> folders = connection.folder(layout.jobFolder(job.id()));
    if (job.uniqueKey().isPresent()) {
      String folder = layout.uniqueFolder(job.queue(), job.uniqueKey().get());
      folders = folders.thenCompose(made -> connection.folder(folder));
    }
    return folders.thenCompose(made -> bodies.write(job));
  }

  private CompletionStage<List<PutResult>> put(List<Job> jobs, List<Stored.Body> written) {
    Map<String, List<PutStep>> lanes = new LinkedHashMap<>();
    List<PutStep> steps = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      PutStep step = new PutStep(jobs.get(i), written.get(i));
      steps.add(step);
      lanes.computeIfAbsent(jobs.get(i).queue(), name -> new ArrayList<>()).add(step);
    }
    lanes.forEach((queue, own) -> connection.lane(queue).submit(own));
    return Stages.answers(steps)
        .thenApply(
            answers -> {
              for (int i = 0; i < jobs.size(); i++) {
                if (answers.get(i) instanceof PutResult.Full) {
                  bells.full(jobs.get(i).queue());
                }
                if (!(answers.get(i) instanceof PutResult.Added)) {
                  bodies.drop(jobs.get(i).id(), written.get(i));
                }
              }
              return answers;
            });
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    checkOpen();
    TurnRequest checked = checks.turn(request);
    return settle(checked.done())
        .thenCompose(
            settled -> {
              List<Claim> claims = new ArrayList<>();
              return claim(checked, 0, claims, false)
                  .handle(
                      (found, error) -> {
                        if (error == null) {
                          return new Turn(settled, found.claims(), found.more());
                        }
                        if (settled.isEmpty() && claims.isEmpty()) {
                          throw Failures.unwrapped(error);
                        }
                        // What was done is told; what was claimed and could not be read runs into
                        // the end of its lease.
                        return new Turn(settled, claims, false);
                      });
            });
  }

  private CompletionStage<List<SettleResult>> settle(List<Settle> done) {
    Map<String, List<SettleStep>> lanes = new LinkedHashMap<>();
    List<SettleStep> steps = new ArrayList<>();
    for (Settle settle : done) {
      SettleStep step = new SettleStep(settle);
      steps.add(step);
      lanes.computeIfAbsent(settle.claim().job().queue(), name -> new ArrayList<>()).add(step);
    }
    lanes.forEach((queue, own) -> connection.lane(queue).submit(own));
    lanes.keySet().forEach(this::forget);
    return Stages.answers(steps);
  }

  /** Whoever settles forgets what was settled long ago; nobody waits for it. */
  private void forget(String queue) {
    List<ForgetStep> steps =
        connection.state(queue).ended().due(connection.context().time().nanoTime()).stream()
            .map(ForgetStep::new)
            .toList();
    connection.lane(queue).submit(steps);
  }

  /** In one queue after the other, until enough are claimed. */
  private CompletionStage<Claiming.Found> claim(
      TurnRequest request, int index, List<Claim> claims, boolean more) {
    if (index == request.queues().size()) {
      return CompletableFuture.completedFuture(new Claiming.Found(claims, more));
    }
    String queue = request.queues().get(index);
    int left = request.want() - claims.size();
    return claiming
        .claim(queue, left, request.lease(), request.node())
        .thenCompose(
            found -> {
              claims.addAll(found.claims());
              if (found.claims().size() < left) {
                bells.starved(queue);
              }
              boolean isMore = more || found.more();
              // What is left in one queue is known; no need to look into the others.
              return isMore && claims.size() >= request.want()
                  ? CompletableFuture.completedFuture(new Claiming.Found(claims, true))
                  : claim(request, index + 1, claims, isMore);
            });
  }

  @Override
  public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
    checkOpen();
    List<Claim> checked = checks.items("claims", claims);
    ArgumentChecks.lease(lease);
    Map<String, List<ExtendStep>> lanes = new LinkedHashMap<>();
    List<ExtendStep> steps = new ArrayList<>();
    for (Claim claim : checked) {
      ExtendStep step = new ExtendStep(claim, lease);
      steps.add(step);
      lanes.computeIfAbsent(claim.job().queue(), name -> new ArrayList<>()).add(step);
    }
    lanes.forEach((queue, own) -> connection.lane(queue).submit(own));
    return Stages.answers(steps);
  }

  @Override
  public CompletionStage<Swept> sweep(String queue, int max, long term) {
    checkOpen();
    ArgumentChecks.queue(queue);
    ArgumentChecks.max(max);
    ArgumentChecks.term(term);
    return chores.sweep(queue, max, term);
  }

  @Override
  public CompletionStage<Optional<JobView>> find(JobId id) {
    checkOpen();
    return looks.find(Objects.requireNonNull(id, "id"));
  }

  @Override
  public CompletionStage<Optional<JobId>> findUnique(String queue, String uniqueKey) {
    checkOpen();
    ArgumentChecks.queue(queue);
    return looks.findUnique(queue, Objects.requireNonNull(uniqueKey, "uniqueKey"));
  }

  @Override
  public CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
    checkOpen();
    ArgumentChecks.queue(queue);
    Objects.requireNonNull(state, "state");
    return looks.list(queue, state, Objects.requireNonNull(page, "page"));
  }

  @Override
  public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
    checkOpen();
    ArgumentChecks.queue(queue);
    return chores.requeue(queue, checks.items("ids", ids));
  }

  @Override
  public CompletionStage<Integer> remove(List<JobId> ids) {
    checkOpen();
    return chores.remove(checks.items("ids", ids));
  }

  @Override
  public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
    checkOpen();
    ArgumentChecks.queue(queue);
    return chores.forget(queue, checks.items("ids", ids));
  }

  @Override
  public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
    checkOpen();
    return chores.cancel(checks.items("ids", ids));
  }

  @Override
  public CompletionStage<Integer> clear(String queue) {
    checkOpen();
    ArgumentChecks.queue(queue);
    return chores.clear(queue);
  }

  @Override
  public CompletionStage<Pruned> prune(
      String queue, Duration olderThan, int keep, int max, long term) {
    checkOpen();
    ArgumentChecks.queue(queue);
    ArgumentChecks.prune(olderThan, keep, max);
    ArgumentChecks.term(term);
    return chores.prune(queue, olderThan, keep, max, term);
  }

  @Override
  public CompletionStage<List<QueueStats>> stats(List<String> queues) {
    checkOpen();
    return looks.stats(ArgumentChecks.queues(queues));
  }

  @Override
  public CompletionStage<List<String>> queues() {
    checkOpen();
    return looks.queues();
  }

  @Override
  public CompletionStage<Void> pause(String queue, boolean paused) {
    checkOpen();
    ArgumentChecks.queue(queue);
    return chores.flags(queue, flags -> new QueueFlags(paused, flags.bound(), flags.createdAt()));
  }

  @Override
  public CompletionStage<Void> bound(String queue, long maxJobs) {
    checkOpen();
    ArgumentChecks.queue(queue);
    ArgumentChecks.bound(maxJobs);
    return chores.flags(queue, flags -> new QueueFlags(flags.paused(), maxJobs, flags.createdAt()));
  }

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    checkOpen();
    ArgumentChecks.queue(queue);
    return bells.onReady(queue, Objects.requireNonNull(hint, "hint"));
  }

  @Override
  public Subscription onRoom(String queue, Runnable hint) {
    checkOpen();
    ArgumentChecks.queue(queue);
    return bells.onRoom(queue, Objects.requireNonNull(hint, "hint"));
  }

  /** Ends the hints and refuses every later call. Jobs stay. */
  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      bells.close();
    }
  }

  private void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException("the store is closed");
    }
  }
}
