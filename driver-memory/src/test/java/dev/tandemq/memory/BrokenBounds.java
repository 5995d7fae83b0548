package dev.tandemq.memory;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stores that break a rule of the bound. */
final class BrokenBounds {

  private BrokenBounds() {}

  static List<BrokenStore> all() {
    return List.of(
        BrokenStore.of(
            "counts no delayed jobs against the bound", Set.of("B1"), CountsNoDelayed::new),
        BrokenStore.of("is full for what is there already", Set.of("B1"), IsFullForDuplicates::new),
        BrokenStore.of(
            "takes of a batch what there is room for", Set.of("B1", "H3"), TakesPartOfBatch::new),
        BrokenStore.of("refuses to requeue into a full queue", Set.of("B2"), RefusesRequeue::new),
        BrokenStore.of("forgets the bound with a clear", Set.of("B3"), ForgetsBound::new));
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static QueueStats standing(JobStore store, String queue) {
    return now(store.stats(List.of(queue))).get(0);
  }

  private static boolean isFull(JobStore store, String queue) {
    QueueStats stats = standing(store, queue);
    return stats.bound() > 0 && stats.size() >= stats.bound();
  }

  /** Raises the bound by the number of delayed jobs as long as a put takes. */
  private static final class CountsNoDelayed extends ForwardingJobStore {
    private final Map<String, Long> bounds = new HashMap<>();

    CountsNoDelayed(JobStore target) {
      super(target);
    }

    @Override
    public synchronized CompletionStage<Void> bound(String queue, long maxJobs) {
      CompletionStage<Void> answer = target().bound(queue, maxJobs);
      bounds.put(queue, maxJobs);
      return answer;
    }

    @Override
    public synchronized CompletionStage<List<PutResult>> put(List<Job> jobs) {
      bounds.forEach(
          (queue, bound) -> {
            long delayed = standing(target(), queue).delayed();
            if (bound > 0 && delayed > 0) {
              var unused = target().bound(queue, bound + delayed);
            }
          });
      CompletionStage<List<PutResult>> answers = target().put(jobs);
      bounds.forEach(
          (queue, bound) -> {
            var unused = target().bound(queue, bound);
          });
      return answers;
    }
  }

  private static final class IsFullForDuplicates extends ForwardingJobStore {
    IsFullForDuplicates(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<PutResult>> put(List<Job> jobs) {
      List<PutResult> answers = new ArrayList<>();
      List<PutResult> right = now(target().put(jobs));
      for (int i = 0; i < right.size(); i++) {
        Job job = jobs.get(i);
        boolean isRefused =
            right.get(i) instanceof PutResult.Duplicate
                && jobs.size() == 1
                && isFull(target(), job.queue());
        answers.add(isRefused ? new PutResult.Full(job.id()) : right.get(i));
      }
      return CompletableFuture.completedFuture(answers);
    }
  }

  private static final class TakesPartOfBatch extends ForwardingJobStore {
    TakesPartOfBatch(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<PutResult>> put(List<Job> jobs) {
      List<PutResult> whole = now(target().put(jobs));
      if (whole.stream().noneMatch(PutResult.Full.class::isInstance)) {
        return CompletableFuture.completedFuture(whole);
      }
      List<PutResult> answers = new ArrayList<>();
      jobs.forEach(job -> answers.addAll(now(target().put(List.of(job)))));
      return CompletableFuture.completedFuture(answers);
    }
  }

  private static final class RefusesRequeue extends ForwardingJobStore {
    RefusesRequeue(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
      boolean isRefused = !queue.isEmpty() && isFull(target(), queue);
      return target().requeue(queue, isRefused ? List.of() : ids);
    }
  }

  private static final class ForgetsBound extends ForwardingJobStore {
    ForgetsBound(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Integer> clear(String queue) {
      CompletionStage<Integer> cleared = target().clear(queue);
      if (isBounded(queue)) {
        var unused = target().bound(queue, 0);
      }
      return cleared;
    }

    private boolean isBounded(String queue) {
      return standing(target(), queue).bound() > 0;
    }
  }
}
