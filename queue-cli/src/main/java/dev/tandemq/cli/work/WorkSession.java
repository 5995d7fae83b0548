package dev.tandemq.cli.work;

import dev.tandemq.cli.process.ProcessRunner;
import dev.tandemq.cli.process.Spool;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.engine.worker.StopReport;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.engine.worker.WorkerBuilder;
import dev.tandemq.job.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

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

  /** SIGTERM, 2 s, SIGKILL, and up to 2 s more for output: longer is a bug. */
  private static final Duration COMMAND_END = Duration.ofSeconds(6);

  /** What is killed is handed back to the store within this time, or comes back with its lease. */
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  private final WorkSettings settings;
  private final Workplace place;
  private final Console console;
  private final Spool spool;
  private final ProcessRunner runner;
  private final Quota quota;
  private final WorkOutput output;
  private final JobTally tally = new JobTally();
  private final Worker worker;
  private final SessionWatch watch;

  private final CompletableFuture<End> over = new CompletableFuture<>();
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
    this.watch =
        new SessionWatch(settings, place, line -> console.message("tandem: " + line), over);
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
      watch.lookSoon();
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
    End end = watch.await();
    if (end == End.GIVEN_UP) {
      runner.close();
      var unused = worker.stopAsync(Duration.ZERO);
      return ExitCode.BACKEND;
    }
    StopReport stopped = stopWorker(end);
    output.finish();
    runner.close();
    console.message("tandem: " + tally.inWords());
    return new SessionExit(settings.isDraining(), tally, place.queues(), console)
        .code(stopCode.get(), outputTrouble, stopped);
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
    watch.lookSoon();
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
    watch.lookSoon();
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
