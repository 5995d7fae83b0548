package dev.tandemq.engine.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * Who hears of attempts when the application names nobody: the log, so that no job fails in
 * silence. A job set aside is a warning with what was thrown; an attempt that will be tried again
 * is told at debug level only.
 */
final class FailureLog implements Consumer<AttemptReport> {

  private static final Logger LOG = System.getLogger(Worker.class.getName());

  @Override
  public void accept(AttemptReport report) {
    if (report.thrown().isEmpty() || report.isCompleted()) {
      return;
    }
    Level level = report.isFailed() ? Level.WARNING : Level.DEBUG;
    if (LOG.isLoggable(level)) {
      String end = report.isFailed() ? "is set aside as failed" : "did not complete";
      LOG.log(
          level,
          report.claim().job() + " " + end + " at attempt " + report.claim().attempt(),
          report.thrown().get());
    }
  }
}
