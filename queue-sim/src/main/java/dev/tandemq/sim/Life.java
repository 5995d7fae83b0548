package dev.tandemq.sim;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import dev.tandemq.history.RecordingCluster;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One start of one node: a process with a connection of its own, the engine in it, its programs.
 */
final class Life {

  /** Longer than anything is on its way. */
  private static final long CLOSING = 45 * Trial.SECOND;

  static final int SLOTS = 4;

  private final Trial trial;
  private final SimNode node;
  private final SimContext context;
  private final LifePlan plan;
  private final Cluster cluster;
  private final DistributedQueue engine;
  private final Handlers handlers;
  private final LockUser lockUser;
  private final Talker talker;
  private int pushes;
  private boolean isStopping;
  private long stopsSince;

  Life(Trial trial, SimNode node, Chance chance) {
    this.trial = trial;
    this.node = node;
    this.context = new SimContext(trial.world(), chance.split(1), true);
    this.plan = new LifePlan(trial.world(), trial.weather(), chance.split(2), context);
    WorldBackend shared = trial.shared();
    this.cluster =
        shared.connect(
            node.name(),
            context,
            plan,
            trial.network(),
            served -> new RecordingCluster(served, trial.recorder().as(this::id), shared.side()));
    this.engine =
        DistributedQueue.over(context, cluster, jobs(), shared.capabilities())
            .nodeName(node.name())
            .maxConcurrency(SLOTS)
            .workers(1)
            .build();
    this.handlers = new Handlers(trial, this, chance.split(3));
    this.lockUser = new LockUser(trial, this, chance.split(4));
    this.talker = new Talker(this, chance.split(5));
  }

  /** As the cluster has them; when leases are extended is noted. */
  private JobStore jobs() {
    return new ForwardingJobStore(cluster.jobs()) {
      @Override
      public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
        plan.extending();
        return super.extend(claims, lease);
      }
    };
  }

  /** Joins, and begins to work when it is a member; a node that cannot join ends. */
  void start() {
    context.execute(
        () -> {
          if (!isStopping) {
            thenEither(engine.startAsync(), joined -> begin(), this::notJoined);
          }
        });
  }

  private void begin() {
    if (isStopping) {
      return;
    }
    var unused = engine.worker(trial.queueNames().toArray(String[]::new)).startAsync(handlers);
    if (trial.hasLocks()) {
      lockUser.begin();
    }
    talker.begin();
  }

  private void notJoined(Throwable thrown) {
    if (!isStopping) {
      trial.stop(
          this,
          Duration.ZERO,
          () -> {
            die();
            trial.startLater(node, 5 * Trial.SECOND);
          });
    }
  }

  NodeId id() {
    return engine.id();
  }

  SimNode node() {
    return node;
  }

  SimContext context() {
    return context;
  }

  LifePlan plan() {
    return plan;
  }

  /** What its programs see of the cluster, faults and all. */
  Cluster cluster() {
    return cluster;
  }

  DistributedQueue engine() {
    return engine;
  }

  Queues queues() {
    return engine.queues();
  }

  /** The term in which it believes to lead now. */
  OptionalLong term() {
    return engine.term();
  }

  boolean isStopping() {
    return isStopping;
  }

  /** When it was told to stop; meaningful only once it was. */
  long stopsSince() {
    return stopsSince;
  }

  /** Does something with an answer, in a step of this process; nothing when there is none. */
  <T> void then(CompletionStage<T> answer, Consumer<T> step) {
    thenEither(answer, step, thrown -> {});
  }

  /** Does something with an answer, or with what went wrong, in a step of this process. */
  <T> void thenEither(CompletionStage<T> answer, Consumer<T> step, Consumer<Throwable> otherwise) {
    CompletableFuture<T> future = answer.toCompletableFuture();
    Calls.whenDone(
        future,
        () -> {
          if (!context.isDead()) {
            context.execute(
                () -> {
                  if (future.isCompletedExceptionally()) {
                    otherwise.accept(Calls.failure(future));
                  } else {
                    step.accept(future.join());
                  }
                });
          }
        });
  }

  void pushBegun() {
    pushes++;
  }

  void pushEnded() {
    pushes--;
  }

  /** Stops it gracefully, and its programs; tells when it is at rest. */
  void stop(Duration grace, Runnable atRest) {
    isStopping = true;
    stopsSince = trial.world().now();
    context.execute(
        () -> {
          trial.tell(trial.event(this, Op.STOP, Phase.INVOKE));
          talker.end();
          lockUser.end();
          then(engine.stopAsync(grace), rests -> atRest.run());
        });
  }

  /** The process ends here and now; what it has sent is still on its way. */
  void die() {
    context.die();
    trial.clients().died(pushes);
    pushes = 0;
    trial.later(CLOSING, cluster::close);
  }
}
