package dev.tandemq.cli.demo;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.OutputException;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.event.EventSubscription;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One run of the tour: what is shown is what the connection reports, and in the end it is compared
 * with what the store has counted.
 */
public final class DemoSession implements AutoCloseable {

  private static final int FAILED_SHOWN = 10;
  private static final Duration LONGEST_TOUR = Duration.ofMinutes(2);
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);
  private static final Duration LAST_WORD = Duration.ofMillis(200);

  private final Queues queues;
  private final Tour tour;
  private final Console console;
  private final Show show;
  private final Tally tally = new Tally(); // by the thread of the events until allTold
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> allTold = new CompletableFuture<>();
  private volatile @Nullable IOException outputTrouble;
  private volatile int stopCode;

  DemoSession(Queues queues, Tour tour, Console console, Show show) {
    this.queues = queues;
    this.tour = tour;
    this.console = console;
    this.show = show;
  }

  /**
   * Runs the tour to its end.
   *
   * @return the exit status
   * @throws InterruptedException when the thread is interrupted; workers stop with the connection
   */
  public int run() throws InterruptedException {
    try (EventSubscription events = queues.onEvent(this::told)) {
      Worker worker = tour.start();
      worker.drained().whenComplete((none, trouble) -> over.complete(null));
      boolean inTime = await(over, LONGEST_TOUR);
      boolean isCutShort = stopCode != 0 || outputTrouble != null || !inTime;
      // Nothing is left to be done, or nobody is left who would want it.
      var unused = worker.stopAsync(isCutShort ? Duration.ZERO : LONGEST_REST);
      boolean isComplete = await(allTold, LONGEST_REST);
      if (stopCode != 0) {
        return stopCode;
      }
      if (outputTrouble == null) {
        return conclude(isComplete && inTime, events.dropped());
      }
    }
    return outputExitCode();
  }

  private void told(QueueEvent event) {
    tally.add(event);
    try {
      if (outputTrouble == null && stopCode == 0) {
        show.event(event);
      }
    } catch (IOException e) {
      outputTrouble = e;
      over.complete(null);
    }
    if (event instanceof QueueEvent.WorkerStopped) {
      allTold.complete(null);
    }
  }

  /** False when the time is over before it is done. */
  private static boolean await(CompletableFuture<@Nullable Void> done, Duration atMost)
      throws InterruptedException {
    try {
      done.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private int conclude(boolean isComplete, long dropped) {
    Queue queue = queues.queue(Tour.QUEUE);
    QueueStats stats = queue.stats();
    try {
      show.end(stats, queue.failed().list(PageRequest.first(FAILED_SHOWN)).items());
    } catch (IOException e) {
      outputTrouble = e;
      return outputExitCode();
    }
    if (!isComplete) {
      console.message("tandem demo: the tour did not come to its end in time");
      return ExitCode.FAILED;
    }
    List<String> differences = tally.differences(stats);
    differences.forEach(
        line -> console.message("tandem demo: events and store do not agree: " + line));
    if (dropped > 0) {
      console.message("tandem demo: " + dropped + " events were dropped");
    }
    return differences.isEmpty() && dropped == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  /** A reader that went away is told nothing, like the other commands of a pipeline do. */
  private int outputExitCode() {
    IOException trouble = outputTrouble;
    if (trouble instanceof OutputException && OpenFiles.isPipe(1)) {
      return ExitCode.CLOSED_OUTPUT;
    }
    console.message(
        "tandem demo: cannot write to standard output: "
            + (trouble == null ? "unknown" : trouble.getMessage()));
    return ExitCode.FAILED;
  }

  /**
   * Ends it on the spot and gives the terminal back.
   *
   * @param code the exit status after this
   */
  public void stop(int code) {
    stopCode = code;
    try {
      // Whoever writes to a terminal that takes nothing must not hold us up.
      CompletableFuture.runAsync(show::close).get(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      // Then the terminal stays as it is.
    }
    over.complete(null);
  }

  /** Gives the terminal back. Idempotent. */
  @Override
  public void close() {
    show.close();
  }
}
