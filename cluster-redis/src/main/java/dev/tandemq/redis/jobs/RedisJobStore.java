package dev.tandemq.redis.jobs;

import dev.tandemq.driver.ArgumentChecks;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.JobCodec;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Swept;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Keeps jobs on a Redis server, version 7.0 or newer. Every step is one script, which the server
 * runs alone: it reads the server's clock, moves the jobs, changes the counters and tells those who
 * wait, and the number of Redis commands in it does not grow with the batch. This edge checks
 * arguments and passes them on; it decides nothing that the server must decide.
 *
 * <p>Safe for concurrent use. {@link #close} ends the hints; the link is its owner's to close.
 */
public final class RedisJobStore implements JobStore {

  private final RedisLink link;
  private final ArgumentChecks checks;
  private final Turns turns;
  private final Looks looks;
  private final Chores chores;
  private final Hints hints;
  private volatile boolean isClosed;

  /**
   * The jobs of the link's namespace.
   *
   * @param capabilities largest payload and batch
   */
  public RedisJobStore(RedisLink link, Capabilities capabilities) {
    this.link = Objects.requireNonNull(link, "link");
    this.checks = new ArgumentChecks(capabilities);
    JobCodec codec = link.context().codec();
    JobCalls calls = new JobCalls(link);
    this.hints = new Hints(link, calls);
    this.turns = new Turns(calls, codec, hints::arm);
    this.looks = new Looks(calls, codec);
    this.chores = new Chores(calls);
  }

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> jobs) {
    checkOpen();
    List<Job> checked = checks.jobs(jobs);
    return checked.isEmpty() ? none() : onceHeard(() -> turns.put(checked));
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    checkOpen();
    TurnRequest checked = checks.turn(request);
    return onceHeard(() -> turns.turn(checked, checked.want()));
  }

  @Override
  public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
    checkOpen();
    List<Claim> checked = checks.items("claims", claims);
    ArgumentChecks.lease(lease);
    return checked.isEmpty() ? none() : turns.extend(checked, lease);
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
    return chores.pause(queue, paused);
  }

  @Override
  public CompletionStage<Void> bound(String queue, long maxJobs) {
    checkOpen();
    ArgumentChecks.queue(queue);
    ArgumentChecks.bound(maxJobs);
    return chores.bound(queue, maxJobs);
  }

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    checkOpen();
    ArgumentChecks.queue(queue);
    return hints.onReady(queue, Objects.requireNonNull(hint, "hint"));
  }

  @Override
  public Subscription onRoom(String queue, Runnable hint) {
    checkOpen();
    ArgumentChecks.queue(queue);
    return hints.onRoom(queue, Objects.requireNonNull(hint, "hint"));
  }

  /** Ends the hints and refuses every later call. Jobs, and the link, stay. */
  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      hints.close();
    }
  }

  private void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException("the store is closed");
    }
    link.checkOpen();
  }

  /** What may be answered with nothing is asked only when a hint that follows will be heard. */
  private <T> CompletionStage<T> onceHeard(Supplier<CompletionStage<T>> call) {
    CompletableFuture<?> listening = hints.listening().toCompletableFuture();
    return listening.isDone() ? call.get() : listening.thenCompose(heard -> call.get());
  }

  private static <T> CompletionStage<List<T>> none() {
    return CompletableFuture.completedStage(List.of());
  }
}
