package dev.tandemq.cli.report;

import java.io.IOException;

/** Tells the user what happens, job by job and in the end. Called by one thread at a time. */
public interface RunReport {

  /**
   * Reports a job, in the order in which jobs are to be shown.
   *
   * @throws IOException when standard output takes no more
   */
  void finished(FinishedJob job) throws IOException;

  /**
   * Reports the end.
   *
   * @throws IOException when standard output takes no more
   */
  void summary(Summary summary) throws IOException;
}
