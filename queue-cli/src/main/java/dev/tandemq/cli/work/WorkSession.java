package dev.tandemq.cli.work;

import dev.tandemq.cli.process.ProcessRunner;
import dev.tandemq.cli.process.Spool;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.OutputException;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.engine.worker.StopReport;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.engine.worker.WorkerBuilder;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One {@code tandem work}. The worker claims and settles; its attempts go one way:
 *
 * <pre>{@code
 * Worker -> Quota -> JobCommand -> Worker -> WorkOutput
 * }</pre>
 *
 * Meanwhile the thread of {@link #run} looks at the queues. It is over when it is told to stop, or
 * the queues are empty, or enough jobs are finished, or the store is lost for too long, or nobody
 * reads the output any more.
 */
public final class WorkSession implements AutoCloseable {

  /** Memory for output that waits to be shown, as a share of the heap. */
  private static final int SPOOL_HEAP_SHARE = 8;

  private static final long SPOOL_MOST = 64 << 20;

  /** How often queues are looked at that are to be empty some time. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** How often the store is asked whether it is still there. */
  private static final Duration PROBE_EVERY = Duration.ofSeconds(5);

  /** Looks that are asked for come no faster. */
  private static final Duration LOOK_GAP = Duration.ofMillis(100);

  /** SIGTERM, 2 s, SIGKILL, and up to 2 s more for output: longer is a bug. */
  private static final Duration COMMAND_END = Duration.ofSeconds(6);

  /** What is killed is handed back to the store within this time, or comes back with its lease. */
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  private enum End {
    STOPPED,
    DRAINED,
    ENOUGH,
    GIVEN_UP,
    OUTPUT_BROKEN
  }

  private final WorkSettings settings;
  private final Workplace place;
  private final Console console;
  private final Spool spool;
  private final ProcessRunner runner;
  private final Quota quota;
  private final WorkOutput output;
  private final JobTally tally = new JobTally();
  private final Worker worker;

  private final CompletableFuture<End> over = new CompletableFuture<>();
  private final Semaphore lookWanted = new Semaphore(0);
  private final AtomicInteger stopCode = new AtomicInteger(); // 0 while nobody asked for it
  private volatile Optional<IOException> outputTrouble = Optional.empty();

  /** Makes a session; nothing is claimed before {@link #run}. */
  public WorkSession(WorkSettings settings, Workplace place, Console console) {
    this.settings = settings;
    this.place = place;
    this.console = console;
    long heap = Runtime.getRuntime().maxMemory();
    this.spool = new Spool(Math.min(SPOOL_MOST, heap / SPOOL_HEAP_SHARE));
    this.runner = ProcessRunner.guarded(spool);
    Brakes brakes = new Brakes(this::pause, this::resume);
    this.quota = new Quota(settings.maxJobs(), brakes);
    this.output = new WorkOutput(console, brakes, this::outputBroke);
    this.worker = worker();
  }

  private Worker worker() {
    WorkerBuilder builder =
        place
            .workers()
            .apply(settings.queues())
            .slots(settings.slots())
            .heartbeat(settings.heartbeat())
            .lease(settings.lease())
            .poll(settings.poll())
            .interruptGrace(COMMAND_END)
            .onAttempt(this::settled);
    return builder.build(
        new JobCommand(settings.command(), runner, quota, output, () -> stopCode.get() != 0));
  }

  private void pause() {
    worker.pause();
  }

  private void resume() {
    worker.resume();
  }

  private void settled(AttemptReport report) {
    tally.settled(report);
    output.settled(report);
    if (quota.settled(AttemptKey.of(report.claim()), report.isFinal())) {
      over.complete(End.ENOUGH);
    }
    if (over.isDone() || runner.running() == 0) {
      lookWanted.release();
    }
  }

  // ---- the course of things

  /**
   * Works until it is over.
   *
   * @return the exit status
   */
  public int run() throws InterruptedException {
    console.message(
        "tandem: node "
            + worker.node()
            + " works on "
            + String.join(", ", settings.queues())
            + ", "
            + settings.slots()
            + " at the same time");
    output.start();
    worker.start();
    End end = watch();
    if (end == End.GIVEN_UP) {
      runner.close();
      var unused = worker.stopAsync(Duration.ZERO);
      return ExitCode.BACKEND;
    }
    StopReport stopped = stopWorker(end);
    output.finish();
    runner.close();
    console.message("tandem: " + tally.inWords());
    return exitCode(stopped);
  }

  private End watch() throws InterruptedException {
    Consumer<String> say = line -> console.message("tandem: " + line);
    long now = System.nanoTime();
    QueueWatch watch =
        new QueueWatch("the store", settings.isDraining(), settings.giveUpAfter(), say, now);
    Optional<NodeWatch> nodeWatch =
        place.node().map(node -> new NodeWatch(node, place.isApart(), say, now));
    while (true) {
      nodeWatch.ifPresent(node -> node.look(System.nanoTime()));
      switch (look(watch)) {
        case DRAINED -> over.complete(End.DRAINED);
        case GIVE_UP -> over.complete(End.GIVEN_UP);
        case GO_ON -> {
          if (!isOverWithin(LOOK_GAP)) {
            boolean unused = lookWanted.tryAcquire(interval(watch).toNanos(), TimeUnit.NANOSECONDS);
            lookWanted.drainPermits();
          }
        }
      }
      if (over.isDone()) {
        return over.join();
      }
    }
  }

  private QueueWatch.Verdict look(QueueWatch watch) throws InterruptedException {
    CompletableFuture<List<QueueStats>> answer =
        Calls.of(() -> place.queues().store().stats(settings.queues()));
    Duration atMost = shorter(Defaults.CALL_TIMEOUT, settings.giveUpAfter());
    try {
      CompletableFuture.anyOf(answer, over).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      return watch.failed(String.valueOf(Calls.cause(e).getMessage()), System.nanoTime());
    } catch (TimeoutException e) {
      return watch.failed("no answer within " + atMost.toMillis() + " ms", System.nanoTime());
    }
    return over.isDone()
        ? QueueWatch.Verdict.GO_ON
        : watch.answered(answer.join(), System.nanoTime());
  }

  private Duration interval(QueueWatch watch) {
    // Often enough to notice in time that it has been lost for too long.
    return shorter(
        settings.isDraining() || watch.isLost() ? LOOK_EVERY : PROBE_EVERY,
        settings.giveUpAfter().map(limit -> limit.dividedBy(4)));
  }

  private static Duration shorter(Duration usual, Optional<Duration> other) {
    return other.filter(limit -> limit.compareTo(usual) < 0).orElse(usual);
  }

  private boolean isOverWithin(Duration time) throws InterruptedException {
    try {
      over.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private StopReport stopWorker(End end) throws InterruptedException {
    Duration grace =
        switch (end) {
          case STOPPED -> settings.grace();
          // Only paused queues still have jobs of ours: nothing hurries.
          case DRAINED -> Job.LIMIT_DURATION;
          case ENOUGH, OUTPUT_BROKEN, GIVEN_UP -> Duration.ZERO;
        };
    try {
      return worker.stopAsync(grace).toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the worker did not stop", e.getCause());
    }
  }

  private int exitCode(StopReport stopped) {
    if (stopCode.get() == ExitCode.INTERRUPTED) {
      return ExitCode.INTERRUPTED;
    }
    if (outputTrouble.isPresent()) {
      return outputExitCode(outputTrouble.get());
    }
    boolean isCutOff = stopCode.get() != 0 && !stopped.isClean();
    boolean hasFailed = settings.isDraining() && (tally.any() || anyFailedElsewhere());
    return isCutOff || hasFailed ? ExitCode.FAILED : ExitCode.OK;
  }

  /** A job that we tried may have had its last attempt in other hands. */
  private boolean anyFailedElsewhere() {
    for (JobId id : tally.open()) {
      if (place.queues().find(id).filter(view -> view.state() == JobState.FAILED).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** A reader that went away is told nothing, like the other commands of a pipeline do. */
  private int outputExitCode(IOException trouble) {
    if (trouble instanceof OutputException && OpenFiles.isPipe(1)) {
      return ExitCode.CLOSED_OUTPUT;
    }
    console.message("tandem: cannot write to standard output: " + trouble.getMessage());
    return ExitCode.FAILED;
  }

  // ---- what comes from outside

  /**
   * Asks for the end. The first time nothing more is claimed, and what runs has its grace to end,
   * then 2 s after a SIGTERM; the second time it is killed.
   *
   * @param code what was asked for: {@link ExitCode#INTERRUPTED} or {@link ExitCode#TERMINATED}
   * @return whether this was the first time
   */
  public boolean stop(int code) {
    if (!stopCode.compareAndSet(0, code)) {
      return false;
    }
    int running = worker.status().jobs().size();
    if (running > 0) {
      console.message(
          "tandem: stopping; still running: "
              + running
              + ", for "
              + settings.grace().toSeconds()
              + " s at most; once more kills what runs");
    }
    over.complete(End.STOPPED);
    // It may be stopping already, with more patience than is left now.
    var unused = worker.stopAsync(settings.grace());
    lookWanted.release();
    return true;
  }

  /** Kills what runs and hands it back; returns within about a second. */
  public void abort() {
    try {
      // First, so that what is killed counts as handed back and not as failed.
      var stopped = worker.stopAsync(Duration.ZERO);
      runner.close();
      stopped.toCompletableFuture().get(LAST_WORD.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Then it comes back when its lease is over.
    } finally {
      runner.close();
      over.complete(End.STOPPED);
    }
  }

  private void outputBroke(IOException e) {
    outputTrouble = Optional.of(e);
    over.complete(End.OUTPUT_BROKEN);
    lookWanted.release();
    var unused = worker.stopAsync(Duration.ZERO);
  }

  /** Kills what still runs, and leaves nothing behind. Idempotent. */
  @Override
  public void close() {
    runner.close();
    output.close();
    spool.close();
  }
}
