package dev.tandemq.memory;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.BlockingJobStore;
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
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A store as a driver that can only block would write it. */
class BlockingMemoryStore implements BlockingJobStore {

  private final JobStore store;

  BlockingMemoryStore(JobStore store) {
    this.store = store;
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  @Override
  public List<PutResult> put(List<Job> jobs) {
    return join(store.put(jobs));
  }

  @Override
  public Turn turn(TurnRequest request) {
    return join(store.turn(request));
  }

  @Override
  public List<Extended> extend(List<Claim> claims, Duration lease) {
    return join(store.extend(claims, lease));
  }

  @Override
  public Swept sweep(String queue, int max, long term) {
    return join(store.sweep(queue, max, term));
  }

  @Override
  public Optional<JobView> find(JobId id) {
    return join(store.find(id));
  }

  @Override
  public Optional<JobId> findUnique(String queue, String uniqueKey) {
    return join(store.findUnique(queue, uniqueKey));
  }

  @Override
  public Page<JobView> list(String queue, JobState state, PageRequest page) {
    return join(store.list(queue, state, page));
  }

  @Override
  public int requeue(String queue, List<JobId> ids) {
    return join(store.requeue(queue, ids));
  }

  @Override
  public int remove(List<JobId> ids) {
    return join(store.remove(ids));
  }

  @Override
  public List<CancelResult> cancel(List<JobId> ids) {
    return join(store.cancel(ids));
  }

  @Override
  public int clear(String queue) {
    return join(store.clear(queue));
  }

  @Override
  public int forget(String queue, List<JobId> ids) {
    return join(store.forget(queue, ids));
  }

  @Override
  public Pruned prune(String queue, Duration olderThan, int keep, int max, long term) {
    return join(store.prune(queue, olderThan, keep, max, term));
  }

  @Override
  public List<QueueStats> stats(List<String> queues) {
    return join(store.stats(queues));
  }

  @Override
  public List<String> queues() {
    return join(store.queues());
  }

  @Override
  public void pause(String queue, boolean paused) {
    var unused = join(store.pause(queue, paused));
  }

  @Override
  public void bound(String queue, long maxJobs) {
    var unused = join(store.bound(queue, maxJobs));
  }

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    return store.onReady(queue, hint);
  }

  @Override
  public Subscription onRoom(String queue, Runnable hint) {
    return store.onRoom(queue, hint);
  }

  @Override
  public void close() {
    store.close();
  }
}
