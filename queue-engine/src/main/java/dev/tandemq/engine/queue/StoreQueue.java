package dev.tandemq.engine.queue;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The application's queue over any store: checks at the edge, then translates. */
public final class StoreQueue implements Queue {

  private static final Duration NO_CLAIM_LEASE = Defaults.POP_LEASE;

  private final String name;
  private final String node;
  private final ProcessContext context;
  private final JobStore store;
  private final Capabilities capabilities;
  private final Pusher pusher;
  private final Popper popper;
  private volatile boolean closed;

  /**
   * Makes a handle on a queue.
   *
   * @param name the queue, its name checked
   * @param node who claims, shown to those who ask who holds a job
   * @param pusher shared by all queues of the connection
   */
  public StoreQueue(
      String name,
      String node,
      ProcessContext context,
      JobStore store,
      Capabilities capabilities,
      Pusher pusher) {
    this.name = name;
    this.node = node;
    this.context = context;
    this.store = store;
    this.capabilities = capabilities;
    this.pusher = pusher;
    this.popper = new Popper(name, node, context, store);
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
  public JobId push(Job job) {
    checkOpen();
    checkPushable(job);
    PutResult result =
        Calls.await(pusher.push(job), Defaults.CALL_TIMEOUT, "push", List.of(job.id()));
    if (result instanceof PutResult.Full) {
      throw new QueueFullException("queue " + name + " is at its bound; push later", null);
    }
    return result.id();
  }

  @Override
  public List<PutResult> pushBatch(List<Job> jobs) {
    checkOpen();
    jobs.forEach(this::checkPushable);
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
      return Calls.await(
          Calls.of(() -> store.put(part)), Defaults.CALL_TIMEOUT, "push of a batch", unknown);
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
    if (!job.queue().equals(name)) {
      throw new IllegalArgumentException(
          "the job is for queue " + job.queue() + ", this is queue " + name);
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
    if (timeout.isNegative() || timeout.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          "timeout is " + timeout + "; it ranges from zero to " + Job.LIMIT_DURATION);
    }
    List<Claim> claims = popper.pop(Math.min(max, capabilities.maxBatch()), timeout);
    if (claims.isEmpty()) {
      checkOpen();
    }
    return claims;
  }

  @Override
  public SettleResult delete(Claim claim) {
    return settle(Settle.complete(claim), "delete");
  }

  @Override
  public SettleResult release(Claim claim, Duration delay) {
    return settle(Settle.release(claim, delay), "release");
  }

  private SettleResult settle(Settle settle, String what) {
    checkOpen();
    List<JobId> ids = List.of(settle.claim().job().id());
    TurnRequest request = new TurnRequest(List.of(settle), List.of(), 0, NO_CLAIM_LEASE, node);
    return Calls.await(Calls.of(() -> store.turn(request)), Defaults.CALL_TIMEOUT, what, ids)
        .settled()
        .get(0);
  }

  @Override
  public QueueStats stats() {
    checkOpen();
    return Calls.await(
            Calls.of(() -> store.stats(List.of(name))), Defaults.CALL_TIMEOUT, "stats", List.of())
        .get(0);
  }

  @Override
  public int clear() {
    checkOpen();
    return Calls.await(
        Calls.of(() -> store.clear(name)), Defaults.CALL_TIMEOUT, "clear", List.of());
  }

  @Override
  public void close() {
    closed = true;
    popper.close();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("queue " + name + " was closed");
    }
  }
}
