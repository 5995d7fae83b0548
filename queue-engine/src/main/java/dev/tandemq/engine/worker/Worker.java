package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Backend;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.job.Job;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does the jobs of one or several queues, some at a time, with retries, until it is stopped. It
 * claims only what it has a free slot for. Built by {@code Queues.worker}; safe for concurrent use.
 *
 * <p>Life: built, started once, stopped once. {@link #stop} and {@link #close}, and the closing of
 * the connection, wait for handlers and observer, so they must not be called from one; {@link
 * #stopAsync} may.
 */
public final class Worker implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Worker.class.getName());

  private final Settings settings;
  private final Consumer<Worker> onRest;
  private final ProcessContext context;
  private final JobStore store;
  private final Steps steps;
  private final Gate gate = new Gate();
  private final Idle idle;
  private final Deadlines deadlines;
  private final Heartbeat heartbeat;
  private final Ticker beats;
  private final Ticker polls;
  private final Drain drain;
  private final Stop stop;
  private final AtomicReferenceArray<Slot> slots;
  // Guarded by this.
  private final List<Subscription> subscriptions = new ArrayList<>();
  private boolean isStarted;
  private boolean isStopping;

  Worker(Settings settings, Backend backend, Invoker invoker, Consumer<Worker> onRest) {
    this.settings = settings;
    this.onRest = onRest;
    this.context = backend.context();
    this.store = backend.store();
    Capabilities capabilities = backend.capabilities();
    this.steps = new Steps(context);
    this.idle = new Idle(steps::run, settings.slots(), this::allParked);
    this.deadlines = new Deadlines(context, this::look);
    this.heartbeat =
        new Heartbeat(
            context,
            store,
            capabilities.maxBatch(),
            settings.lease(),
            this::attempts,
            this::cancel);
    this.beats =
        new Ticker(context, share(settings.heartbeat(), -1), settings.heartbeat(), heartbeat::beat);
    this.polls =
        new Ticker(context, share(settings.poll(), -1), share(settings.poll(), 1), this::poll);
    this.drain = new Drain(steps, store, settings.queues());
    this.stop = new Stop(context, steps, this::interruptAll, idle::areAllParked, this::atRest);
    Crew crew =
        new Crew(
            context,
            steps,
            feed(capabilities),
            idle,
            gate,
            invoker,
            new Outcomes(settings.retry(), context.random()),
            deadlines,
            heartbeat,
            new Reporter(settings.observer()),
            backend.events(),
            settings.lease());
    this.slots = new AtomicReferenceArray<>(settings.slots());
    for (int i = 0; i < slots.length(); i++) {
      Slot slot = new Slot(crew);
      slots.set(i, slot);
      idle.park(slot);
    }
  }

  private Feed feed(Capabilities capabilities) {
    return capabilities.has(Capability.LOCAL)
        ? new DirectFeed(store, settings.queues(), settings.lease(), settings.node())
        : new BatchingFeed(
            context,
            store,
            settings.queues(),
            settings.lease(),
            settings.node(),
            capabilities.maxBatch());
  }

  private static Duration share(Duration whole, int sign) {
    return whole.plusNanos((long) (sign * Defaults.JITTER * whole.toNanos()));
  }

  // ---- life

  /**
   * Begins to claim. Returns at once.
   *
   * @throws IllegalStateException when it was started or stopped before
   */
  public synchronized void start() {
    if (isStarted || isStopping) {
      throw new IllegalStateException("a worker is started once; build another one");
    }
    isStarted = true;
    for (String queue : settings.queues()) {
      subscriptions.add(store.onReady(queue, idle::wakeOne));
    }
    beats.start();
    polls.start();
    gate.open();
    idle.wakeOne();
  }

  /**
   * Waits until its queues are empty in one read: nothing ready, delayed or reserved by anybody.
   * Others may empty them too; a worker that was never started only looks once.
   *
   * @throws IllegalStateException when it is stopped before that
   * @throws InterruptedException when the calling thread is interrupted; the worker goes on
   */
  public void drain() throws InterruptedException {
    while (!drain(Job.LIMIT_DURATION)) {
      // a hundred years more
    }
  }

  /**
   * Waits until its queues are empty, or the time is over.
   *
   * @return whether they are empty
   * @throws IllegalStateException when it is stopped before that
   * @throws InterruptedException when the calling thread is interrupted; the worker goes on
   */
  public boolean drain(Duration atMost) throws InterruptedException {
    Objects.requireNonNull(atMost, "atMost");
    CompletableFuture<@Nullable Void> empty = drain.whenEmpty();
    try {
      if (!context.await(empty, atMost)) {
        return false;
      }
      empty.join();
      return true;
    } catch (CompletionException e) {
      throw notEmptied(e);
    } finally {
      drain.forget(empty);
    }
  }

  private static IllegalStateException notEmptied(CompletionException e) {
    Throwable cause = Calls.cause(e);
    return new IllegalStateException(cause.getMessage(), cause);
  }

  /**
   * Completes when its queues are empty; fails with {@link IllegalStateException} when it is
   * stopped before.
   */
  public CompletionStage<@Nullable Void> drained() {
    return drain.whenEmpty().copy();
  }

  /**
   * Stops it with the grace it was built with and waits until it is at rest. When the waiting
   * thread is interrupted the grace is over at once; the interrupt flag is set again.
   */
  public StopReport stop() {
    CompletableFuture<StopReport> report = stopAsync(settings.grace()).toCompletableFuture();
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          if (context.await(report, Job.LIMIT_DURATION)) {
            return report.join();
          }
        } catch (InterruptedException e) {
          isInterrupted = true;
          report = stopAsync(Duration.ZERO).toCompletableFuture();
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Stops it: claims nothing more at once, lets handlers end within the grace, then interrupts
   * them, gives up those that ignore that for 2 s and hands their jobs back with the attempt
   * unspent. Leases are renewed until the last handler has ended. May be called again, with a
   * shorter grace too.
   *
   * @return completes when it is at rest
   */
  public CompletionStage<StopReport> stopAsync(Duration grace) {
    checkGrace(grace);
    gate.lock();
    List<Subscription> ending;
    synchronized (this) {
      isStopping = true;
      ending = List.copyOf(subscriptions);
      subscriptions.clear();
    }
    CompletionStage<StopReport> stopped = stop.begin(grace);
    ending.forEach(Subscription::close);
    return stopped;
  }

  static Duration checkGrace(Duration grace) {
    Objects.requireNonNull(grace, "grace");
    if (grace.isNegative() || grace.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException(
          "grace is "
              + grace
              + "; it ranges from zero to "
              + Job.LIMIT_DURATION.toDays()
              + " days");
    }
    return grace;
  }

  /** Begins to stop it with the grace it was built with; does not wait. */
  public void beginStop() {
    var unused = stopAsync(settings.grace());
  }

  /** Stops it as {@link #stop} does. Idempotent. */
  @Override
  public void close() {
    stop();
  }

  /** The node's name, as those see it who ask who holds a job. */
  public String node() {
    return settings.node();
  }

  // ---- what time and slots set off

  private void poll() {
    idle.wakeAnother();
    drain.look();
  }

  private void allParked() {
    try {
      stop.allParked();
      drain.look();
    } catch (RuntimeException | Error e) {
      // The slot that brought us here is at rest already and must not be touched by this.
      LOG.log(Level.ERROR, "could not look after a worker at rest", e);
    }
  }

  private void atRest() {
    beats.close();
    polls.close();
    deadlines.close();
    drain.close();
    onRest.accept(this);
  }

  // ---- attempts at work

  private List<Running> attempts() {
    List<Running> attempts = new ArrayList<>(slots.length());
    for (int i = 0; i < slots.length(); i++) {
      Running attempt = slots.get(i).running();
      if (attempt != null && !attempt.hasEnded()) {
        attempts.add(attempt);
      }
    }
    return attempts;
  }

  private void cancel(Running attempt, Cancellation why) {
    if (attempt.cancel(why)) {
      deadlines.watch(Deadlines.giveUpAt(attempt.cancelledAt()));
    }
  }

  private int interruptAll() {
    // Before the look at what runs: an attempt is either seen there or sees the cut itself.
    gate.cut();
    int count = 0;
    for (Running attempt : attempts()) {
      if (attempt.cancellation() == null) {
        cancel(attempt, Cancellation.STOPPING);
        count++;
      }
    }
    return count;
  }

  private void look(long now) {
    for (int i = 0; i < slots.length(); i++) {
      Slot slot = slots.get(i);
      Running attempt = slot.running();
      if (attempt != null && !attempt.hasEnded()) {
        try {
          look(i, slot, attempt, now);
        } catch (RuntimeException | Error e) {
          LOG.log(Level.ERROR, "could not look after " + attempt.claim(), e);
        }
      }
    }
  }

  private void look(int index, Slot slot, Running attempt, long now) {
    Cancellation cancellation = attempt.cancellation();
    if (cancellation != null) {
      long giveUpAt = Deadlines.giveUpAt(attempt.cancelledAt());
      if (now - giveUpAt >= 0) {
        giveUp(index, slot, attempt, cancellation);
      } else {
        deadlines.watch(giveUpAt);
      }
    } else if (attempt.hasDeadline()) {
      if (now - attempt.deadline() >= 0) {
        cancel(attempt, Cancellation.TIMED_OUT);
      } else {
        deadlines.watch(attempt.deadline());
      }
    }
  }

  /** The handler ignores that it was cancelled: its slot goes on without it. */
  private void giveUp(int index, Slot slot, Running attempt, Cancellation why) {
    if (!slot.giveUp(attempt)) {
      return;
    }
    if (why == Cancellation.STOPPING) {
      stop.gaveUp();
    }
    IllegalStateException ignored =
        new IllegalStateException("the handler ignored its interrupt (" + why + ")");
    Slot heir = slot.replaced(attempt, ignored);
    slots.set(index, heir);
    steps.run(heir);
  }
}
