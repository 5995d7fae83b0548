package dev.tandemq.engine.worker;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Does something again and again, with jitter, until it is closed. */
final class Ticker {

  private final ProcessContext context;
  private final Duration shortest;
  private final Duration longest;
  private final Runnable step;

  // Guarded by this.
  private boolean closed;
  private @Nullable Cancellable next;

  /** A ticker at rest; each pause is drawn between the two. */
  Ticker(ProcessContext context, Duration shortest, Duration longest, Runnable step) {
    this.context = context;
    this.shortest = shortest;
    this.longest = longest;
    this.step = step;
  }

  synchronized void start() {
    if (closed) {
      return;
    }
    long spread = longest.minus(shortest).toNanos();
    Duration pause = shortest.plusNanos(spread == 0 ? 0 : context.random().nextLong(spread + 1));
    next = context.schedule(pause, this::tick);
  }

  private void tick() {
    try {
      step.run();
    } finally {
      start();
    }
  }

  synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
  }
}
