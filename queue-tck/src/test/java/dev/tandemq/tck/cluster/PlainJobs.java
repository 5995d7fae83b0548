package dev.tandemq.tck.cluster;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of a store as the contract of clusters asks for: jobs of one queue, never delayed. */
final class PlainJobs extends ForwardingJobStore {

  private final PlainTime time;
  private final Queue<Job> ready = new ArrayDeque<>(); // guarded by this
  private final Set<JobId> reserved = new HashSet<>(); // guarded by this
  private final List<Runnable> hints = new CopyOnWriteArrayList<>();

  PlainJobs(PlainTime time) {
    super(nothing());
    this.time = time;
  }

  private static JobStore nothing() {
    return (JobStore)
        Proxy.newProxyInstance(
            JobStore.class.getClassLoader(),
            new Class<?>[] {JobStore.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method + " of a plain cluster's jobs");
            });
  }

  @Override
  public CompletionStage<List<PutResult>> put(List<Job> jobs) {
    List<PutResult> answers = new ArrayList<>();
    synchronized (this) {
      for (Job job : jobs) {
        ready.add(job);
        answers.add(new PutResult.Added(job.id()));
      }
    }
    hints.forEach(Runnable::run);
    return completedFuture(answers);
  }

  @Override
  public synchronized CompletionStage<Turn> turn(TurnRequest request) {
    List<SettleResult> settled = new ArrayList<>();
    for (Settle settle : request.done()) {
      boolean holds = reserved.remove(settle.claim().job().id());
      settled.add(holds ? SettleResult.APPLIED : SettleResult.LOST);
    }
    List<Claim> claims = new ArrayList<>();
    while (claims.size() < request.want() && !ready.isEmpty()) {
      Job job = ready.remove();
      reserved.add(job.id());
      claims.add(
          new Claim(
              job, 1, 1, 0, request.node(), time.wall().plus(request.lease()), Duration.ZERO));
    }
    return completedFuture(new Turn(settled, claims, !ready.isEmpty()));
  }

  @Override
  public CompletionStage<List<String>> queues() {
    return completedFuture(List.of());
  }

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    hints.add(hint);
    return () -> hints.remove(hint);
  }

  @Override
  public void close() {
    // The jobs outlive the connections to them.
  }
}
