package dev.tandemq.engine;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.codec.JacksonPayloadCodec;
import dev.tandemq.engine.codec.PayloadCodec;
import dev.tandemq.engine.connection.Connection;
import dev.tandemq.engine.connection.Roster;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.event.EventBus;
import dev.tandemq.engine.event.EventSubscription;
import dev.tandemq.engine.explain.Explainer;
import dev.tandemq.engine.explain.Explanation;
import dev.tandemq.engine.explain.WorkerView;
import dev.tandemq.engine.queue.Pusher;
import dev.tandemq.engine.queue.StoreQueue;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Backend;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.engine.upkeep.Upkeep;
import dev.tandemq.engine.wiring.ConnectionModule;
import dev.tandemq.engine.worker.CurrentJob;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.engine.worker.WorkerBuilder;
import dev.tandemq.engine.worker.WorkerStatus;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobView;
import dev.tandemq.job.Names;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.JobStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a store: where a program gets its queues and workers.
 *
 * <pre>{@code
 * try (Queues queues = Queues.open("memory:")) {
 *   queues.queue("greetings").push("Ada");
 *   Worker worker = queues.worker("greetings").start(job -> System.out.println(job.text()));
 *   worker.drain();
 * }
 * }</pre>
 *
 * <p>Safe for concurrent use. Threads are made when they are needed and keep the process alive
 * until {@link #close}.
 */
public final class Queues implements AutoCloseable {

  private final Connection parts;
  private final ProcessContext context;
  private final JobStore store;
  private final EventBus events;
  private final Roster workers;
  private final Explainer explainer;

  // Guarded by this.
  // Weak: a program may ask for a handle at every push and never close one. Numbered: they are
  // closed in the order in which they were made.
  private final Map<StoreQueue, Long> queues = new WeakHashMap<>();
  private long lastQueue;
  private @Nullable ThreadedContext ownContext;
  private boolean closed;

  private Queues(Injector parts) {
    this(
        Connection.alone(
            new Backend(
                parts.getInstance(ProcessContext.class),
                parts.getInstance(JobStore.class),
                parts.getInstance(Capabilities.class),
                parts.getInstance(PayloadCodec.class),
                parts.getInstance(EventBus.class)),
            parts.getInstance(EventBus.class),
            parts.getInstance(Pusher.class),
            parts.getInstance(Upkeep.class)));
  }

  private Queues(Connection parts) {
    this.parts = parts;
    this.context = parts.backend().context();
    this.store = parts.backend().store();
    this.events = parts.events();
    this.workers = parts.workers();
    this.explainer = new Explainer(context, store, this::workerViews, parts.pusher()::twinOf);
  }

  /**
   * Opens a connection by the driver that answers to the URL's scheme.
   *
   * @param url for example {@code memory:}
   * @throws IllegalArgumentException when no driver fits, or it does not understand the URL; the
   *     message lists what was found
   * @throws dev.tandemq.error.QueueException when the backend cannot be reached or refuses
   */
  public static Queues open(String url) {
    return open(url, Drivers.installed());
  }

  /**
   * Opens a connection by one of the given drivers.
   *
   * @throws IllegalArgumentException see {@link #open(String)}
   * @throws dev.tandemq.error.QueueException see {@link #open(String)}
   */
  public static Queues open(String url, Drivers drivers) {
    ThreadedContext context = new ThreadedContext();
    try {
      Queues opened = open(url, context, drivers);
      opened.ownContext = context;
      return opened;
    } catch (Throwable t) {
      context.close();
      throw t;
    }
  }

  /**
   * Opens a connection that takes time, threads and chance from the given context, which the caller
   * closes, and its driver from the given ones.
   *
   * @throws IllegalArgumentException see {@link #open(String)}
   */
  public static Queues open(String url, ProcessContext context, Drivers drivers) {
    QueueUrl parsed = QueueUrl.parse(url);
    QueueDriver driver = drivers.choose(parsed);
    Injector injector = Guice.createInjector(new ConnectionModule(parsed, driver, context));
    try {
      return new Queues(injector);
    } catch (ProvisionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * A connection over a store that is open already: one that was made by hand, or wrapped by a
   * decorator. Closing the connection closes the store; the caller closes the context.
   *
   * @param capabilities what the store can do, as its driver declares it
   */
  public static Queues over(ProcessContext context, JobStore store, Capabilities capabilities) {
    EventBus events = new EventBus(context);
    return new Queues(
        Connection.alone(
            new Backend(context, store, capabilities, new JacksonPayloadCodec(), events),
            events,
            new Pusher(context, store, capabilities),
            new Upkeep(context, store)));
  }

  /** A connection over parts that somebody else put together; applications do not call it. */
  @SuppressWarnings("exports")
  public static Queues of(Connection parts) {
    return new Queues(parts);
  }

  /** The drivers that {@link #open(String)} can choose from, sorted by name. */
  public static List<QueueDriver> drivers() {
    return Drivers.installed().all();
  }

  /**
   * A handle on a queue by its name. Each is closed on its own, or with the connection.
   *
   * @throws IllegalArgumentException when the name breaks the rule of {@link Names}
   * @throws IllegalStateException after {@link #close}
   */
  public synchronized Queue queue(String name) {
    Names.check("queue", name);
    checkOpen();
    StoreQueue queue =
        new StoreQueue(name, parts.node(), parts.backend(), parts.pusher(), this::cancel);
    queues.put(queue, ++lastQueue);
    return queue;
  }

  /**
   * A builder for a worker.
   *
   * @param queues where it claims, in strict order: the second when the first has nothing
   * @throws IllegalStateException after {@link #close}
   */
  public WorkerBuilder worker(String... queues) {
    checkOpen();
    return new WorkerBuilder(
        parts.backend(), this::register, workers::remove, Arrays.asList(queues));
  }

  // ---- jobs, whatever their queue

  /**
   * A job with its state; empty when it is gone or was never there. Waits for the store's answer.
   *
   * @throws dev.tandemq.error.QueueException when the store cannot be asked
   */
  public Optional<JobView> find(JobId id) {
    Objects.requireNonNull(id, "id");
    return ask("find", List.of(), () -> store.find(id));
  }

  /**
   * Why a job does not run, as far as the store and the workers of this connection know. Waits for
   * the store's answers.
   *
   * @throws dev.tandemq.error.QueueException when the store cannot be asked
   */
  public Explanation explain(JobId id) {
    checkOpen();
    return explainer.explain(id);
  }

  /**
   * Cancels a job: one that waits is removed; one that runs has its handler told and does not come
   * back. Waits for the store's answer.
   *
   * @throws dev.tandemq.error.OutcomeUnknownException when the answer was lost; it may be repeated
   */
  public CancelResult cancel(JobId id) {
    Objects.requireNonNull(id, "id");
    return cancelled(id, ask("cancel", List.of(id), () -> store.cancel(List.of(id))).get(0));
  }

  /** As {@link #cancel}, without waiting; the stage fails with what the store fails with. */
  public CompletionStage<CancelResult> cancelAsync(JobId id) {
    Objects.requireNonNull(id, "id");
    checkOpen();
    return Calls.of(() -> store.cancel(List.of(id)))
        .thenApply(results -> cancelled(id, results.get(0)));
  }

  private CancelResult cancelled(JobId id, CancelResult result) {
    if (result != CancelResult.NONE && events.isWanted()) {
      boolean wasRunning = result == CancelResult.REQUESTED;
      events.tell(new QueueEvent.Cancelled(context.time().now(), id, wasRunning));
    }
    if (result == CancelResult.REQUESTED) {
      // Whoever runs it shall not wait for a heartbeat.
      workers.renewNow();
      parts.cancelRequested().accept(id);
    }
    return result;
  }

  private <T> T ask(String what, List<JobId> ids, Supplier<CompletionStage<T>> call) {
    checkOpen();
    return Calls.await(context, Calls.of(call), Defaults.CALL_TIMEOUT, what, ids);
  }

  // ---- events

  /** As {@link #onEvent(Consumer, int)}, with a buffer of 8,192 events. */
  public EventSubscription onEvent(Consumer<? super QueueEvent> listener) {
    return onEvent(listener, Defaults.EVENT_BUFFER);
  }

  /**
   * Tells the listener of what happens through this connection from now on. It is called on threads
   * of its own, one event at a time, in order, and may block or fail: nothing else feels it. What
   * comes while its buffer is full is dropped and counted. Closing the connection lets it have what
   * is buffered, and does not wait for it; a call that never returns keeps its thread, and with it
   * the process.
   *
   * @param capacity most events that wait for it, 1 to 1,000,000
   * @throws IllegalStateException after {@link #close}
   */
  public EventSubscription onEvent(Consumer<? super QueueEvent> listener, int capacity) {
    return events.subscribe(listener, capacity);
  }

  /** The store beneath, for operators' questions. The connection closes it. */
  public JobStore store() {
    return store;
  }

  private synchronized void register(Worker worker) {
    checkOpen();
    workers.add(worker);
  }

  private List<WorkerView> workerViews() {
    return workers.all().stream().map(Queues::view).toList();
  }

  private static WorkerView view(Worker worker) {
    WorkerStatus status = worker.status();
    return new WorkerView(
        status.node(),
        worker.queues(),
        worker.isWeighted(),
        worker.jobTypes(),
        switch (status.state()) {
          case NEW -> WorkerView.State.NOT_STARTED;
          case RUNNING -> WorkerView.State.STARTED;
          case PAUSED -> WorkerView.State.PAUSED;
          case STOPPING, STOPPED -> WorkerView.State.STOPPED;
        },
        status.slots(),
        status.jobs().stream().map(CurrentJob::id).toList());
  }

  private synchronized void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the connection was closed");
    }
  }

  /**
   * Stops the workers, all at the same time, then closes queues and store. Idempotent. The
   * connection of a node leaves the store to the node.
   *
   * @throws IllegalStateException when the calling thread is a handler or callback of one of the
   *     workers, which would wait for itself; nothing is closed then
   */
  @Override
  public void close() {
    List<Worker> stopping;
    List<StoreQueue> open;
    synchronized (this) {
      if (closed) {
        return;
      }
      if (workers.isAnyOnDuty()) {
        throw new IllegalStateException(
            "a handler or callback of a worker cannot close the connection that waits for it");
      }
      closed = true;
      stopping = workers.all();
      open =
          queues.entrySet().stream()
              .sorted(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .toList();
    }
    stopping.forEach(Worker::beginStop);
    List<AutoCloseable> closing = new ArrayList<>(stopping);
    closing.addAll(open);
    closing.addAll(parts.owned());
    if (ownContext != null) {
      closing.add(ownContext);
    }
    closeAll(closing);
  }

  /** One that fails keeps none of the others from being closed. */
  private static void closeAll(List<AutoCloseable> parts) {
    IllegalStateException failed = null;
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        if (failed == null) {
          failed = new IllegalStateException("the connection was not closed cleanly", e);
        } else {
          failed.addSuppressed(e);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
