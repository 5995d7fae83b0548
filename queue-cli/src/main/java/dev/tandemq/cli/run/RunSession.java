package dev.tandemq.cli.run;

import dev.tandemq.cli.input.LineReader;
import dev.tandemq.cli.process.ProcessRunner;
import dev.tandemq.cli.process.Spool;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.FinishedJob;
import dev.tandemq.cli.report.Progress;
import dev.tandemq.cli.report.RunReport;
import dev.tandemq.cli.report.Summary;
import dev.tandemq.cli.run.PendingJobs.Standing;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.StopReport;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.engine.worker.WorkerBuilder;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One {@code tandem run}. Each part runs on threads of its own and hands on in one direction:
 *
 * <pre>{@code
 * Feeder -> Queue -> Worker -> StartGate -> LineHandler -> Ledger -> Outbox -> RunReport
 * }</pre>
 *
 * It is over when the input has ended and every job has been reported; or when it is told to stop,
 * or too many jobs have failed, and what runs has ended; or when nobody reads the output any more.
 */
public final class RunSession implements AutoCloseable {

  /** How far the input is read ahead of the jobs that have been reported. */
  private static final int WINDOW_JOBS = 10_000;

  /** The same in bytes: this share of the heap. */
  private static final int WINDOW_HEAP_SHARE = 8;

  /** Memory for output that waits to be shown, as a share of the heap. */
  private static final int SPOOL_HEAP_SHARE = 8;

  private static final long SPOOL_MOST = 64 << 20;

  /** No other process can take over what a store in this process holds: nothing ever expires. */
  private static final Duration FORMAL_LEASE = Duration.ofDays(365);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Queues queues;
  private final Queue queue;
  private final Console console;
  private final RunReport report;
  private final Spool spool;
  private final ProcessRunner runner;
  private final Feeder feeder;
  private final LineReader reader;
  private final Window window;
  private final Ledger ledger;
  private final Outbox outbox;
  private final StartGate gate;
  private final Strays strays;
  private final boolean isShared;
  private final OptionalInt haltAfter;
  private final Optional<FailedLines> failedLines;
  private final Worker worker;
  private final QueueStats before;
  private final long startedAt = System.nanoTime();

  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
  private volatile boolean inputEnded;
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean isHalted;
  private final AtomicInteger stopCode = new AtomicInteger(); // 0 while nobody asked for it
  private final AtomicInteger abortCode = new AtomicInteger(); // the same
  private volatile Optional<IOException> outputTrouble = Optional.empty();
  private volatile Optional<IOException> inputTrouble = Optional.empty();
  private volatile Optional<Throwable> pushTrouble = Optional.empty();

  /**
   * Makes a session; nothing is read or run before {@link #run}.
   *
   * @param failedLines takes the lines of failed jobs; the caller closes it after the session
   */
  public RunSession(
      RunSettings settings,
      Queues queues,
      InputStream input,
      Console console,
      RunReport report,
      Optional<FailedLines> failedLines) {
    this.queues = queues;
    this.queue = queues.queue(settings.queue());
    this.console = console;
    this.report = report;
    long heap = Runtime.getRuntime().maxMemory();
    this.spool = new Spool(Math.min(SPOOL_MOST, heap / SPOOL_HEAP_SHARE));
    this.runner = new ProcessRunner(spool, settings.timeout());
    this.window = new Window(WINDOW_JOBS, heap / WINDOW_HEAP_SHARE);
    this.outbox =
        new Outbox(
            report,
            failedLines,
            settings.inInputOrder() ? OutputOrder.ofInput() : OutputOrder.ofFinishing(),
            window,
            this::endIfDone,
            this::outputBroke);
    this.failedLines = failedLines;
    this.haltAfter = settings.haltAfter();
    this.ledger = new Ledger(window, this::ended);
    this.gate = new StartGate(settings.startEvery(), ledger);
    this.isShared = !settings.leaseIsFormality();
    this.strays = new Strays(queues.store(), ledger, outbox);
    this.reader = new LineReader(input, Feeder.LINE_LIMIT, settings.nulSeparated());
    this.feeder = new Feeder(settings, reader, queue, window, ledger);
    this.worker = worker(settings);
    this.before = queue.stats();
  }

