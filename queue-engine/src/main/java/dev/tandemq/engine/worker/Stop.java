package dev.tandemq.engine.worker;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.settings.Defaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * The way of a worker to rest: the gate is shut; when all slots are parked it is over. After the
 * grace what still runs is interrupted. A last limit ends it even when the store answers no more,
 * so that nobody waits for ever; what is unsettled then runs into the end of its lease.
 */
final class Stop {

  private final ProcessContext context;
  private final Steps steps;
  private final Duration interruptGrace;
  private final IntSupplier interruptAll;
  private final IntSupplier abandoned;
  private final BooleanSupplier areAllParked;
  private final Runnable atRest;

  private final CompletableFuture<StopReport> report = new CompletableFuture<>();
  private final AtomicInteger interrupted = new AtomicInteger();
  // Guarded by this.
  private final List<Cancellable> timers = new ArrayList<>();
  private volatile boolean hasBegun;
  private volatile boolean hasEnded;

  /**
   * Makes a stop that has not begun.
   *
   * @param interruptGrace how long they have before they are given up
   * @param interruptAll interrupts every handler that was not interrupted yet, says how many
   * @param abandoned says how many of them were given up so far
   * @param atRest called once, before the report is given
   */
  Stop(
      ProcessContext context,
      Steps steps,
      Duration interruptGrace,
      IntSupplier interruptAll,
      IntSupplier abandoned,
      BooleanSupplier areAllParked,
      Runnable atRest) {
    this.context = context;
    this.steps = steps;
    this.interruptGrace = interruptGrace;
    this.interruptAll = interruptAll;
    this.abandoned = abandoned;
    this.areAllParked = areAllParked;
    this.atRest = atRest;
  }

  CompletionStage<StopReport> begin(Duration grace) {
    hasBegun = true;
    if (areAllParked.getAsBoolean()) {
      end();
    }
    if (!hasEnded) {
      if (grace.isZero()) {
        interrupt();
      } else {
        timer(grace, this::interrupt);
      }
      if (!steps.areRun()) {
        // No slot will ever come to rest, no timer ring.
        end();
      }
    }
    return report.copy();
  }

  void allParked() {
    if (hasBegun) {
      end();
    }
  }

  /**
   * Under the lock, so that the last slot to park reports after all interrupts were counted. The
   * last limit counts from here: after a freeze all timers ring at once, and handlers are owed
   * their time all the same.
   */
  private synchronized void interrupt() {
    if (!hasEnded) {
      interrupted.addAndGet(interruptAll.getAsInt());
      timer(interruptGrace.plus(Defaults.CALL_TIMEOUT), this::end);
    }
  }

  private synchronized void timer(Duration delay, Runnable step) {
    if (!hasEnded) {
      timers.add(context.schedule(delay, step));
    }
  }

  private void end() {
    StopReport result;
    synchronized (this) {
      if (hasEnded) {
        return;
      }
      hasEnded = true;
      timers.forEach(Cancellable::cancel);
      result = new StopReport(interrupted.get(), abandoned.getAsInt());
    }
    atRest.run();
    // On a thread that may be made to wait: what hangs on the report is not ours.
    if (steps.areRun()) {
      steps.run(() -> report.complete(result));
    } else {
      report.complete(result);
    }
  }
}
