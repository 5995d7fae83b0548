package dev.tandemq.test;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.Names;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Queues and workers for a test: the real ones, on a store in memory, but all on the thread of the
 * test and on time that stands still until the test moves it.
 *
 * <pre>{@code
 * try (TestQueues tandem = TestQueues.create()) {
 *   Queue mails = tandem.queues().queue("mails");
 *   tandem.queues().worker("mails").start(job -> send(job.text()));
 *
 *   JobId id = mails.push("Ada");
 *   tandem.drain();
 *
 *   tandem.job(id).isCompleted().wasTried(1);
 * }
 * }</pre>
 *
 * <p><b>Time.</b> Nothing runs by itself: {@link #drain}, {@link #advance} and {@link
 * #runUntilIdle} run it, and so does everything that waits ({@code queue.pop(timeout)}, {@code
 * worker.drain()}, {@code worker.stop()}). Handlers run on the thread of the test, one at a time. A
 * handler that calls {@link #advance} takes that long: other jobs run meanwhile, and its timeout
 * may interrupt it.
 *
 * <p><b>Chance</b>, as the jitter of a back-off, comes from the seed: the same test runs the same
 * way each time.
 *
 * <p><b>Checks inside of handlers.</b> What a handler throws fails its attempt and no more. An
 * {@link AssertionError}, or the like of it of a test framework, is remembered, and the next of the
 * three methods that ends, or {@link #close}, throws it anew.
 *
 * <p>For one thread. {@link #close} stops the workers.
 */
public final class TestQueues implements AutoCloseable {

  /** Most attempts of one call that moves time. */
  static final int MAX_ATTEMPTS = 100_000;

  private static final long USUAL_SEED = 1;

  private final ManualContext context;
  private final Queues queues;
  private final RecordingStore store;
  private final Records records;
  private final Pace pace;

  TestQueues(long seed, int maxAttempts) {
    this.context = new ManualContext(seed);
    RecordingDriver driver = new RecordingDriver(context.time());
    this.records = driver.records();
    this.queues = Queues.open("memory:", context, Drivers.of(List.of(driver)));
    this.store = driver.store();
    this.pace = new Pace(context, store, records, maxAttempts);
  }

  /** A connection with no job in it. */
  public static TestQueues create() {
    return create(USUAL_SEED);
  }

  /** A connection with no job in it whose chance comes from that seed. */
  public static TestQueues create(long seed) {
    return new TestQueues(seed, MAX_ATTEMPTS);
  }

  /** The connection, to be handed to the code under test. */
  public Queues queues() {
    return queues;
  }

  /** The wall clock of queues and workers. */
  public Instant now() {
    return context.time().now();
  }

  // ---- what moves time

  /**
   * Runs what is due now, and all that follows from it, without letting time pass.
   *
   * @throws AssertionError after 100,000 attempts, or when a check inside of a handler did not hold
   */
  public void runUntilIdle() {
    move(pace::runUntilIdle);
  }

  /**
   * Lets time pass and runs what becomes due on the way, each at its moment.
   *
   * @param time zero or more
   * @throws AssertionError after 100,000 attempts, or when a check inside of a handler did not hold
   */
  public void advance(Duration time) {
    Objects.requireNonNull(time, "time");
    move(() -> pace.advance(time));
  }

  /**
   * Runs jobs and lets time pass until no queue holds a job that is ready, delayed or reserved. It
   * takes as much time as delays and back-offs ask for, and none of the real one. Failed jobs may
   * be left.
   *
   * @throws AssertionError when that cannot be: a queue is paused or has no worker, a handler does
   *     not end, or there is no end after 100,000 attempts or 365 days. It names the jobs that are
   *     left and why. Also when a check inside of a handler did not hold.
   * @throws IllegalStateException when a handler calls it
   */
  public void drain() {
    move(pace::drain);
  }

  private void move(Runnable moves) {
    try {
      moves.run();
    } catch (AssertionError e) {
      brokenCheck().ifPresent(e::addSuppressed);
      throw e;
    }
    brokenCheck()
        .ifPresent(
            broken -> {
              throw broken;
            });
  }

  /** Not within a handler: there it would fail the attempt of the wrong job. */
  private Optional<AssertionError> brokenCheck() {
    return context.isRunningSteps()
        ? Optional.empty()
        : records
            .takeBrokenCheck()
            .map(text -> new AssertionError("a check inside of a handler did not hold: " + text));
  }

  // ---- what can be said of it

  /** The jobs that were added to any queue, whatever became of them, in the order of the push. */
  public Pushed<Job> pushed() {
    return Pushed.jobs("all queues", records.pushed(), queues);
  }

  /** The jobs that were added to the queue, whatever became of them, in the order of the push. */
  public Pushed<Job> pushed(String queue) {
    Names.check("queue", queue);
    return Pushed.jobs(
        "queue " + queue,
        records.pushed().stream().filter(job -> job.queue().equals(queue)).toList(),
        queues);
  }

  /**
   * A job, also one that is gone.
   *
   * @throws AssertionError when no such job was added
   */
  public JobAssert job(JobId id) {
    Objects.requireNonNull(id, "id");
    if (records.of(id, trace -> trace.job).isEmpty()) {
      throw new AssertionError("no job " + id + " was added; those that were: " + records.pushed());
    }
    return new JobAssert(id, store, records, context.time());
  }

  /** How a queue stands. */
  public QueueAssert queue(String name) {
    return new QueueAssert(Names.check("queue", name), store, records, context.time());
  }

  /**
   * Stops the workers and closes the connection; handlers that do not end are given up after their
   * virtual grace. After that nothing can be asked any more. Idempotent.
   *
   * @throws AssertionError when a check inside of a handler did not hold and nobody was told yet;
   *     all is closed then
   */
  @Override
  public void close() {
    try {
      move(queues::close);
    } finally {
      context.close();
    }
  }
}
