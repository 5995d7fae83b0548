package dev.tandemq.engine.worker;

import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Backend;
import dev.tandemq.handler.AsyncJobHandler;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.handler.TypedJobHandler;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.job.Names;
import dev.tandemq.retry.Backoff;
import dev.tandemq.retry.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects what a worker is made of; setters check at once. Not safe for concurrent use. */
public final class WorkerBuilder {

  private final Backend backend;
  private final Consumer<Worker> onBuilt;
  private final Consumer<Worker> onRest;
  private final List<String> queues;

  private final Map<String, JobHandler> handlers = new TreeMap<>();
  private String node;
  private int slots = Defaults.SLOTS;
  private Duration heartbeat = Defaults.HEARTBEAT;
  private @Nullable Duration lease;
  private Duration poll = Defaults.POLL;
  private Duration grace = Defaults.STOP_GRACE;
  private RetryPolicy retry = Backoff.standard();
  private Consumer<AttemptReport> observer = new FailureLog();

  /**
   * A builder for a worker on a store; applications get one from {@code Queues.worker}.
   *
   * @param onBuilt told of the worker, so that it can be stopped with its connection
   * @param onRest told when it has stopped, so that it can be forgotten
   * @param queues where to claim, in strict order; at least one
   */
  public WorkerBuilder(
      Backend backend, Consumer<Worker> onBuilt, Consumer<Worker> onRest, List<String> queues) {
    if (queues.isEmpty()) {
      throw new IllegalArgumentException("a worker needs at least one queue");
    }
    queues.forEach(queue -> Names.check("queue", queue));
    this.backend = backend;
    this.onBuilt = onBuilt;
    this.onRest = onRest;
    this.queues = List.copyOf(queues);
    this.node =
        "node-"
            + JobId.create(
                    backend.context().time().now().toEpochMilli(), backend.context().random())
                .toString()
                .substring(24);
  }

  /** Name of the node, as of {@link Names}; by default {@code node-} and something random. */
  public WorkerBuilder node(String node) {
    this.node = Names.check("node", node);
    return this;
  }

  /** Jobs that it runs at the same time, 1 to 10,000; by default 10. */
  public WorkerBuilder slots(int slots) {
    if (slots < 1 || slots > 10_000) {
      throw new IllegalArgumentException("slots is " + slots + "; it ranges from 1 to 10000");
    }
    this.slots = slots;
    return this;
  }

  /** How often leases are renewed; by default 5 s. */
  public WorkerBuilder heartbeat(Duration heartbeat) {
    this.heartbeat = positive("heartbeat", heartbeat);
    return this;
  }

  /** How long a claim holds unless renewed, at least two heartbeats; by default three. */
  public WorkerBuilder lease(Duration lease) {
    this.lease = positive("lease", lease);
    return this;
  }

  /** How often it looks for jobs when idle and not told of any; by default 1 s. */
  public WorkerBuilder poll(Duration poll) {
    this.poll = positive("poll", poll);
    return this;
  }

  /** How long {@link Worker#stop} waits before it interrupts; by default 30 s. */
  public WorkerBuilder grace(Duration grace) {
    this.grace = Worker.checkGrace(grace);
    return this;
  }

  /** When failed attempts are tried again; by default {@link Backoff#standard()}. */
  public WorkerBuilder retry(RetryPolicy retry) {
    this.retry = Objects.requireNonNull(retry, "retry");
    return this;
  }

  /**
   * Is told, instead of the log, of every attempt after the store's word on it, on the worker's own
   * threads, several at the same time. Must be quick and not block: a slot waits for it. It must
   * not stop the worker and wait for that.
   */
  public WorkerBuilder onAttempt(Consumer<AttemptReport> observer) {
    this.observer = Objects.requireNonNull(observer, "observer");
    return this;
  }

  /**
   * Names the handler for jobs of a type. Jobs of types that have none go to the handler that the
   * worker is built with; without one they are set aside with the reason.
   *
   * @throws IllegalArgumentException when the type has a handler already
   */
  public <T> WorkerBuilder on(JobType<T> type, TypedJobHandler<T> handler) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(handler, "handler");
    JobHandler reading = TypedHandlers.reading(backend.payloads(), type, handler);
    if (handlers.putIfAbsent(type.name(), reading) != null) {
      throw new IllegalArgumentException("type " + type.name() + " has a handler already");
    }
    return this;
  }

  /**
   * Makes a worker for the types that were named, not started.
   *
   * @throws IllegalStateException when no type was named
   */
  public Worker build() {
    if (handlers.isEmpty()) {
      throw new IllegalStateException("no handler: name some by on(type, handler), or give one");
    }
    return make(Invoker.blocking(new TypedHandlers(handlers, Optional.empty())));
  }

  /** Makes a worker for the types that were named and starts it. */
  public Worker start() {
    Worker worker = build();
    worker.start();
    return worker;
  }

  /**
   * Makes a worker, not started.
   *
   * @throws IllegalArgumentException when the lease is shorter than two heartbeats
   */
  public Worker build(JobHandler handler) {
    Objects.requireNonNull(handler, "handler");
    return make(
        Invoker.blocking(
            handlers.isEmpty() ? handler : new TypedHandlers(handlers, Optional.of(handler))));
  }

  /** Makes a worker for a handler that does not block, not started. */
  public Worker buildAsync(AsyncJobHandler handler) {
    Objects.requireNonNull(handler, "handler");
    return make(Invoker.async(handler));
  }

  /** Makes a worker and starts it. */
  public Worker start(JobHandler handler) {
    Worker worker = build(handler);
    worker.start();
    return worker;
  }

  private Worker make(Invoker invoker) {
    Duration actualLease =
        lease == null ? heartbeat.multipliedBy(Defaults.LEASE_HEARTBEATS) : lease;
    positive("lease", actualLease);
    if (actualLease.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "lease is " + actualLease + "; it must be at least two heartbeats of " + heartbeat);
    }
    Settings settings =
        new Settings(queues, node, slots, heartbeat, actualLease, poll, grace, retry, observer);
    Worker worker = new Worker(settings, backend, invoker, onRest);
    onBuilt.accept(worker);
    return worker;
  }

  private static Duration positive(String field, Duration value) {
    Objects.requireNonNull(value, field);
    if (value.isNegative() || value.isZero() || value.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "%s is %s; it must be more than zero and at most %d days",
              field, value, Job.LIMIT_DURATION.toDays()));
    }
    return value;
  }
}