  private Worker worker(RunSettings settings) {
    Duration cap =
        settings.backoff().compareTo(Backoff.STANDARD_CAP) > 0
            ? settings.backoff()
            : Backoff.STANDARD_CAP;
    WorkerBuilder builder =
        queues
            .worker(settings.queue())
            .slots(settings.slots())
            .retry(Backoff.exponential(settings.backoff(), cap))
            .use(gate)
            .onAttempt(ledger::settled);
    if (settings.leaseIsFormality()) {
      builder.lease(FORMAL_LEASE);
    }
    return builder.build(new LineHandler(settings, runner, ledger));
  }

  // ---- the course of things

  /**
   * Runs to the end and reports it.
   *
   * @param beforeSummary called when no more job will be reported
   * @return the exit status
   */
  public int run(Runnable beforeSummary) throws InterruptedException {
    outbox.start();
    worker.start();
    Thread feeding = new Thread(this::feed, "tandem-input");
    feeding.setDaemon(true);
    feeding.start();
    awaitEnd();
    if (isHalted) {
      sayHalted();
    }
    feeder.stop();
    stopWorker();
    return abortCode.get() != 0 ? abortCode.get() : conclude(beforeSummary);
  }

  private void feed() {
    try {
      feeder.feed();
    } catch (IOException e) {
      inputTrouble = Optional.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      pushTrouble = Optional.of(e);
      over.complete(null);
    } finally {
      inputEnded = true;
      endIfDone();
    }
  }

  private void endIfDone() {
    if (inputEnded && window.isEmpty()) {
      over.complete(null);
    }
  }

