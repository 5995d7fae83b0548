package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.settings.Defaults;
import java.time.Duration;
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
  private final IntSupplier interruptAll;
  private final BooleanSupplier areAllParked;
  private final Runnable atRest;

  private final CompletableFuture<StopReport> report = new CompletableFuture<>();
  private final AtomicInteger interrupted = new AtomicInteger();
  private final AtomicInteger abandoned = new AtomicInteger();
  private volatile boolean hasBegun;

  /**
   * Makes a stop that has not begun.
   *
   * @param interruptAll interrupts every handler that was not interrupted yet, says how many
   * @param atRest called once, before the report is given
   */
  Stop(
      ProcessContext context,
      IntSupplier interruptAll,
      BooleanSupplier areAllParked,
      Runnable atRest) {
    this.context = context;
    this.interruptAll = interruptAll;
    this.areAllParked = areAllParked;
    this.atRest = atRest;
  }

  boolean hasBegun() {
    return hasBegun;
  }

  CompletionStage<StopReport> begin(Duration grace) {
    hasBegun = true;
    if (areAllParked.getAsBoolean()) {
      end();
    }
    if (!report.isDone()) {
      if (grace.isZero()) {
        interrupt();
      } else {
        context.schedule(grace, this::interrupt);
      }
      Duration limit = grace.plus(Defaults.INTERRUPT_GRACE).plus(Defaults.CALL_TIMEOUT);
      context.schedule(limit, this::end);
    }
    return report.copy();
  }

  void allParked() {
    if (hasBegun) {
      end();
    }
  }

  void gaveUp() {
    abandoned.incrementAndGet();
  }

  /** Under the lock, so that the last slot to park reports after all interrupts were counted. */
  private synchronized void interrupt() {
    if (!report.isDone()) {
      interrupted.addAndGet(interruptAll.getAsInt());
    }
  }

  private synchronized void end() {
    if (!report.isDone()) {
      atRest.run();
      report.complete(new StopReport(interrupted.get(), abandoned.get()));
    }
  }
}
