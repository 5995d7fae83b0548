package dev.tandemq.cli;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.job.JobId;
import picocli.CommandLine.Model.CommandSpec;

/** Tells that what was asked for is not there. */
final class Missing {

  private Missing() {}

  /**
   * There is no such job.
   *
   * @return the exit status
   */
  static int job(Host host, CommandSpec spec, JobId id) {
    new Console(host.out(), host.err(), false)
        .message(
            spec.qualifiedName()
                + ": there is no job "
                + id
                + ": it is complete, was removed, or never was");
    return ExitCode.NOT_FOUND;
  }
}
