package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.connection.Connection;
import dev.tandemq.engine.connection.Roster;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.settings.SettingSources;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.engine.upkeep.Office;
import dev.tandemq.engine.upkeep.Upkeep;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.engine.worker.WorkerBuilder;
import dev.tandemq.engine.worker.WorkerPool;
import dev.tandemq.engine.worker.WorkerState;
import dev.tandemq.engine.worker.WorkerStatus;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.job.JobId;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node of a distributed queue: a connection to the jobs that is a member of a cluster, has
 * workers, and does the chores of all while it leads.
 *
 * <pre>{@code
 * try (DistributedQueue node = DistributedQueue.builder(url).nodeName("web-1").start()) {
 *   node.worker("mails").start(job -> send(job.text()));
 *   node.queues().queue("mails").push("Ada");
 *   ...
 * }
 * }</pre>
 *
 * <p>Nothing rests on the membership but the list of nodes, and nothing on the leadership but who
 * does the chores: jobs are safe by their tokens, the chores by the term that each call of them
 * carries. So a node whose backend is away, or that was frozen, does no harm; it tries again until
 * it is stopped.
 *
 * <p>Life: built, started once, stopped once; see {@link NodePhase}. Safe for concurrent use.
 * Methods that are named {@code ...Async} do not wait; the others say for what they do.
 */
public final class DistributedQueue implements AutoCloseable {

  private static final Logger LOG = System.getLogger(DistributedQueue.class.getName());

  private static final String CANCEL = Messages.OWN + "cancel";

  private final ProcessContext context;
  private final Cluster cluster;
  private final JobStore jobs;
  private final List<AutoCloseable> owned;
  private final Identity self;
  private final Asking asking;
  private final Roster workers;
  private final Messages messages;
  private final Candidacy candidacy;
  private final Upkeep upkeep;
  private final NodeLocks locks;
  private final Attendance attendance;
  private final Shutdown shutdown;
  private final Queues queues;

  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile NodePhase phase = NodePhase.NEW; // written under this

  DistributedQueue(Ground ground, Identity self) {
    this.context = ground.context();
    this.cluster = ground.cluster();
    this.jobs = ground.jobs();
    this.owned = ground.owned();
    this.self = self;
    this.asking = new Asking(context, Defaults.CALL_TIMEOUT);
    this.workers = new Roster(() -> {}, () -> {});
    this.messages = new Messages(context, cluster.broadcast());
    this.candidacy = new Candidacy(context, cluster.election(), self);
    this.upkeep =
        new Upkeep(context, jobs, self.settings().leaderElection() ? candidacy : Office.OF_ALL);
    this.locks = new NodeLocks(context, cluster.locks(), self, messages);
    this.attendance =
        new Attendance(context, cluster.membership(), self, this::state, this::admitted);
    this.shutdown = new Shutdown(workers, upkeep, candidacy, locks, attendance);
    this.queues =
        Queues.of(
            Connection.ofNode(
                context,
                jobs,
                ground.capabilities(),
                self.id().name(),
                workers,
                job -> messages.hint(CANCEL, job.toString())));
    messages.hear(CANCEL, job -> workers.renewNow());
  }

  /**
   * A node whose jobs and coordination are at one URL.
   *
   * @param url for example {@code etcd://host:2379}
   */
  public static NodeBuilder builder(String url) {
    return NodeBuilder.at(url);
  }

  /**
   * A node with what was set from outside of the program: by system properties, in the environment
   * or in {@code tandem.properties}; see docs/configuration.md. What is said to the builder goes
   * before. Without a URL it is {@code memory:}.
   *
   * @throws IllegalArgumentException when a setting makes no sense
   */
  public static NodeBuilder fromSettings() {
    return NodeBuilder.from(SettingSources.ofProcess());
  }

  /**
   * A node over parts that are open already, which the caller closes, after the node: the calls
   * with which a node stops have their deadlines on the context's timers.
   *
   * @param jobs the cluster's own, or any other store
   */
  public static NodeBuilder over(
      ProcessContext context, Cluster cluster, JobStore jobs, Capabilities capabilities) {
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(jobs, "jobs");
    Objects.requireNonNull(capabilities, "capabilities");
    return NodeBuilder.over(new Ground(context, cluster, jobs, capabilities, List.of()));
  }

  // ---- life

