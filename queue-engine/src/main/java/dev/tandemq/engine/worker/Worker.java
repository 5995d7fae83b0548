package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Backend;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.Job;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does the jobs of one or several queues, some at a time, with retries, until it is stopped. It
 * claims only what it has a free slot for. Built by {@code Queues.worker}; safe for concurrent use.
 *
 * <p>Life: built, started once, paused and resumed as often as wished, stopped once; see {@link
 * WorkerState}. {@link #stop}, {@link #close} and {@link #drain}, and the closing of the
 * connection, wait for handlers and callbacks, so they refuse to be called from one; {@link
 * #stopAsync} may. They cannot tell a handler that is asynchronous or on a virtual thread.
 */
public final class Worker implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Worker.class.getName());

  private final Settings settings;
  private final Consumer<Worker> onRest;
  private final ProcessContext context;
  private final JobStore store;
  private final Gate gate = new Gate();
  private final Life life;
  private final WorkerEvents events;
  private final Tallies tallies;
  private final Idle idle;
  private final Watch watch;
  private final Heartbeat heartbeat;
  private final Ticker beats;
  private final Ticker polls;
  private final Drain drain;
  private final Stop stop;
  private final Crew crew;

  Worker(Settings settings, Backend backend, Invoker invoker, Consumer<Worker> onRest) {
    this.settings = settings;
    this.onRest = onRest;
    this.context = backend.context();
    this.store = backend.store();
    Capabilities capabilities = backend.capabilities();
    Steps steps = new Steps(context);
    this.life = new Life(context.time(), gate);
    this.events = new WorkerEvents(backend.events(), context.time());
    this.tallies = new Tallies(settings.slots());
    this.idle = new Idle(steps::run, settings.slots(), this::allParked);
    this.watch =
        new Watch(
            context, steps, gate, events, tallies, settings.slots(), settings.interruptGrace());
    this.heartbeat =
        new Heartbeat(
            context,
            store,
            capabilities.maxBatch(),
            settings.lease(),
            watch::attempts,
            watch::cancel);
    this.beats =
        new Ticker(context, share(settings.heartbeat(), -1), settings.heartbeat(), heartbeat::beat);
    this.polls =
        new Ticker(context, share(settings.poll(), -1), share(settings.poll(), 1), this::poll);
    this.drain = new Drain(steps, store, settings.queues(), idle::areAllParked);
    this.stop =
        new Stop(
            context,
            steps,
            settings.interruptGrace(),
            watch::interruptAll,
            watch::abandonedByStop,
            idle::areAllParked,
            this::atRest);
    this.crew =
        new Crew(
            context,
            steps,
            feed(capabilities),
            idle,
            gate,
            invoker,
            new Outcomes(settings.retry(), context.random()),
            watch.deadlines(),
            heartbeat,
            new Reporter(settings.listeners()),
            events,
            settings.lease());
    for (int i = 0; i < settings.slots(); i++) {
      Slot slot = new Slot(crew, tallies.of(i));
      watch.add(i, slot);
      idle.park(slot);
    }
  }

  private Feed feed(Capabilities capabilities) {
    QueueOrder order =
        settings.weights().isEmpty()
            ? QueueOrder.strict(settings.queues())
            : QueueOrder.weighted(settings.weights(), context.random());
    return capabilities.has(Capability.LOCAL)
        ? new DirectFeed(store, order, settings.lease(), settings.node())
        : new BatchingFeed(
            context, store, order, settings.lease(), settings.node(), capabilities.maxBatch());
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
  public void start() {
    List<Supplier<Subscription>> hints = new ArrayList<>();
    for (String queue : settings.queues()) {
      hints.add(() -> store.onReady(queue, idle::wakeOne));
    }
    life.start(hints);
    beats.start();
    polls.start();
    idle.wakeOne();
    events.worker(at -> new QueueEvent.WorkerStarted(at, settings.node()));
  }

  /**
   * Claims nothing more until {@link #resume}. What runs goes on to its end and is settled; a claim
   * that is on its way goes back unspent. Returns at once; does nothing when it is paused already.
   *
   * @throws IllegalStateException when it was not started yet, or was stopped
   */
  public void pause() {
    if (life.pause()) {
      events.worker(at -> new QueueEvent.WorkerPaused(at, settings.node()));
    }
  }

  /**
   * Claims again. Does nothing when it is not paused.
   *
   * @throws IllegalStateException when it was not started yet, or was stopped
   */
  public void resume() {
    if (life.resume()) {
      // One is enough: each slot that finds a job wakes the next.
      idle.wakeOne();
      events.worker(at -> new QueueEvent.WorkerResumed(at, settings.node()));
    }
  }

  /**
   * Waits until its queues are empty in one read: nothing ready, delayed or reserved by anybody,
   * and what this worker itself did is counted and told to whoever listens. Others may empty them
   * too; one that is paused waits until it is resumed, or others have done the work.
   *
   * @throws IllegalStateException when it was not started, is stopped before that, or the calling
   *     thread is a handler or callback of it, which would wait for itself
   * @throws InterruptedException when the calling thread is interrupted; the worker goes on
   */
  public void drain() throws InterruptedException {
    while (!drain(Job.LIMIT_DURATION)) {
      // a hundred years more
    }
  }

  /**
   * Waits as {@link #drain()} does, or until the time is over.
   *
   * @return whether the queues are empty
   * @throws IllegalStateException as {@link #drain()}
   * @throws InterruptedException when the calling thread is interrupted; the worker goes on
   */
  public boolean drain(Duration atMost) throws InterruptedException {
    Objects.requireNonNull(atMost, "atMost");
    checkDrainable();
    return Drain.await(context, List.of(drain), atMost);
  }

  void checkDrainable() {
    checkNotOnDuty();
    if (life.phase().state() == WorkerState.NEW) {
      throw new IllegalStateException("the worker was not started; start it, then drain it");
    }
  }

  void checkNotOnDuty() {
    if (isOnDuty()) {
      throw new IllegalStateException(
          "a handler or callback of the worker would wait for itself here;"
              + " stopAsync and beginStop do not wait");
    }
  }

  /** Whether the calling thread is in a handler or a callback of this worker. */
  public boolean isOnDuty() {
    return OnDuty.isFor(crew);
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
   *
   * @throws IllegalStateException when the calling thread is a handler or callback of it, which
   *     would wait for itself
   */
  public StopReport stop() {
    checkNotOnDuty();
    return Calls.awaitEnd(context, this::stopAsync, settings.grace());
  }

  /**
   * Stops it: claims nothing more at once, lets handlers end within the grace, then interrupts
   * them, gives up those that ignore that for 2 s, or as long as it was built with, and hands their
   * jobs back with the attempt unspent. Leases are renewed until the last handler has ended. May be
   * called again, with a shorter grace too.
   *
   * @return completes when it is at rest
   */
  public CompletionStage<StopReport> stopAsync(Duration grace) {
    Stopping.checkGrace(grace);
    List<Subscription> ending = life.stop();
    CompletionStage<StopReport> stopped = stop.begin(grace);
    ending.forEach(Calls::close);
    return stopped;
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

  // ---- what it is and does

  /** The node's name, as those see it who ask who holds a job. */
  public String node() {
    return settings.node();
  }

  /** The queues it claims from; in strict order unless it was built with weights. */
  public List<String> queues() {
    return settings.queues();
  }

  /** Whether it serves its queues by weight. */
  public boolean isWeighted() {
    return !settings.weights().isEmpty();
  }

  /** Names of the job types that it has handlers for; empty when it handles all. */
  public Set<String> jobTypes() {
    return settings.jobTypes();
  }

  /** Whether it claims jobs: started, and neither paused nor stopped. */
  public boolean isRunning() {
    return life.phase().state() == WorkerState.RUNNING;
  }

  /** How it stands now. Cheap enough to be asked every second. */
  public WorkerStatus status() {
    Life.Phase phase = life.phase();
    List<CurrentJob> jobs = watch.jobs();
    long[] counts = tallies.counts();
    return new WorkerStatus(
        settings.node(),
        phase.state(),
        phase.since(),
        settings.slots(),
        jobs.size(),
        counts[Ending.COMPLETED.index()],
        counts[Ending.RETRIED.index()],
        counts[Ending.FAILED.index()],
        jobs);
  }

  /**
   * What it has done since it was built. Sorts up to 100,000 values: some milliseconds, on the
   * calling thread.
   */
  public WorkerMetrics metrics() {
    return Tallies.metrics(List.of(tallies), context.time());
  }

  /**
   * Renews the leases of what runs soon, beside the regular renewals, and so learns at once which
   * jobs were cancelled or lost. Returns at once; calls that meet are one renewal.
   */
  public void renewNow() {
    heartbeat.renewNow();
  }

  Tallies tallies() {
    return tallies;
  }

  Drain drainWatch() {
    return drain;
  }

  // ---- what time and slots set off

  private void poll() {
    idle.wakeAnother();
    drain.poll();
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
    life.stopped();
    beats.close();
    polls.close();
    watch.deadlines().close();
    drain.close();
    events.worker(at -> new QueueEvent.WorkerStopped(at, settings.node()));
    onRest.accept(this);
  }
}
