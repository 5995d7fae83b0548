package dev.tandemq.engine.queue;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.engine.codec.PayloadCodec;
import dev.tandemq.engine.event.EventSink;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Backend;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.job.JobView;
import dev.tandemq.queue.FailedJobs;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** The application's queue over any store: checks at the edge, then translates. */
public final class StoreQueue implements Queue {

  private static final Duration NO_CLAIM_LEASE = Defaults.POP_LEASE;

  private final String name;
  private final String node;
  private final ProcessContext context;
  private final JobStore store;
  private final Capabilities capabilities;
  private final Pusher pusher;
  private final Function<JobId, CancelResult> canceller;
  private final PayloadCodec payloads;
  private final EventSink events;
  private final Waiters waiters;
  private final Popper popper;
  private final FailedJobs failed;
  private volatile boolean closed;

  /**
   * Makes a handle on a queue.
   *
   * @param name the queue, its name checked
   * @param node who claims, shown to those who ask who holds a job
   * @param pusher shared by all queues of the connection
   * @param canceller cancels a job, whatever its queue
   */
  public StoreQueue(
      String name,
      String node,
      Backend backend,
      Pusher pusher,
      Function<JobId, CancelResult> canceller) {
    this.name = name;
    this.node = node;
    this.context = backend.context();
    this.store = backend.store();
    this.capabilities = backend.capabilities();
    this.payloads = backend.payloads();
    this.events = backend.events();
    this.pusher = pusher;
    this.canceller = canceller;
    this.waiters = new Waiters(context);
    this.popper = new Popper(name, node, context, store, waiters);
    this.failed = new StoreFailedJobs(name, backend, this::checkOpen);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Job.Builder newJob() {
    checkOpen();
    var now = context.time().now();
    return Job.builder()
        .id(JobId.create(now.toEpochMilli(), context.random()))
        .queue(name)
        .createdAt(now);
  }

  @Override
  public <T> Job.Builder newJob(JobType<T> type, T payload) {
    Objects.requireNonNull(type, "type");
    return newJob().type(type.name()).payload(payloads.write(type, payload));
  }

  @Override
  public <T> T read(JobType<T> type, Job job) {
    return payloads.read(type, job);
  }

  @Override
  public JobId push(Job job) {
    checkOpen();
    checkPushable(job);
    PutResult result = pushed(job, put(job));
    if (result instanceof PutResult.Full) {
      throw new QueueFullException(
          "queue " + name + " is at its bound; push later, or wait for room by push(job, timeout)",
          null);
    }
    return result.id();
  }

  @Override
  public CompletionStage<PutResult> pushAsync(Job job) {
    checkOpen();
    checkPushable(job);
    return Calls.map(pusher.push(job), result -> pushed(job, result));
  }

  @Override
  public JobId push(Job job, Duration timeout) throws InterruptedException {
    checkOpen();
    checkPushable(job);
    checkTimeout(timeout);
    PutResult result = put(job);
    if (result instanceof PutResult.Full && !timeout.isZero()) {
      result =
          waiters
              .until(timeout, hint -> store.onRoom(name, hint), () -> putIfRoom(job))
              .orElse(result);
    }
    if (pushed(job, result) instanceof PutResult.Full) {
      checkOpen();
      throw new QueueFullException(
          "queue " + name + " was at its bound for all of " + timeout, null);
    }
    return result.id();
  }

  private Optional<PutResult> putIfRoom(Job job) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while queue " + name + " had no room");
    }
    PutResult result = put(job);
    return result instanceof PutResult.Full ? Optional.empty() : Optional.of(result);
  }

  private PutResult put(Job job) {
    return Calls.await(context, pusher.push(job), Defaults.CALL_TIMEOUT, "push", List.of(job.id()));
  }

  private PutResult pushed(Job job, PutResult result) {
    if (result instanceof PutResult.Duplicate) {
      pusher.answeredWith(result.id(), job);
    }
    if (events.isWanted()) {
      Instant now = context.time().now();
      if (result instanceof PutResult.Added) {
        events.tell(new QueueEvent.Pushed(now, job));
      } else if (result instanceof PutResult.Duplicate) {
        events.tell(new QueueEvent.Duplicated(now, job, result.id()));
      } else {
        events.tell(new QueueEvent.Refused(now, job));
      }
    }
    return result;
  }

  @Override
  public List<PutResult> pushBatch(List<Job> jobs) {
    checkOpen();
    Objects.requireNonNull(jobs, "jobs").forEach(this::checkPushable);
    List<PutResult> results = new ArrayList<>(jobs.size());
    for (int from = 0; from < jobs.size(); from += capabilities.maxBatch()) {
      results.addAll(pushPart(jobs, from, Math.min(from + capabilities.maxBatch(), jobs.size())));
    }
    return List.copyOf(results);
  }

  private List<PutResult> pushPart(List<Job> jobs, int from, int to) {
    List<Job> part = jobs.subList(from, to);
    List<JobId> unknown = jobs.subList(from, jobs.size()).stream().map(Job::id).toList();
    try {
      List<PutResult> results =
          Calls.await(
              context,
              Calls.of(() -> store.put(part)),
              Defaults.CALL_TIMEOUT,
              "push of a batch",
              unknown);
      for (int i = 0; i < part.size(); i++) {
        var unused = pushed(part.get(i), results.get(i));
      }
      return results;
    } catch (QueueException e) {
      if (from == 0) {
        throw e;
      }
      // Other exceptions say that nothing was stored, which holds for this part only.
      throw new OutcomeUnknownException(
          from + " of " + jobs.size() + " jobs were stored, then: " + e.getMessage(), unknown, e);
    }
  }

  private void checkPushable(Job job) {
    Objects.requireNonNull(job, "job");
    if (!job.queue().equals(name)) {
      throw new IllegalArgumentException(
          "the job is for queue " + job.queue() + ", this is queue " + name + "; push it there");
    }
    if (job.payloadSize() > Defaults.PAYLOAD_LIMIT_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              "payload has %d bytes; the limit is %d: push a reference to the data instead",
              job.payloadSize(), Defaults.PAYLOAD_LIMIT_BYTES));
    }
    if (job.priority() != 0) {
      need(Capability.PRIORITY, "priorities");
    }
    if (job.uniqueKey().isPresent()) {
      need(Capability.UNIQUE_KEY, "unique keys");
    }
  }

  private void need(Capability capability, String what) {
    if (!capabilities.has(capability)) {
      throw new QueueForbiddenException("this store has no " + what, null);
    }
  }

  @Override
  public Optional<Claim> pop(Duration timeout) throws InterruptedException {
    return popBatch(1, timeout).stream().findFirst();
  }

  @Override
  public List<Claim> popBatch(int max, Duration timeout) throws InterruptedException {
    checkOpen();
    if (max < 1) {
      throw new IllegalArgumentException("max is " + max + "; it must be at least 1");
    }
    checkTimeout(timeout);
    List<Claim> claims = popper.pop(Math.min(max, capabilities.maxBatch()), timeout);
    if (claims.isEmpty()) {
      checkOpen();
    }
    return claims;
  }

  private static void checkTimeout(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.isNegative() || timeout.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          "timeout is "
              + timeout
              + "; it ranges from zero to "
              + Job.LIMIT_DURATION.toDays()
              + " days");
    }
  }

  @Override
  public SettleResult delete(Claim claim) {
    return settle(Settle.complete(claim), "delete");
  }

  @Override
  public SettleResult release(Claim claim, Duration delay) {
    return settle(Settle.release(claim, delay), "release");
  }

  @Override
  public SettleResult bury(Claim claim, String reason) {
    return settle(
        Settle.bury(claim, new Failure(Objects.requireNonNull(reason, "reason"))), "bury");
  }

  private SettleResult settle(Settle settle, String what) {
    TurnRequest request = new TurnRequest(List.of(settle), List.of(), 0, NO_CLAIM_LEASE, node);
    return ask(what, List.of(settle.claim().job().id()), () -> store.turn(request))
        .settled()
        .get(0);
  }

  @Override
  public Extended extend(Claim claim, Duration lease) {
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(lease, "lease");
    return ask("extend", List.of(), () -> store.extend(List.of(claim), lease)).get(0);
  }

  @Override
  public Optional<JobView> find(JobId id) {
    Objects.requireNonNull(id, "id");
    return ask("find", List.of(), () -> store.find(id))
        .filter(found -> found.job().queue().equals(name));
  }

  @Override
  public CancelResult cancel(JobId id) {
    if (find(id).isEmpty()) {
      return CancelResult.NONE;
    }
    return canceller.apply(id);
  }

  @Override
  public FailedJobs failed() {
    checkOpen();
    return failed;
  }

  @Override
  public void pause() {
    ask("pause", List.of(), () -> store.pause(name, true));
    tell(now -> new QueueEvent.QueuePaused(now, name));
  }

  @Override
  public void resume() {
    ask("resume", List.of(), () -> store.pause(name, false));
    tell(now -> new QueueEvent.QueueResumed(now, name));
  }

  @Override
  public void bound(long maxJobs) {
    ask("bound", List.of(), () -> store.bound(name, maxJobs));
  }

  @Override
  public QueueStats stats() {
    return ask("stats", List.of(), () -> store.stats(List.of(name))).get(0);
  }

  @Override
  public int clear() {
    int removed = ask("clear", List.of(), () -> store.clear(name));
    tell(now -> new QueueEvent.QueueCleared(now, name, removed));
    return removed;
  }

  private void tell(Function<Instant, QueueEvent> event) {
    if (events.isWanted()) {
      events.tell(event.apply(context.time().now()));
    }
  }

  /** Asks the store and waits for its answer. */
  private <T> T ask(String what, List<JobId> ids, Supplier<CompletionStage<T>> call) {
    checkOpen();
    return Calls.await(context, Calls.of(call), Defaults.CALL_TIMEOUT, what, ids);
  }

  @Override
  public void close() {
    closed = true;
    waiters.close();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("queue " + name + " was closed");
    }
  }
}
