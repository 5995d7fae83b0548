package dev.tandemq.engine.worker;

import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Backend;
import dev.tandemq.handler.AsyncJobHandler;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.handler.JobMiddleware;
import dev.tandemq.handler.TypedJobHandler;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.job.Names;
import dev.tandemq.retry.Backoff;
import dev.tandemq.retry.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Collects what a worker, or a pool of them, is made of; setters check at once. Not safe for
 * concurrent use.
 *
 * <p>Callbacks are told after the store's word, on the worker's own threads, several at the same
 * time. They must be quick and not block, for a slot waits for them, and must not stop the worker
 * and wait for that. One that throws is logged once and hurts nobody.
 */
public final class WorkerBuilder {

  private final Backend backend;
  private final Consumer<Worker> onBuilt;
  private final Consumer<Worker> onRest;
  private final Draft draft;
  private final HandlerChain chain = new HandlerChain();

  /**
   * A builder for a worker on a store; applications get one from {@code Queues.worker}.
   *
   * @param onBuilt told of the worker, so that it can be stopped with its connection
   * @param onRest told when it has stopped, so that it can be forgotten
   * @param queues where to claim, in strict order; at least one
   */
  @SuppressWarnings("exports") // applications do not call it
  public WorkerBuilder(
      Backend backend, Consumer<Worker> onBuilt, Consumer<Worker> onRest, List<String> queues) {
    this.backend = backend;
    this.onBuilt = onBuilt;
    this.onRest = onRest;
    long now = backend.context().time().now().toEpochMilli();
    String random = JobId.create(now, backend.context().random()).toString().substring(24);
    this.draft = new Draft(queues, "node-" + random);
  }

  // ---- who and how many

  /** Name of the node, as of {@link Names}; by default {@code node-} and something random. */
  public WorkerBuilder node(String node) {
    draft.node(node);
    return this;
  }

  /** Jobs that it runs at the same time, 1 to 10,000; by default 10. */
  public WorkerBuilder slots(int slots) {
    draft.slots(slots);
    return this;
  }

  /**
   * Serves its queues by weight instead of in strict order: a queue of weight 3 is looked at first
   * three times as often as one of weight 1. None starves, and one that is empty costs nothing.
   *
   * @param weights 1 to 1000 for each of its queues and no others
   */
  public WorkerBuilder weights(Map<String, Integer> weights) {
    draft.weights(weights);
    return this;
  }

  /**
   * Runs each handler on a virtual thread of its own, so that thousands may wait at the same time.
   *
   * @throws UnsupportedOperationException on Java before 21
   */
  public WorkerBuilder virtualThreads() {
    chain.virtualThreads();
    return this;
  }

  // ---- when

  /** How often leases are renewed; by default 5 s. */
  public WorkerBuilder heartbeat(Duration heartbeat) {
    draft.heartbeat(heartbeat);
    return this;
  }

  /** How long a claim holds unless renewed, at least two heartbeats; by default three. */
  public WorkerBuilder lease(Duration lease) {
    draft.lease(lease);
    return this;
  }

  /** How often it looks for jobs when idle and not told of any; by default 1 s. */
  public WorkerBuilder poll(Duration poll) {
    draft.poll(poll);
    return this;
  }

  /** How long {@link Worker#stop} waits before it interrupts; by default 30 s. */
  public WorkerBuilder grace(Duration grace) {
    draft.grace(grace);
    return this;
  }

  /**
   * How long an interrupted handler has to end before it is given up, more than zero; by default 2
   * s. For handlers that have something to end in order, as a process of their own.
   */
  public WorkerBuilder interruptGrace(Duration interruptGrace) {
    draft.interruptGrace(interruptGrace);
    return this;
  }

  /**
   * When failed attempts are tried again; by default {@link Backoff#standard()}. A job that carries
   * its own back-off goes by that, else by the policy of its type, of its queue, or by this one.
   */
  public WorkerBuilder retry(RetryPolicy retry) {
    draft.retry(retry);
    return this;
  }

  /**
   * When failed attempts of jobs of one of its queues are tried again.
   *
   * @throws IllegalArgumentException when it is none of its queues
   */
  public WorkerBuilder retry(String queue, RetryPolicy retry) {
    draft.retry(queue, retry);
    return this;
  }

  /** When failed attempts of jobs of a type are tried again, whatever their queue. */
  public WorkerBuilder retry(JobType<?> type, RetryPolicy retry) {
    draft.retry(type, retry);
    return this;
  }

  // ---- who is told

  /** Is told, instead of the log, of every attempt. Any number of them. */
  public WorkerBuilder onAttempt(Consumer<AttemptReport> callback) {
    draft.listener(Reporter.Listener.ofAll("onAttempt", checked(callback)), true);
    return this;
  }

