package dev.tandemq.engine.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** Tells the observer, whose troubles are its own: it is heard or logged, never felt. */
final class Reporter {

  private static final Logger LOG = System.getLogger(Reporter.class.getName());

  private final Consumer<AttemptReport> observer;
  private volatile boolean hasFailed;

  Reporter(Consumer<AttemptReport> observer) {
    this.observer = observer;
  }

  void tell(AttemptReport report) {
    try {
      observer.accept(report);
    } catch (Throwable t) {
      if (!hasFailed) {
        hasFailed = true;
        LOG.log(Level.ERROR, "the observer of attempts failed; told once", t);
      }
    }
  }
}
