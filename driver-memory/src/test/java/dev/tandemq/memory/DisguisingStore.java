package dev.tandemq.memory;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Stores another job than the one that was put, and shows the one that was put. */
final class DisguisingStore extends ForwardingJobStore {

  private final UnaryOperator<Job> disguise;
  private final Map<JobId, Job> originals = new ConcurrentHashMap<>();

  DisguisingStore(JobStore target, UnaryOperator<Job> disguise) {
    super(target);
    this.disguise = disguise;
  }

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> jobs) {
    List<Job> disguised = jobs.stream().map(disguise).toList();
    jobs.forEach(job -> originals.putIfAbsent(job.id(), job));
    return target().put(disguised);
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    return target()
        .turn(request)
        .thenApply(
            turn ->
                new Turn(
                    turn.settled(), turn.claims().stream().map(this::show).toList(), turn.more()));
  }

  private Claim show(Claim claim) {
    return Changed.job(claim, original(claim.job()));
  }

  @Override
  public CompletionStage<Optional<JobView>> find(JobId id) {
    return target().find(id).thenApply(found -> found.map(this::show));
  }

  @Override
  public CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
    return target()
        .list(queue, state, page)
        .thenApply(
            found -> new Page<>(found.items().stream().map(this::show).toList(), found.next()));
  }

  private JobView show(JobView view) {
    return Changed.job(view, original(view.job()));
  }

  private Job original(Job job) {
    return originals.getOrDefault(job.id(), job);
  }
}
