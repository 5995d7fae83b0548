package dev.tandemq.memory;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to hear that a queue has something to claim, and when to tell. A claim that got less
 * than it wanted arms the hints; the next job that becomes ready fires them. While armed, a timer
 * stands at the next moment at which time alone makes a job ready.
 */
final class Hints extends Listeners {

  private final ProcessContext context;
  private final Runnable timeCame;

  private @Nullable Cancellable timer;
  private long timerAt;

  /**
   * Makes the hints of one queue.
   *
   * @param timeCame called from the timer, outside of the lock
   * @param fired see {@link Listeners}
   */
  Hints(ProcessContext context, Runnable timeCame, List<Runnable> fired) {
    super(fired);
    this.context = context;
    this.timeCame = timeCame;
  }

  /** Somebody wanted more than there was. */
  void arm(@Nullable Entry nextMoment) {
    arm();
    due(nextMoment);
  }

  /** The next moment at which time makes a job ready may have moved. */
  void due(@Nullable Entry nextMoment) {
    if (!isArmed() || nextMoment == null) {
      return;
    }
    if (timer != null) {
      if (timerAt - nextMoment.when <= 0) {
        return;
      }
      timer.cancel();
    }
    timerAt = nextMoment.when;
    timer = context.schedule(Duration.ofNanos(timerAt - context.time().nanoTime()), timeCame);
  }

  /** The timer has rung: forget it. Answers whether anybody still waits. */
  boolean rang() {
    timer = null;
    return isArmed();
  }

  @Override
  void disarm() {
    super.disarm();
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