  /** Somebody else may finish our jobs, and would not tell us: so the store is asked as well. */
  private void awaitEnd() throws InterruptedException {
    boolean wasEmpty = false;
    while (true) {
      try {
        over.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (TimeoutException e) {
        boolean isEmpty = inputEnded && queue.stats().size() == 0;
        if (isEmpty && wasEmpty) {
          return;
        }
        wasEmpty = isEmpty;
        if (isShared) {
          strays.look(System.nanoTime());
        }
      }
    }
  }

  private void stopWorker() throws InterruptedException {
    Duration grace = outputTrouble.isPresent() ? Duration.ZERO : Job.LIMIT_DURATION;
    try {
      gate.shut();
      CompletionStage<StopReport> stopped = worker.stopAsync(grace);
      gate.release();
      stopped.toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the worker did not stop", e.getCause());
    }
    runner.close();
  }

  private int conclude(Runnable beforeSummary) throws InterruptedException {
    QueueStats after = queue.stats();
    if (after.failed() - before.failed() > outbox.failed()) {
      findFailed();
    }
    outbox.finish();
    Duration elapsed = elapsed();
    beforeSummary.run();
    boolean isFileWhole = isFileOfFailedWhole();
    if (outputTrouble.isEmpty()) {
      summarise(after, elapsed);
    }
    int code = exitCode();
    return code == ExitCode.OK && !isFileWhole ? ExitCode.FAILED : code;
  }

  private boolean isFileOfFailedWhole() {
    if (failedLines.isEmpty() || failedLines.get().trouble().isEmpty()) {
      return true;
    }
    FailedLines lines = failedLines.get();
    console.message(
        String.format(
            "tandem: cannot write to %s, where %d failed lines are missing: %s",
            lines.file(), lines.missing(), lines.trouble().get().getMessage()));
    return false;
  }

  // ---- ends of jobs

  /** Called by workers, the feeder and the main thread; must not block. */
  private void ended(FinishedJob job) {
    outbox.accept(job);
    if (!job.isCompleted()
        && haltAfter.isPresent()
        && failures.incrementAndGet() == haltAfter.getAsInt()) {
      halt();
    }
  }

  /** What is claimed with the settling of the last failure, or is about to start, goes back. */
  private void halt() {
    isHalted = true;
    gate.shut();
    var unused = worker.stopAsync(Job.LIMIT_DURATION);
    over.complete(null);
  }

  private void sayHalted() {
    int running = runner.running();
    if (running > 0) {
      console.message(
          String.format(
              "tandem: halting after %d failed; still running: %d; Ctrl-C twice kills what runs",
              haltAfter.orElse(0), running));
    }
  }

  private void findFailed() {
    for (JobId id : ledger.pending().all()) {
      queues
          .store()
          .find(id)
          .toCompletableFuture()
          .join()
          .filter(view -> view.state() == JobState.FAILED)
          .ifPresent(ledger::foundFailed);
    }
  }

  private void summarise(QueueStats after, Duration elapsed) {
    boolean isStopped = stopCode.get() != 0 || isHalted || pushTrouble.isPresent();
    long completed = after.completed() - before.completed();
    long failed = Math.max(0, after.failed() - before.failed()) + ledger.refused();
    if (completed != outbox.completed() || failed != outbox.failed()) {
      console.message(
          String.format(
              "note: others work on queue %s too; this process completed %d jobs and failed %d",
              queue.name(), outbox.completed(), outbox.failed()));
    }
    try {
      report.summary(
          new Summary(
              ledger.taken(),
              completed,
              failed,
              after.retried() - before.retried(),
              after.retries() - before.retries(),
              isStopped ? ledger.pending().count(Standing.NOT_RUN) : 0,
              isStopped ? ledger.pending().count(Standing.WAITING) : 0,
              isStopped && !feeder.isExhausted(),
              isHalted ? haltAfter.orElse(0) : 0,
              reader.emptyLines(),
              elapsed,
              ledger.waits(),
              ledger.runs(),
              outbox.failures().first(),
              outbox.failures().omitted()));
    } catch (IOException e) {
      outputTrouble = Optional.of(e);
    }
  }

  private int exitCode() {
    if (stopCode.get() != 0) {
      return stopCode.get();
    }
    if (outputTrouble.isPresent()) {
      return OutputTrouble.exitCode(outputTrouble.get(), console);
    }
    if (pushTrouble.isPresent()) {
      Throwable trouble = pushTrouble.get();
      throw trouble instanceof RuntimeException e
          ? e
          : new IllegalStateException("the input was not read to its end: " + trouble, trouble);
    }
    if (inputTrouble.isPresent()) {
      console.message("tandem: cannot read standard input: " + inputTrouble.get().getMessage());
      return ExitCode.FAILED;
    }
    return outbox.failed() > 0 ? ExitCode.FAILED : ExitCode.OK;
  }

  // ---- what comes from outside

  /**
   * Asks for the end. The first time nothing more is read or claimed, and what runs may end; the
   * second time it is killed.
   *
   * @param code the exit status after this
   * @return whether this was the first time
   */
  public boolean stop(int code) {
    if (!stopCode.compareAndSet(0, code)) {
      return false;
    }
    boolean wasOver = over.isDone();
    gate.shut();
    over.complete(null);
    int running = runner.running();
    if (running > 0 && !wasOver) {
      console.message(
          "tandem: stopping; still running: " + running + "; once more kills what runs");
    }
    return true;
  }

  /**
   * Kills what runs; nothing will be reported any more.
   *
   * @param code the exit status after this
   */
  public void abort(int code) {
    abortCode.set(code);
    outbox.mute();
    try {
      // First, so that what is killed counts as handed back and not as failed.
      var unused = worker.stopAsync(Duration.ZERO);
    } finally {
      runner.close();
      over.complete(null);
    }
  }

  /** What is known of the jobs, on one line: the last word of a process that was told to leave. */
  public String counts() {
    PendingJobs pending = ledger.pending();
    return String.format(
        "%d completed, %d failed, %d cut off, %d waiting for a retry, %d not run",
        outbox.completed(),
        outbox.failed(),
        pending.count(Standing.RUNNING),
        pending.count(Standing.WAITING),
        pending.count(Standing.NOT_RUN));
  }

  private void outputBroke(IOException e) {
    outputTrouble = Optional.of(e);
    over.complete(null);
    // The stop may be under way, with more patience than is left now.
    var unused = worker.stopAsync(Duration.ZERO);
  }

  /** How far it has come. */
  public Progress progress() {
    long failed = outbox.failed();
    long taken = ledger.taken();
    return new Progress(
        outbox.completed() + failed,
        failed,
        ledger.pending().count(Standing.WAITING),
        taken,
        inputEnded ? OptionalLong.of(taken) : OptionalLong.empty(),
        elapsed());
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** Kills what still runs, and leaves nothing behind. Idempotent. */
  @Override
  public void close() {
    runner.close();
    ledger.close();
    spool.close();
  }
}
