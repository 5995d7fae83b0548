package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs steps that must not get lost. A context that cannot run one now, because it has no thread to
 * give, is asked again a little later; one that was closed drops it. Never throws.
 */
final class Steps {

  private static final Logger LOG = System.getLogger(Steps.class.getName());
  private static final Duration LATER = Duration.ofMillis(100);

  private final ProcessContext context;

  Steps(ProcessContext context) {
    this.context = context;
  }

  /** Whether the context runs steps at all; false once it was closed. */
  boolean areRun() {
    try {
      context.execute(() -> {});
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    } catch (Throwable t) {
      return true; // for now it has no thread to give
    }
  }

  void run(Runnable step) {
    try {
      context.execute(step);
    } catch (Throwable t) {
      LOG.log(Level.WARNING, "a step has to wait: " + t);
      context.schedule(LATER, () -> run(step));
    }
  }
}
