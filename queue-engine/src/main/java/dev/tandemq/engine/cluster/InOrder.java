package dev.tandemq.engine.cluster;

import dev.tandemq.context.ProcessContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of the application off the side: one piece at a time, in the order in which it was
 * handed in, in steps of the context. What it throws is logged.
 */
final class InOrder {

  private static final Logger LOG = System.getLogger(DistributedQueue.class.getName());

  private final ProcessContext context;

  // Guarded by this.
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean isRunning;

  InOrder(ProcessContext context) {
    this.context = context;
  }

  void run(Runnable piece) {
    synchronized (this) {
      waiting.add(piece);
      if (isRunning) {
        return;
      }
      isRunning = true;
    }
    try {
      context.execute(this::drain);
    } catch (RuntimeException | Error e) {
      // Closed, or no thread: the next piece tries again.
      synchronized (this) {
        isRunning = false;
      }
    }
  }

  private void drain() {
    for (Runnable piece = next(); piece != null; piece = next()) {
      try {
        piece.run();
      } catch (Throwable t) {
        LOG.log(Level.WARNING, "a listener failed", t);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable piece = waiting.poll();
    isRunning = piece != null;
    return piece;
  }
}
