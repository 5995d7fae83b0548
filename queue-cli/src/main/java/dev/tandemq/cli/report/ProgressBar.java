package dev.tandemq.cli.report;

import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows the progress at the bottom of a terminal, until it is closed. */
public final class ProgressBar implements AutoCloseable {

  private static final long EVERY_MILLIS = 100;

  /** A line too long for a narrow terminal is cut by it, and not continued on the next one. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Console console;
  private final Supplier<Progress> progress;
  private final int width;
  private final RecentRate rate = new RecentRate(); // touched by the timer only
  private final ScheduledExecutorService timer;

  /**
   * Begins to draw, first after a moment, so that short work shows nothing.
   *
   * @param columns how wide the terminal is, as far as that is known
   */
  public ProgressBar(Console console, Supplier<Progress> progress, OptionalInt columns) {
    this.console = console;
    this.progress = progress;
    // A line that fills the last column is wrapped by some terminals.
    this.width = columns.orElse(Progress.WIDTH + 1) - 1;
    timer = Executors.newSingleThreadScheduledExecutor(ProgressBar::daemon);
    var unused =
        timer.scheduleWithFixedDelay(
            this::draw, 2 * EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void draw() {
    Progress now = progress.get();
    console.status(NO_WRAP + now.line(rate.perSecond(now), width) + WRAP);
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
    console.endStatus();
  }
}
