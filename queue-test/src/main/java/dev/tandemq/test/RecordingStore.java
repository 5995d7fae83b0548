package dev.tandemq.test;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.ForwardingJobStore;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A store whose answers are there at once, with a record of what they said. It can be made to give
 * no more claims, so that jobs which beget each other for ever can be stopped.
 */
final class RecordingStore extends ForwardingJobStore {

  private final Records records;
  private volatile long lastClaim = Long.MAX_VALUE;

  RecordingStore(JobStore target, Records records) {
    super(target);
    this.records = records;
  }

  /** Gives at most so many claims from now on. */
  void allowClaims(long more) {
    lastClaim = records.claims() + more;
  }

  /** Gives claims without a limit again. */
  void allowAllClaims() {
    lastClaim = Long.MAX_VALUE;
  }

  boolean isSpent() {
    return records.claims() >= lastClaim;
  }

  // ---- looks that leave no record

  Optional<JobView> look(JobId id) {
    return now(target().find(id));
  }

  QueueStats stats(String queue) {
    return now(target().stats(List.of(queue))).get(0);
  }

  /** Jobs of one state, at most so many. */
  List<JobView> some(String queue, JobState state, int most) {
    List<JobView> found = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<JobView> page =
          now(target().list(queue, state, new PageRequest(Math.min(most, 1000), after)));
      found.addAll(page.items());
      after = page.next();
    } while (after.isPresent() && found.size() < most);
    return found;
  }

  private boolean isHeld(JobId id) {
    return look(id).isPresent();
  }

  /** The answer of a store that answers at once. */
  private static <T extends @Nullable Object> T now(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }

  // ---- recorded

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> jobs) {
    CompletionStage<List<PutResult>> answer = target().put(jobs);
    records.put(jobs, now(answer));
    return answer;
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    long left = Math.max(0, lastClaim - records.claims());
    CompletionStage<Turn> answer =
        target()
            .turn(
                request.want() <= left
                    ? request
                    : new TurnRequest(
                        request.done(),
                        request.queues(),
                        (int) left,
                        request.lease(),
                        request.node()));
    records.turned(request.done(), now(answer), this::isHeld);
    return answer;
  }

  @Override
  public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
    CompletionStage<List<CancelResult>> answer = target().cancel(ids);
    records.cancelled(ids, now(answer));
    return answer;
  }

  @Override
  public CompletionStage<Integer> remove(List<JobId> ids) {
    return swept(target().remove(ids));
  }

  @Override
  public CompletionStage<Integer> clear(String queue) {
    return swept(target().clear(queue));
  }

  @Override
  public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
    return swept(target().forget(queue, ids));
  }

  @Override
  public CompletionStage<Pruned> prune(
      String queue, Duration olderThan, int keep, int max, long term) {
    return swept(target().prune(queue, olderThan, keep, max, term));
  }

  @Override
  public CompletionStage<Swept> sweep(String queue, int max, long term) {
    return swept(target().sweep(queue, max, term));
  }

  private <T> CompletionStage<T> swept(CompletionStage<T> answer) {
    records.swept(this::isHeld);
    return answer;
  }

  @Override
  public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
    records.changed();
    return target().requeue(queue, ids);
  }

  @Override
  public CompletionStage<Void> pause(String queue, boolean paused) {
    records.changed();
    return target().pause(queue, paused);
  }

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    Subscription subscription = target().onReady(queue, hint);
    records.listens(queue, 1);
    AtomicBoolean isOpen = new AtomicBoolean(true);
    return () -> {
      if (isOpen.getAndSet(false)) {
        records.listens(queue, -1);
      }
      subscription.close();
    };
  }
}
