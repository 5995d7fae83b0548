package dev.tandemq.fault;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Swept;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A store at the far end of a bad network: each call meets the {@link Fate} that the plan has for
 * it, and hints get lost. Names of calls are {@code JobStore.} and the method, as {@code
 * JobStore.turn}; subscribing has no fate, only the hints have.
 *
 * <p>A fate without delays is met before the call returns. The delays run on the {@code network},
 * which is usually not the context of the process that calls: an answer travels on while its
 * receiver is frozen or dead. When the network is closed, what is on its way never arrives.
 *
 * <p><b>Errors.</b> {@link Fate.End#REFUSED} fails the stage with {@link
 * dev.tandemq.error.QueueUnavailableException}, a lost call or answer with {@link
 * dev.tandemq.error.OutcomeUnknownException} and the ids of the jobs that were put, settled,
 * extended or named. What the target throws from a call, for misuse or after its end, is thrown
 * from here when the call gets there without delay, whatever becomes of the answer; else it fails
 * the stage. A call that never gets there does not meet the target's checks.
 *
 * <p>As safe for concurrent use as target and plan. {@link #close} closes the target, at once.
 */
public final class FaultyJobStore extends ForwardingJobStore {

  private final Link link;

  /**
   * A store in front of another.
   *
   * @param target where calls are applied
   * @param plan what becomes of them
   * @param network where delays run; its {@code execute} is not used
   */
  public FaultyJobStore(JobStore target, FaultPlan plan, ProcessContext network) {
    this(target, new Link(plan, network));
  }

  FaultyJobStore(JobStore target, Link link) {
    super(target);
    this.link = link;
  }

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> jobs) {
    Fate fate = link.next("JobStore.put");
    if (fate.isNone()) {
      return target().put(jobs);
    }
    List<Job> sent = List.copyOf(jobs);
    List<JobId> ids = new ArrayList<>(sent.size());
    if (isAboutIds(fate)) {
      sent.forEach(job -> ids.add(job.id()));
    }
    return link.send(fate, "JobStore.put", ids, () -> target().put(sent));
  }

  @Override
  public CompletionStage<Turn> turn(TurnRequest request) {
    Fate fate = link.next("JobStore.turn");
    if (fate.isNone()) {
      return target().turn(request);
    }
    List<Settle> done = request.done();
    List<JobId> ids = new ArrayList<>(done.size());
    if (isAboutIds(fate)) {
      done.forEach(settle -> ids.add(settle.claim().job().id()));
    }
    return link.send(fate, "JobStore.turn", ids, () -> target().turn(request));
  }

  @Override
  public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
    Fate fate = link.next("JobStore.extend");
    if (fate.isNone()) {
      return target().extend(claims, lease);
    }
    List<Claim> sent = List.copyOf(claims);
    List<JobId> ids = new ArrayList<>(sent.size());
    if (isAboutIds(fate)) {
      sent.forEach(claim -> ids.add(claim.job().id()));
    }
    return link.send(fate, "JobStore.extend", ids, () -> target().extend(sent, lease));
  }

  private static boolean isAboutIds(Fate fate) {
    return fate.end() == Fate.End.LOST_ANSWER || fate.end() == Fate.End.LOST_CALL;
  }

  @Override
  public CompletionStage<Swept> sweep(String queue, int max, long term) {
    Fate fate = link.next("JobStore.sweep");
    return fate.isNone()
        ? target().sweep(queue, max, term)
        : link.send(fate, "JobStore.sweep", () -> target().sweep(queue, max, term));
  }

  @Override
  public CompletionStage<Optional<JobView>> find(JobId id) {
    Fate fate = link.next("JobStore.find");
    return fate.isNone()
        ? target().find(id)
        : link.send(fate, "JobStore.find", () -> target().find(id));
  }

  @Override
  public CompletionStage<Optional<JobId>> findUnique(String queue, String uniqueKey) {
    Fate fate = link.next("JobStore.findUnique");
    return fate.isNone()
        ? target().findUnique(queue, uniqueKey)
        : link.send(fate, "JobStore.findUnique", () -> target().findUnique(queue, uniqueKey));
  }

  @Override
  public CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
    Fate fate = link.next("JobStore.list");
    return fate.isNone()
        ? target().list(queue, state, page)
        : link.send(fate, "JobStore.list", () -> target().list(queue, state, page));
  }

  @Override
  public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
    Fate fate = link.next("JobStore.requeue");
    if (fate.isNone()) {
      return target().requeue(queue, ids);
    }
    List<JobId> sent = List.copyOf(ids);
    return link.send(fate, "JobStore.requeue", sent, () -> target().requeue(queue, sent));
  }

  @Override
  public CompletionStage<Integer> remove(List<JobId> ids) {
    Fate fate = link.next("JobStore.remove");
    if (fate.isNone()) {
      return target().remove(ids);
    }
    List<JobId> sent = List.copyOf(ids);
    return link.send(fate, "JobStore.remove", sent, () -> target().remove(sent));
  }

  @Override
  public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
    Fate fate = link.next("JobStore.forget");
    if (fate.isNone()) {
      return target().forget(queue, ids);
    }
    List<JobId> sent = List.copyOf(ids);
    return link.send(fate, "JobStore.forget", sent, () -> target().forget(queue, sent));
  }

  @Override
  public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
    Fate fate = link.next("JobStore.cancel");
    if (fate.isNone()) {
      return target().cancel(ids);
    }
    List<JobId> sent = List.copyOf(ids);
    return link.send(fate, "JobStore.cancel", sent, () -> target().cancel(sent));
  }

  @Override
  public CompletionStage<Integer> clear(String queue) {
    Fate fate = link.next("JobStore.clear");
    return fate.isNone()
        ? target().clear(queue)
        : link.send(fate, "JobStore.clear", () -> target().clear(queue));
  }

  @Override
  public CompletionStage<Pruned> prune(
      String queue, Duration olderThan, int keep, int max, long term) {
    Fate fate = link.next("JobStore.prune");
    return fate.isNone()
        ? target().prune(queue, olderThan, keep, max, term)
        : link.send(
            fate, "JobStore.prune", () -> target().prune(queue, olderThan, keep, max, term));
  }

  @Override
  public CompletionStage<List<QueueStats>> stats(List<String> queues) {
    Fate fate = link.next("JobStore.stats");
    if (fate.isNone()) {
      return target().stats(queues);
    }
    List<String> sent = List.copyOf(queues);
    return link.send(fate, "JobStore.stats", () -> target().stats(sent));
  }

  @Override
  public CompletionStage<List<String>> queues() {
    Fate fate = link.next("JobStore.queues");
    return fate.isNone()
        ? target().queues()
        : link.send(fate, "JobStore.queues", () -> target().queues());
  }

  @Override
  public CompletionStage<Void> pause(String queue, boolean paused) {
    Fate fate = link.next("JobStore.pause");
    return fate.isNone()
        ? target().pause(queue, paused)
        : link.send(fate, "JobStore.pause", () -> target().pause(queue, paused));
  }

  @Override
  public CompletionStage<Void> bound(String queue, long maxJobs) {
    Fate fate = link.next("JobStore.bound");
    return fate.isNone()
        ? target().bound(queue, maxJobs)
        : link.send(fate, "JobStore.bound", () -> target().bound(queue, maxJobs));
  }

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    Objects.requireNonNull(hint, "hint");
    return target().onReady(queue, () -> link.hint(hint));
  }

  @Override
  public Subscription onRoom(String queue, Runnable hint) {
    Objects.requireNonNull(hint, "hint");
    return target().onRoom(queue, () -> link.hint(hint));
  }
}
