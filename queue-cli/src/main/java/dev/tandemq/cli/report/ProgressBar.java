package dev.tandemq.cli.report;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows the progress at the bottom of a terminal, until it is closed. */
public final class ProgressBar implements AutoCloseable {

  private static final long EVERY_MILLIS = 100;

  private final Console console;
  private final ScheduledExecutorService timer;

  /** Begins to draw, first after a moment, so that short work shows nothing. */
  public ProgressBar(Console console, Supplier<Progress> progress) {
    this.console = console;
    timer = Executors.newSingleThreadScheduledExecutor(ProgressBar::daemon);
    var unused =
        timer.scheduleWithFixedDelay(
            () -> console.status(progress.get().line()),
            2 * EVERY_MILLIS,
            EVERY_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tandem-progress");
    thread.setDaemon(true);
    return thread;
  }

  /** Takes the line away for good. */
  @Override
  public void close() {
    timer.shutdownNow();
    try {
      boolean unused = timer.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    console.clearStatus();
  }
}