  /** Is told of every job that is complete. Any number of them. */
  public WorkerBuilder onCompleted(Consumer<AttemptReport> callback) {
    draft.listener(Reporter.Listener.of("onCompleted", Ending.COMPLETED, checked(callback)), false);
    return this;
  }

  /** Is told of every attempt that failed and whose job is tried again. Any number of them. */
  public WorkerBuilder onRetried(Consumer<AttemptReport> callback) {
    draft.listener(Reporter.Listener.of("onRetried", Ending.RETRIED, checked(callback)), false);
    return this;
  }

  /** Is told, instead of the log, of every job that is set aside. Any number of them. */
  public WorkerBuilder onFailed(Consumer<AttemptReport> callback) {
    draft.listener(Reporter.Listener.of("onFailed", Ending.FAILED, checked(callback)), true);
    return this;
  }

  private static Consumer<AttemptReport> checked(Consumer<AttemptReport> callback) {
    return Objects.requireNonNull(callback, "callback");
  }

  // ---- what does the jobs

  /** Wraps every attempt; the first one added is the outermost. Any number of them. */
  public WorkerBuilder use(JobMiddleware middleware) {
    chain.use(middleware);
    return this;
  }

  /**
   * Names the handler for jobs of a type. Jobs of types that have none go to the handler that the
   * worker is built with; without one they are set aside with the reason.
   *
   * @throws IllegalArgumentException when the type has a handler already, or a class that cannot be
   *     a payload
   */
  public <T> WorkerBuilder on(JobType<T> type, TypedJobHandler<T> handler) {
    chain.on(backend.payloads(), type, handler);
    return this;
  }

  // ---- a worker

  /**
   * Makes a worker for the types that were named, not started.
   *
   * @throws IllegalStateException when no type was named
   */
  public Worker build() {
    return make(chain.typed());
  }

  /** Makes a worker for the types that were named and starts it. */
  public Worker start() {
    return started(build());
  }

  /**
   * Makes a worker, not started.
   *
   * @throws IllegalArgumentException when the lease is shorter than two heartbeats
   */
  public Worker build(JobHandler handler) {
    return make(chain.plain(handler));
  }

  /** Makes a worker and starts it. */
  public Worker start(JobHandler handler) {
    return started(build(handler));
  }

  /**
   * Makes a worker for a handler that does not block, not started.
   *
   * @throws IllegalStateException when middleware, virtual threads or typed handlers were named:
   *     they are for handlers that hold a thread
   */
  public Worker buildAsync(AsyncJobHandler handler) {
    return make(chain.async(handler));
  }

  /** Makes a worker for a handler that does not block and starts it. */
  public Worker startAsync(AsyncJobHandler handler) {
    return started(buildAsync(handler));
  }

  private Worker make(HandlerChain.Ready ready) {
    return make(ready, draft.settings(ready.jobTypes()));
  }

  private Worker make(HandlerChain.Ready ready, Settings settings) {
    Worker worker = new Worker(settings, backend, ready.invoker(), onRest);
    onBuilt.accept(worker);
    return worker;
  }

  private static Worker started(Worker worker) {
    try {
      worker.start();
    } catch (RuntimeException | Error e) {
      // Nobody gets hold of it: it must not stay with the connection.
      worker.beginStop();
      throw e;
    }
    return worker;
  }

  // ---- a pool

  /** Makes a pool of {@value Defaults#POOL_WORKERS} workers that share the slots, not started. */
  public WorkerPool buildPool(JobHandler handler) {
    return buildPool(Defaults.POOL_WORKERS, handler);
  }

  /**
   * Makes a pool of workers that share the slots as evenly as possible, not started. Their nodes
   * are named after this one's, with {@code -1} and so on.
   *
   * @throws IllegalArgumentException when there are fewer slots than workers
   */
  public WorkerPool buildPool(int workers, JobHandler handler) {
    return pool(workers, chain.plain(handler));
  }

  /** Makes a pool for the types that were named, not started; else as the other one. */
  public WorkerPool buildPool(int workers) {
    return pool(workers, chain.typed());
  }

  /** Makes a pool of {@value Defaults#POOL_WORKERS} workers that share the slots, and starts it. */
  public WorkerPool startPool(JobHandler handler) {
    return started(buildPool(handler));
  }

  /** Makes a pool and starts it. */
  public WorkerPool startPool(int workers, JobHandler handler) {
    return started(buildPool(workers, handler));
  }

  /** Makes a pool for the types that were named and starts it. */
  public WorkerPool startPool(int workers) {
    return started(buildPool(workers));
  }

  private WorkerPool pool(int number, HandlerChain.Ready ready) {
    List<Worker> workers = new ArrayList<>();
    for (Settings settings : draft.settings(number, ready.jobTypes())) {
      workers.add(make(ready, settings));
    }
    return new WorkerPool(backend.context(), draft.grace(), workers);
  }

  private static WorkerPool started(WorkerPool pool) {
    pool.start();
    return pool;
  }
}
