package dev.tandemq.cli.work;

import dev.tandemq.cli.process.CommandResult;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.OutcomeLine;
import dev.tandemq.cli.run.AttemptOutcome;
import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.handler.JobContext;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Shows what commands wrote in attempts that ended their jobs, and a log line of every attempt, on
 * a thread of its own: a slow reader holds up no worker. When too much waits to be shown the worker
 * is kept from claiming. Safe for concurrent use.
 */
final class WorkOutput {

  /** So many waiting attempts keep the worker from claiming... */
  private static final int MANY = 1000;

  /** ...until they are down to this. */
  private static final int FEW = 500;

  private record Ended(AttemptReport report, Optional<AttemptOutcome> outcome) {}

  private final Console console;
  private final Brakes brakes;
  private final Consumer<IOException> broken;
  private final Map<AttemptKey, AttemptOutcome> outcomes = new ConcurrentHashMap<>();
  // An empty one is the end.
  private final BlockingQueue<Optional<Ended>> waiting = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::deliver, "tandem-output");
  private boolean isBroken; // touched by the thread only

  /**
   * Makes the output.
   *
   * @param broken called when nothing can be shown any more
   */
  WorkOutput(Console console, Brakes brakes, Consumer<IOException> broken) {
    this.console = console;
    this.brakes = brakes;
    this.broken = broken;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** An attempt has ended; what that means for the job is for the store to say. */
  void attempted(JobContext context, AttemptOutcome outcome) {
    outcomes.put(AttemptKey.of(context), outcome);
  }

  /** The store has spoken. Does not block. */
  void settled(AttemptReport report) {
    AttemptOutcome outcome = outcomes.remove(AttemptKey.of(report.claim()));
    waiting.add(Optional.of(new Ended(report, Optional.ofNullable(outcome))));
    if (waiting.size() >= MANY) {
      brakes.apply(Brakes.Reason.OUTPUT);
    }
  }

  /** Waits until all is shown; nothing may come any more. */
  void finish() throws InterruptedException {
    waiting.add(Optional.empty());
    thread.join();
  }

  private void deliver() {
    try {
      Optional<Ended> next = waiting.take();
      while (next.isPresent()) {
        show(next.get());
        if (waiting.size() <= FEW) {
          brakes.release(Brakes.Reason.OUTPUT);
        }
        next = waiting.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(Ended ended) {
    try {
      if (ended.report().isFinal() && ended.outcome().isPresent() && !isBroken) {
        printOutput(ended.outcome().get());
      }
    } catch (IOException | RuntimeException | Error e) {
      isBroken = true;
      broken.accept(e instanceof IOException io ? io : new IOException(e.toString(), e));
    } finally {
      ended.outcome().ifPresent(AttemptOutcome::close);
    }
    console.message(
        OutcomeLine.of(
            Instant.now(),
            ended.report(),
            ended.outcome().map(AttemptOutcome::exitCode).orElse(OptionalInt.empty()),
            ended.outcome().flatMap(AttemptOutcome::error)));
  }

  private void printOutput(AttemptOutcome outcome) throws IOException {
    if (outcome.result().isPresent()) {
      CommandResult result = outcome.result().get();
      console.printErrors(result.stderr());
      console.printOutput(result.stdout());
    }
  }

  /** Throws away what attempts brought that nobody settled. */
  void close() {
    outcomes.values().forEach(AttemptOutcome::close);
    outcomes.clear();
  }
}
