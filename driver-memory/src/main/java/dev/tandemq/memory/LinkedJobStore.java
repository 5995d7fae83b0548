package dev.tandemq.memory;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
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
import java.util.concurrent.CompletionStage;

/**
 * The jobs of a hub, over one link. What the store would refuse as misuse is not looked for while
 * the link is cut. Closing it ends the connection and not the hub's store.
 */
final class LinkedJobStore implements JobStore {

  private final JobStore store;
  private final Connection connection;

  LinkedJobStore(JobStore store, Connection connection) {
    this.store = store;
    this.connection = connection;
  }

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> jobs) {
    return connection.pass("put", () -> store.put(jobs));
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    return connection.pass("turn", () -> store.turn(request));
  }

  @Override
  public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
    return connection.pass("extend", () -> store.extend(claims, lease));
  }

  @Override
  public CompletionStage<Swept> sweep(String queue, int max, long term) {
    return connection.pass("sweep", () -> store.sweep(queue, max, term));
  }

  @Override
  public CompletionStage<Optional<JobView>> find(JobId id) {
    return connection.pass("find", () -> store.find(id));
  }

  @Override
  public CompletionStage<Optional<JobId>> findUnique(String queue, String uniqueKey) {
    return connection.pass("findUnique", () -> store.findUnique(queue, uniqueKey));
  }

  @Override
  public CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
    return connection.pass("list", () -> store.list(queue, state, page));
  }

  @Override
  public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
    return connection.pass("requeue", () -> store.requeue(queue, ids));
  }

  @Override
  public CompletionStage<Integer> remove(List<JobId> ids) {
    return connection.pass("remove", () -> store.remove(ids));
  }

  @Override
  public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
    return connection.pass("forget", () -> store.forget(queue, ids));
  }

  @Override
  public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
    return connection.pass("cancel", () -> store.cancel(ids));
  }

  @Override
  public CompletionStage<Integer> clear(String queue) {
    return connection.pass("clear", () -> store.clear(queue));
  }

  @Override
  public CompletionStage<Pruned> prune(
      String queue, Duration olderThan, int keep, int max, long term) {
    return connection.pass("prune", () -> store.prune(queue, olderThan, keep, max, term));
  }

  @Override
  public CompletionStage<List<QueueStats>> stats(List<String> queues) {
    return connection.pass("stats", () -> store.stats(queues));
  }

  @Override
  public CompletionStage<List<String>> queues() {
    return connection.pass("queues", () -> store.queues());
  }

  @Override
  public CompletionStage<Void> pause(String queue, boolean paused) {
    return connection.pass("pause", () -> store.pause(queue, paused));
  }

  @Override
  public CompletionStage<Void> bound(String queue, long maxJobs) {
    return connection.pass("bound", () -> store.bound(queue, maxJobs));
  }

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    Objects.requireNonNull(hint, "hint");
    return connection.subscribe(receiver -> store.onReady(queue, () -> receiver.tell(hint))::close);
  }

  @Override
  public Subscription onRoom(String queue, Runnable hint) {
    Objects.requireNonNull(hint, "hint");
    return connection.subscribe(receiver -> store.onRoom(queue, () -> receiver.tell(hint))::close);
  }

  @Override
  public void close() {
    connection.close();
  }
}
