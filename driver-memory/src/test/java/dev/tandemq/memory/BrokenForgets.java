package dev.tandemq.memory;

import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.time.ManualContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Stores that break a rule of forget. */
final class BrokenForgets {

  private BrokenForgets() {}

  static List<BrokenStore> all() {
    return List.of(
        BrokenStore.of(
            "forgets jobs in whatever state",
            Set.of("Q6"),
            store -> new RemovesThose(store, view -> true, false)),
        BrokenStore.of(
            "forgets failed jobs of other queues",
            Set.of("Q6"),
            store -> new RemovesThose(store, view -> view.state() == JobState.FAILED, true)),
        BrokenStore.of(
            "forgets what is claimed",
            Set.of("Q6"),
            store ->
                new RemovesThose(
                    store,
                    view -> view.state() == JobState.FAILED || view.state() == JobState.RESERVED,
                    false)),
        new BrokenStore("forgets by looking, then removing", Set.of("Q6"), LooksThenRemoves::new),
        BrokenStore.of(
            "counts as forgotten what it passed over", Set.of("Q6", "T2"), CountsAll::new),
        BrokenStore.of("forgets nothing", Set.of("Q6"), ForgetsNothing::new));
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  /** Removes what it found to be so a moment ago. */
  private static final class RemovesThose extends ForwardingJobStore {
    private final Predicate<JobView> which;
    private final boolean anyQueue;

    RemovesThose(JobStore target, Predicate<JobView> which, boolean anyQueue) {
      super(target);
      this.which = which;
      this.anyQueue = anyQueue;
    }

    @Override
    public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
      int removed = now(target().forget(queue, ids));
      for (JobId id : ids) {
        if (now(target().find(id))
            .filter(which)
            .filter(view -> anyQueue || view.job().queue().equals(queue))
            .isPresent()) {
          removed += now(target().remove(List.of(id)));
        }
      }
      return CompletableFuture.completedFuture(removed);
    }
  }

  /** Removes what was failed when it looked, whatever became of it since. */
  private static final class LooksThenRemoves extends ForwardingJobStore {
    private final ManualContext context;

    LooksThenRemoves(JobStore target, ManualContext context) {
      super(target);
      this.context = context;
    }

    @Override
    public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
      var unused = now(target().forget(queue.isEmpty() ? queue : "nowhere", ids));
      List<JobId> failed =
          Set.copyOf(ids).stream()
              .filter(
                  id ->
                      now(target().find(id))
                          .filter(view -> view.state() == JobState.FAILED)
                          .filter(view -> view.job().queue().equals(queue))
                          .isPresent())
              .toList();
      CompletableFuture<Integer> removed = new CompletableFuture<>();
      context.execute(() -> removed.complete(now(target().remove(failed))));
      return removed;
    }
  }

  private static final class CountsAll extends ForwardingJobStore {
    CountsAll(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
      return target().forget(queue, ids).thenApply(removed -> ids.size());
    }
  }

  private static final class ForgetsNothing extends ForwardingJobStore {
    ForgetsNothing(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
      return target().forget(queue.isEmpty() ? queue : "nowhere", ids);
    }
  }
}
