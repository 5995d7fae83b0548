package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** How a thread waits for a stop. */
final class Stopping {

  private Stopping() {}

  /**
   * Begins to stop and waits until all is at rest. When the waiting thread is interrupted the grace
   * is over at once; the interrupt flag is set again.
   *
   * @param stop begins to stop, or shortens the grace
   */
  static StopReport await(
      ProcessContext context,
      Function<Duration, CompletionStage<StopReport>> stop,
      Duration grace) {
    CompletableFuture<StopReport> report = stop.apply(grace).toCompletableFuture();
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          if (context.await(report, Job.LIMIT_DURATION)) {
            return report.join();
          }
        } catch (InterruptedException e) {
          isInterrupted = true;
          report = stop.apply(Duration.ZERO).toCompletableFuture();
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The grace, if it may be one. */
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
}
