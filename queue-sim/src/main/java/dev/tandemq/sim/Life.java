package dev.tandemq.sim;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.fault.FaultyCluster;
import dev.tandemq.memory.MemoryHub;
import dev.tandemq.store.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One start of one node: a process with a connection of its own, the engine in it, its programs. */
final class Life {

  private static final Duration CLOSING = Duration.ofSeconds(25);

  private final Trial trial;
  private final SimNode node;
  private final SimContext context;
  private final Cluster served;
  private final LifePlan plan;
  private final Cluster cluster;
  private final Queues queues;
  private final Worker worker;
  private final LockUser lockUser;
  private final Talker talker;
  private final List<Subscription> listening = new ArrayList<>();
  private int pushes;
  private boolean isStopping;

  Life(Trial trial, SimNode node, Chance chance) {
    this.trial = trial;
    this.node = node;
    this.context = new SimContext(trial.world(), chance.split(1), true);
    this.served = trial.hub().connect(node.name());
    this.plan = new LifePlan(trial.world(), trial.weather(), chance.split(2), context);
    this.cluster = new FaultyCluster(served, plan, trial.network());
    this.queues = Queues.over(context, cluster.jobs(), MemoryHub.capabilities());
    this.worker =
        queues
            .worker(trial.queueNames().toArray(String[]::new))
            .node(node.name())
            .slots(4)
            .buildAsync(new Handlers(trial, this, chance.split(3)));
    this.lockUser = new LockUser(trial, this, chance.split(4));
    this.talker = new Talker(this, chance.split(5));
  }

  void start() {
    context.execute(
        () -> {
          if (isStopping) {
            return;
          }
          worker.start();
          if (trial.hasLocks()) {
            lockUser.begin();
          }
          talker.begin();
        });
  }

  NodeId id() {
    return new NodeId(node.name(), "i");
  }

  String incarnation() {
    return "i";
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

  Queues queues() {
    return queues;
  }

  /** The term in which it believes to lead now. */
  OptionalLong term() {
    return OptionalLong.empty();
  }

  boolean isStopping() {
    return isStopping;
  }

  /** Does something with an answer, in a step of this process; nothing when there is none. */
  <T> void then(CompletionStage<T> answer, Consumer<T> step) {
    thenEither(answer, step, thrown -> {});
  }

  /** Does something with an answer, or with what went wrong, in a step of this process. */
  <T> void thenEither(
      CompletionStage<T> answer, Consumer<T> step, Consumer<Throwable> otherwise) {
    Calls.whenDone(
        answer.toCompletableFuture(),
        () -> {
          if (!context.isDead()) {
            context.execute(
                () -> {
                  if (answer.toCompletableFuture().isCompletedExceptionally()) {
                    otherwise.accept(Calls.failure(answer.toCompletableFuture()));
                  } else {
                    step.accept(answer.toCompletableFuture().join());
                  }
                });
          }
        });
  }

  void listening(Subscription subscription) {
    listening.add(subscription);
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
    talker.end();
    lockUser.end();
    listening.forEach(Subscription::close);
    then(worker.stopAsync(grace), report -> {
      queues.close();
      atRest.run(); });
  }

  /** The process ends here and now; what it has sent is still on its way. */
  void die() {
    context.die();
    trial.clients().died(pushes);
    trial.later(CLOSING.toNanos(), served::close);
  }
}