  /**
   * Joins and waits until the node is a member: some seconds when the backend is slow, and as long
   * as an earlier start of this name may live when one has left its name behind. When it fails the
   * node is stopped.
   *
   * @throws dev.tandemq.error.NameTakenException when a node that is alive has the name
   * @throws dev.tandemq.error.QueueException when the backend refuses, or does not answer for 10 s;
   *     once it has answered that the name is taken, for 10 s and a heartbeat
   * @throws IllegalStateException when it was started or stopped before
   */
  public void start() {
    CompletableFuture<Void> joined = startAsync().toCompletableFuture();
    try {
      Duration patience = Defaults.CONNECT_TIMEOUT;
      long heard = attendance.answers();
      while (!joined.isDone() && !context.await(joined, patience)) {
        if (attendance.answers() == heard) {
          throw new QueueUnavailableException(
              "node "
                  + self.id().name()
                  + " could not join: no answer from the backend within "
                  + patience,
              null);
        }
        heard = attendance.answers();
        // It waits for the end of an earlier life now, and asks with each heartbeat.
        patience = Defaults.CONNECT_TIMEOUT.plus(self.settings().heartbeat());
      }
      Calls.await(context, joined, Duration.ZERO, "join", List.of());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new QueueUnavailableException("interrupted while the node joined", e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Joins; completes when the node is a member. A backend that is away is tried again until the
   * node is stopped.
   *
   * @return fails as {@link #start} does, when the backend has answered; the node is being stopped
   *     then
   * @throws IllegalStateException when it was started or stopped before
   */
  public CompletionStage<Void> startAsync() {
    synchronized (this) {
      if (phase != NodePhase.NEW) {
        throw new IllegalStateException(
            "the node is " + phase + "; a node is started once: build another one");
      }
      phase = NodePhase.STARTING;
    }
    CompletableFuture<Void> answer = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> joined = attendance.start();
    Calls.whenDone(
        joined,
        () -> {
          if (joined.isCompletedExceptionally()) {
            var unused = stopAsync(Duration.ZERO);
          }
          // Off the side: what the application does then may block, and must not hold up the
          // heartbeat whose turn this is.
          Calls.step(context, () -> pass(joined, answer));
        });
    return answer;
  }

  private static void pass(CompletableFuture<?> joined, CompletableFuture<Void> answer) {
    if (joined.isCompletedExceptionally()) {
      answer.completeExceptionally(Calls.failure(joined));
    } else {
      answer.complete(null);
    }
  }

  /** It has come onto the list of members, for the first time or again. */
  private void admitted() {
    synchronized (this) {
      if (phase == NodePhase.STARTING) {
        phase = NodePhase.RUNNING;
      }
      if (phase != NodePhase.RUNNING) {
        return;
      }
      upkeep.start();
    }
    messages.listen();
    if (self.settings().leaderElection()) {
      candidacy.start();
    }
  }

  /** What the node tells of itself. */
  private NodeState state() {
    List<Worker> all = workers.all();
    int slots = 0;
    int running = 0;
    int paused = 0;
    int stopping = 0;
    TreeSet<String> from = new TreeSet<>();
    for (Worker worker : all) {
      WorkerStatus status = worker.status();
      slots += status.slots();
      running += status.busy();
      paused += status.state() == WorkerState.PAUSED ? 1 : 0;
      stopping += status.state() == WorkerState.STOPPING ? 1 : 0;
      from.addAll(worker.queues());
    }
    NodeState.Phase doing =
        switch (phase) {
          case STOPPING, STOPPED -> NodeState.Phase.STOPPING;
          case NEW, STARTING, RUNNING ->
              stopping > 0 && stopping == all.size()
                  ? NodeState.Phase.STOPPING
                  : paused > 0 && paused == all.size()
                      ? NodeState.Phase.PAUSED
                      : NodeState.Phase.ACTIVE;
        };
    return new NodeState(doing, slots, running, new ArrayList<>(from));
  }

  /**
   * Stops the node: the workers end as {@link Worker#stopAsync} says, while membership, leases,
   * leadership and locks are kept; then the chores end, it resigns, unlocks and leaves, and closes
   * what it has opened. Bounded, also when the backend is away. May be called in every phase, and
   * again, with a shorter grace too.
   *
   * @param grace how long handlers may go on before they are interrupted
   * @return completes when the node is at rest
   */
  public CompletionStage<Void> stopAsync(Duration grace) {
    NodeSettings.notLong("grace", grace);
    boolean isFirst;
    synchronized (this) {
      isFirst = phase != NodePhase.STOPPING && phase != NodePhase.STOPPED;
      if (isFirst) {
        phase = NodePhase.STOPPING;
        workers.shut();
      }
    }
    if (isFirst) {
      attendance.tellSoon();
      Calls.whenDone(shutdown.begin(grace).toCompletableFuture(), this::rest);
    } else {
      var unused = workers.stopAsync(grace);
    }
    return stopped.copy();
  }

  private void rest() {
    messages.close();
    List<AutoCloseable> parts = new ArrayList<>();
    parts.add(queues);
    parts.addAll(owned);
    for (Throwable failed : Ground.closeAll(parts)) {
      LOG.log(Level.WARNING, "node " + self.id().name() + " was not closed cleanly", failed);
    }
    synchronized (this) {
      phase = NodePhase.STOPPED;
    }
    stopped.complete(null);
  }

  /**
   * Stops the node with the grace it was built with and waits until it is at rest. When the waiting
   * thread is interrupted the grace is over at once; the interrupt flag is set again. Idempotent.
   *
   * <p>Who has closed the node's context before it has taken its timers, and with them all its
   * deadlines: then it waits for the grace and a little longer, and what has not ended is left as
   * it is, with a warning in the log.
   *
   * @throws IllegalStateException when the calling thread is a handler or callback of one of its
   *     workers, which would wait for itself
   */
  @Override
  public void close() {
    if (workers.isAnyOnDuty()) {
      throw new IllegalStateException(
          "a handler or callback of a worker cannot close the node that waits for it; stopAsync"
              + " does not wait");
    }
    NodeSettings settings = self.settings();
    // Two calls, one after the other, are what a healthy backend is asked for at the end.
    Duration patience = settings.callTimeout().multipliedBy(2);
    var unused =
        Calls.awaitEnd(
            context, this::stopAsync, settings.grace(), patience, this::giveUpWithoutContext);
  }

  /**
   * Nobody keeps the deadlines of a node whose context is closed: what is awaited may never come.
   */
  private void giveUpWithoutContext() {
    try {
      context.execute(() -> {});
      return; // It is alive, and so what takes long is bounded.
    } catch (RejectedExecutionException closed) {
      LOG.log(
          Level.WARNING,
          "node {0}: its context was closed before it, not all of it came to an end",
          self.id().name());
    }
    messages.close();
    synchronized (this) {
      phase = NodePhase.STOPPED;
    }
    stopped.complete(null);
  }

  // ---- who and where

  /** Who this is. */
  public NodeId id() {
    return self.id();
  }

  /** Where it is in its life. */
  public NodePhase phase() {
    return phase;
  }

  /** Whether it is on the list of members, as far as it knows. */
  public boolean isMember() {
    return attendance.isInside();
  }

  /**
   * The connection to the jobs, under the name of the node. It ends with the node; closing it alone
   * ends its workers and queues and leaves the node a member.
   */
  public Queues queues() {
    return queues;
  }

  // ---- workers

  /**
   * A builder for a worker of this node, with its name, heartbeat and poll, and as many slots as
   * its concurrency. Each worker has slots of its own: who starts several gives each its share by
   * {@link WorkerBuilder#slots}, or starts a pool, so that together they are the concurrency of the
   * node. What the node tells of itself is the sum.
   *
   * @throws IllegalStateException when the node was built without jobDistribution
   */
  public WorkerBuilder worker(String... queues) {
    NodeSettings settings = self.settings();
    if (!settings.jobDistribution()) {
      throw new IllegalStateException(
          "jobDistribution is off: node " + settings.name() + " only pushes");
    }
    return this.queues
        .worker(queues)
        .node(settings.name())
        .slots(settings.maxConcurrency())
        .heartbeat(settings.heartbeat())
        .lease(settings.lease())
        .poll(settings.poll())
        .grace(settings.grace());
  }

  /**
   * Starts a pool of workers that share the node's concurrency, as many as the node was built with.
   *
   * @throws IllegalStateException as {@link #worker}
   */
  public WorkerPool startPool(JobHandler handler, String... queues) {
    return worker(queues).startPool(self.settings().workers(), handler);
  }

  /**
   * Cancels a job, on whatever node it runs: {@link Queues#cancel} and a hint, on which every node
   * looks at once. Where the hint is lost, the job ends within one heartbeat.
   */
  public CancelResult cancel(JobId id) {
    return queues.cancel(id);
  }

  /** As {@link #cancel}, without waiting. */
  public CompletionStage<CancelResult> cancelAsync(JobId id) {
    return queues.cancelAsync(id);
  }

  // ---- leadership

  /** The term in which this node leads now, as far as it may believe; empty when it does not. */
  public OptionalLong term() {
    return candidacy.term();
  }

  /**
   * Tells the listener of each term in which this node begins to lead, and of the one in which it
   * leads now. It is called off the side, in order, and may block or fail; when it is told the term
   * may be over already.
   */
  public void onElected(LongConsumer listener) {
    candidacy.onElected(Objects.requireNonNull(listener, "listener"));
  }

  /** Tells the listener of each term that has ended for this node; as {@link #onElected}. */
  public void onDeposed(LongConsumer listener) {
    candidacy.onDeposed(Objects.requireNonNull(listener, "listener"));
  }

  /** Who leads by the cluster's word. Waits for the answer. */
  public Optional<Leader> leader() {
    return await("leader", leaderAsync());
  }

  /** As {@link #leader}, without waiting. */
  public CompletionStage<Optional<Leader>> leaderAsync() {
    return ask("leader", () -> cluster.election().leader());
  }

  // ---- how it stands

  /** The members of the cluster, sorted by name. Waits for the answer. */
  public List<NodeView> nodes() {
    return await("nodes", nodesAsync());
  }

  /** As {@link #nodes}, without waiting. */
  public CompletionStage<List<NodeView>> nodesAsync() {
    return ask("nodes", () -> cluster.membership().nodes());
  }

  /** How it all stands, with the queues asked for. Waits for three answers. */
  public DistributedStats stats(String... queues) {
    return await("stats", statsAsync(queues));
  }

  /** As {@link #stats}, without waiting. */
  public CompletionStage<DistributedStats> statsAsync(String... queues) {
    CompletionStage<Optional<Leader>> leader = leaderAsync();
    CompletionStage<List<NodeView>> nodes = nodesAsync();
    CompletionStage<List<QueueStats>> stats = ask("stats", () -> jobs.stats(Arrays.asList(queues)));
    return leader
        .thenCombine(nodes, (who, all) -> DistributedStats.of(id(), term().isPresent(), who, all))
        .thenCombine(stats, DistributedStats::with);
  }

  private <T> CompletionStage<T> ask(String what, Supplier<CompletionStage<T>> call) {
    checkNotStopped();
    return asking.ask(what, call);
  }

  private <T> T await(String what, CompletionStage<T> answer) {
    // The call ends by itself before.
    Duration atMost = Defaults.CALL_TIMEOUT.multipliedBy(2);
    return Calls.await(context, answer.toCompletableFuture(), atMost, what, List.of());
  }

  private void checkNotStopped() {
    if (phase == NodePhase.STOPPED) {
      throw new IllegalStateException("the node was stopped");
    }
  }

  // ---- locks and messages

  /**
   * A lock that the nodes share, not held yet. Each call gives another holder.
   *
   * @param name as of {@link dev.tandemq.job.Names}
   */
  public DistributedLock lock(String name) {
    checkNotStopped();
    return locks.lock(name);
  }

  /**
   * Tells all who listen on the topic now, on any node, this one too: best effort.
   *
   * @param topic a name as of {@link dev.tandemq.job.Names}, not beginning with {@code tandem.}
   * @param message at most 4,096 bytes; copied
   * @return done when the backend has it, which says nothing of the listeners
   */
  public CompletionStage<Void> send(String topic, byte[] message) {
    checkNotStopped();
    return messages.send(topic, message);
  }

  /** As {@link #send(String, byte[])}, in UTF-8. */
  public CompletionStage<Void> send(String topic, String message) {
    return send(topic, message.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Tells the listener of messages on the topic from about now on, until the node stops. It is
   * called one message at a time and may block or fail. A message may be lost, doubled or late.
   */
  public Subscription onMessage(String topic, Consumer<byte[]> listener) {
    checkNotStopped();
    return messages.onMessage(topic, Objects.requireNonNull(listener, "listener"));
  }
}
