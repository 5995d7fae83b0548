package dev.tandemq.cli.run;

import dev.tandemq.cli.process.CommandResult;
import dev.tandemq.cli.report.FinishedJob;
import dev.tandemq.cli.report.RunReport;
import dev.tandemq.job.Job;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Reports finished jobs on a thread of its own, so that a slow reader of our output holds up the
 * reading of input, by way of the window, but never a worker. Remembers the failed ones.
 */
final class Outbox {

  private final RunReport report;
  private final Optional<FailedLines> failedLines;
  private final OutputOrder order;
  private final Window window;
  private final Runnable shown;
  private final Consumer<IOException> broken;
  // An empty one is the end.
  private final BlockingQueue<Optional<Arrival>> arrived = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::deliver, "tandem-output");

  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  // Touched by the thread only.
  private final FailureList failures = new FailureList();
  private boolean isBroken;
  private volatile boolean isMuted;

  /**
   * Makes an outbox.
   *
   * @param failedLines takes the lines of failed jobs, in the order of failing
   * @param shown called after each job that was reported
   * @param broken called when jobs can be reported no more
   */
  Outbox(
      RunReport report,
      Optional<FailedLines> failedLines,
      OutputOrder order,
      Window window,
      Runnable shown,
      Consumer<IOException> broken) {
    this.report = report;
    this.failedLines = failedLines;
    this.order = order;
    this.window = window;
    this.shown = shown;
    this.broken = broken;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Takes a job. Does not block. */
  void accept(FinishedJob job) {
    long size = job.job().map(Job::payloadSize).orElse(0);
    arrived.add(Optional.of(new Arrival(job.sequence(), size, Optional.of(job))));
  }

  /** Takes the place of a job whose end another process has seen. Does not block. */
  void skip(long sequence, long size) {
    arrived.add(Optional.of(new Arrival(sequence, size, Optional.empty())));
  }

  /** Reports nothing from now on. Does not wait for a report that is under way. */
  void mute() {
    isMuted = true;
  }

  /** Waits until all that was accepted has been reported; nothing may be accepted any more. */
  void finish() throws InterruptedException {
    arrived.add(Optional.empty());
    thread.join();
  }

  private void deliver() {
    try {
      Optional<Arrival> next = arrived.take();
      while (next.isPresent()) {
        keepFailed(next.get());
        order.add(next.get()).forEach(this::show);
        next = arrived.take();
      }
      order.rest().forEach(this::show);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // Whoever waits for the end must not take the end of this thread for it.
      broke(e);
    }
  }

  /** First of all, so that what is reported as failed can be found in the file. */
  private void keepFailed(Arrival arrival) {
    if (failedLines.isPresent()) {
      arrival.job().ifPresent(failedLines.get()::add);
    }
  }

  private void show(Arrival arrival) {
    arrival.job().ifPresent(this::report);
    window.leave(arrival.size());
    shown.run();
  }

  private void report(FinishedJob job) {
    try {
      if (!isBroken && !isMuted) {
        report.finished(job);
      }
    } catch (IOException | RuntimeException | Error e) {
      broke(e);
    } finally {
      job.result().ifPresent(CommandResult::close);
    }
    count(job);
  }

  private void broke(Throwable e) {
    isBroken = true;
    broken.accept(e instanceof IOException io ? io : new IOException(e.toString(), e));
  }

  private void count(FinishedJob job) {
    if (job.isCompleted()) {
      completed.incrementAndGet();
    } else {
      failed.incrementAndGet();
      failures.add(job);
    }
  }

  long completed() {
    return completed.get();
  }

  long failed() {
    return failed.get();
  }

  /** The failed jobs. Only after {@link #finish}. */
  FailureList failures() {
    return failures;
  }
}
