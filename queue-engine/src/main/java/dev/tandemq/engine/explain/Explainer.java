package dev.tandemq.engine.explain;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.QueueStats;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Gathers the facts about one job and explains why it does not run. Safe for concurrent use; waits
 * for the store's answers, at most two, each at most the call time of the connection.
 */
public final class Explainer {

  private final ProcessContext context;
  private final JobStore store;
  private final Supplier<List<WorkerView>> workers;
  private final Function<JobId, Optional<JobId>> twins;

  /**
   * Makes an explainer.
   *
   * @param workers the workers of this connection
   * @param twins the job that a push was answered with instead of the one that was pushed
   */
  public Explainer(
      ProcessContext context,
      JobStore store,
      Supplier<List<WorkerView>> workers,
      Function<JobId, Optional<JobId>> twins) {
    this.context = context;
    this.store = store;
    this.workers = workers;
    this.twins = twins;
  }

  /**
   * Why the job does not run.
   *
   * @throws dev.tandemq.error.QueueException when the store cannot be asked
   */
  public Explanation explain(JobId id) {
    Objects.requireNonNull(id, "id");
    List<WorkerView> seen = workers.get();
    Optional<JobView> job = ask("find", () -> store.find(id));
    return Diagnosis.of(
        new Facts(
            id,
            context.time().now(),
            job,
            twins.apply(id),
            job.flatMap(this::keyHolder),
            job.map(view -> stats(view, seen)).orElse(List.of()),
            seen));
  }

  private Optional<JobId> keyHolder(JobView view) {
    Optional<String> key = view.job().uniqueKey();
    if (view.state() != JobState.FAILED || key.isEmpty()) {
      return Optional.empty();
    }
    return ask("find by key", () -> store.findUnique(view.job().queue(), key.get()));
  }

  /** Of the job's queue and of all that its workers serve, for they may serve those first. */
  private List<QueueStats> stats(JobView view, List<WorkerView> seen) {
    if (view.state() == JobState.FAILED) {
      return List.of();
    }
    String queue = view.job().queue();
    List<String> asked =
        Stream.concat(
                Stream.of(queue),
                seen.stream()
                    .filter(worker -> worker.serves(queue))
                    .flatMap(worker -> worker.queues().stream()))
            .distinct()
            .toList();
    return ask("stats", () -> store.stats(asked));
  }

  private <T> T ask(String what, Supplier<CompletionStage<T>> call) {
    return Calls.await(context, Calls.of(call), Defaults.CALL_TIMEOUT, what, List.of());
  }
}
