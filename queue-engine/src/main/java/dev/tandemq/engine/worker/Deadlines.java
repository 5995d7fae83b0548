package dev.tandemq.engine.worker;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends what has run too long. One timer for all attempts stands at the earliest moment that anybody
 * asked to have watched; when it rings all are looked at. A job that is shorter than its timeout
 * costs one comparison.
 */
final class Deadlines {

  /** Looks at every attempt, acts on what is over, and calls {@link #watch} for what is not. */
  @FunctionalInterface
  interface Look {
    void at(long now);
  }

  private final ProcessContext context;
  private final Look look;

  private volatile boolean isSet;
  private volatile long at;
  // Guarded by this.
  private @Nullable Cancellable timer;

  Deadlines(ProcessContext context, Look look) {
    this.context = context;
    this.look = look;
  }

  /** Makes sure of a look at that moment, or soon after. */
  void watch(long moment) {
    if (isSet && at - moment <= 0) {
      return;
    }
    synchronized (this) {
      if (isSet && at - moment <= 0) {
        return;
      }
      if (timer != null) {
        timer.cancel();
      }
      isSet = false; // should the context have no timer to give, the next one who asks tries again
      timer =
          context.schedule(
              Duration.ofNanos(moment - context.time().nanoTime()), () -> rang(moment));
      at = moment;
      isSet = true;
    }
  }

  private void rang(long moment) {
    synchronized (this) {
      if (!isSet || at != moment) {
        return;
      }
      isSet = false;
      timer = null;
    }
    look.at(context.time().nanoTime());
  }

  synchronized void close() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
