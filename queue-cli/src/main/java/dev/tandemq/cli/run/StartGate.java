package dev.tandemq.cli.run;

import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.handler.JobMiddleware;
import dev.tandemq.handler.JobSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where every attempt passes before its command starts: one after the other at the pace that was
 * asked for, and none any more once the gate is shut. Safe for concurrent use.
 *
 * <p>Who waits for his moment holds a slot, and nobody could use it meanwhile, for the pace is the
 * same for all. So no more jobs are claimed ahead than there are slots.
 */
final class StartGate implements JobMiddleware {

  private final Optional<Pace> pace; // guarded by this, as is all below
  private final Ledger ledger;
  private boolean isShut;
  private boolean isReleased;

  /**
   * Makes an open gate.
   *
   * @param interval time between two starts; empty means none
   * @param ledger told of each start
   */
  StartGate(Optional<Duration> interval, Ledger ledger) {
    this.pace = interval.map(Pace::new);
    this.ledger = ledger;
  }

  @Override
  public void handle(JobContext context, JobHandler next) throws Exception {
    long before = System.nanoTime();
    if (!pass(before)) {
      // Nothing has begun, so nothing is spent: it goes back as it came.
      throw JobSignal.snooze(Duration.ZERO);
    }
    ledger.started(context, Duration.ofNanos(pace.isPresent() ? System.nanoTime() - before : 0));
    next.handle(context);
  }

  private synchronized boolean pass(long now) throws InterruptedException {
    if (!isShut && pace.isPresent()) {
      long startAt = pace.get().take(now);
      for (long left = startAt - now; left > 0 && !isShut; left = startAt - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
    while (isShut && !isReleased) {
      wait();
    }
    return !isShut;
  }

  /** From now on nobody passes; who is here, or comes, waits for {@link #release}. */
  synchronized void shut() {
    isShut = true;
    notifyAll();
  }

  /**
   * Sends back who waits at the shut gate. Only when the worker claims no more, or it would claim
   * the same jobs again at once.
   */
  synchronized void release() {
    isReleased = true;
    notifyAll();
  }
}
