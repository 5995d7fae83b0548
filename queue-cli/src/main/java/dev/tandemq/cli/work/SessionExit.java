package dev.tandemq.cli.work;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.OutputException;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.StopReport;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import java.io.IOException;
import java.util.Optional;

/**
 * The exit status of a session that is over.
 *
 * @param isDraining whether it was to end when the queues are empty, and so failed jobs count
 * @param tally what became of the jobs that were tried
 * @param queues asked for those that others have finished
 * @param console told why the output cannot be written
 */
record SessionExit(boolean isDraining, JobTally tally, Queues queues, Console console) {

  /**
   * The status.
   *
   * @param stopCode what was asked for by a signal; 0 when nobody asked
   * @param outputTrouble why the output could not be written, if so
   */
  int code(int stopCode, Optional<IOException> outputTrouble, StopReport stopped) {
    if (stopCode == ExitCode.INTERRUPTED) {
      return ExitCode.INTERRUPTED;
    }
    if (outputTrouble.isPresent()) {
      return outputCode(outputTrouble.get());
    }
    boolean isCutOff = stopCode != 0 && !stopped.isClean();
    boolean hasFailed = isDraining && (tally.any() || anyFailedElsewhere());
    return isCutOff || hasFailed ? ExitCode.FAILED : ExitCode.OK;
  }

  /** A job that we tried may have had its last attempt in other hands. */
  private boolean anyFailedElsewhere() {
    for (JobId id : tally.open()) {
      if (queues.find(id).filter(view -> view.state() == JobState.FAILED).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** A reader that went away is told nothing, like the other commands of a pipeline do. */
  private int outputCode(IOException trouble) {
    if (trouble instanceof OutputException && OpenFiles.isPipe(1)) {
      return ExitCode.CLOSED_OUTPUT;
    }
    console.message("tandem: cannot write to standard output: " + trouble.getMessage());
    return ExitCode.FAILED;
  }
}
