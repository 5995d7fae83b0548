package dev.tandemq.store;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Passes every call on to another store: the base of decorators. As safe for concurrent use as it.
 */
public abstract class ForwardingJobStore implements JobStore {

  private final JobStore target;

  /** A store that behaves as the target does, but for what a subclass overrides. */
  protected ForwardingJobStore(JobStore target) {
    this.target = Objects.requireNonNull(target, "target");
  }

  /** The store behind this one. */
  protected final JobStore target() {
    return target;
  }

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> jobs) {
    return target.put(jobs);
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    return target.turn(request);
  }

  @Override
  public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
    return target.extend(claims, lease);
  }

  @Override
  public CompletionStage<Swept> sweep(String queue, int max, long term) {
    return target.sweep(queue, max, term);
  }

  @Override
  public CompletionStage<Optional<JobView>> find(JobId id) {
    return target.find(id);
  }

  @Override
  public CompletionStage<Optional<JobId>> findUnique(String queue, String uniqueKey) {
    return target.findUnique(queue, uniqueKey);
  }

  @Override
  public CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
    return target.list(queue, state, page);
  }

  @Override
  public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
    return target.requeue(queue, ids);
  }

  @Override
  public CompletionStage<Integer> remove(List<JobId> ids) {
    return target.remove(ids);
  }

  @Override
  public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
    return target.forget(queue, ids);
  }

  @Override
  public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
    return target.cancel(ids);
  }

  @Override
  public CompletionStage<Integer> clear(String queue) {
    return target.clear(queue);
  }

  @Override
  public CompletionStage<Pruned> prune(
      String queue, Duration olderThan, int keep, int max, long term) {
    return target.prune(queue, olderThan, keep, max, term);
  }

  @Override
  public CompletionStage<List<QueueStats>> stats(List<String> queues) {
    return target.stats(queues);
  }

  @Override
  public CompletionStage<List<String>> queues() {
    return target.queues();
  }

  @Override
  public CompletionStage<Void> pause(String queue, boolean paused) {
    return target.pause(queue, paused);
  }

  @Override
  public CompletionStage<Void> bound(String queue, long maxJobs) {
    return target.bound(queue, maxJobs);
  }

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    return target.onReady(queue, hint);
  }

  @Override
  public Subscription onRoom(String queue, Runnable hint) {
    return target.onRoom(queue, hint);
  }

  @Override
  public void close() {
    target.close();
  }
}
