package dev.tandemq.cli;

import dev.tandemq.cli.doctor.Diagnosis;
import dev.tandemq.cli.doctor.Doctor;
import dev.tandemq.cli.doctor.Finding;
import dev.tandemq.cli.doctor.Surroundings;
import dev.tandemq.cli.doctor.Target;
import dev.tandemq.cli.doctor.Verdict;
import dev.tandemq.cli.run.ExitCode;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** {@code tandem doctor}: whether this machine and the store are fit for work. */
@Command(
    name = "doctor",
    description = "Check Java, this machine and the store, and say what to do.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Each line is something tried now. What cannot be tried, because something",
      "before it failed, is left out. Jobs are put into the queue tandem-doctor and",
      "taken out again; a store that keeps jobs keeps the name and the counts of that",
      "queue.",
      "",
      "Exit status:",
      "  0    nothing failed; there may be warnings",
      "  1    something failed",
      "  3    the store cannot be reached",
      "",
      "Examples:",
      "  tandem doctor",
      "  tandem doctor -u dir:jobs --driver-jar dir.jar",
      "  tandem doctor -o jsonl | grep -v '\"result\":\"ok\"'",
    })
final class DoctorCommand implements Callable<Integer> {

  private final Host host;

  @Mixin Connection connection;

  @Mixin QueryOutput output;

  DoctorCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    // A JAR that is none is a mistake of the command line, and no finding.
    var unused = connection.driverJars.drivers();
    Target target =
        new Target(
            () -> sayingWhy(connection::url),
            connection.source(),
            connection.driverJars::drivers,
            () -> sayingWhy(connection::open));
    List<Diagnosis> found =
        new Doctor(Surroundings.ofThisProcess(), target, Clock.systemUTC()).examine();
    output.print(host, found, Diagnosis::table, Diagnosis::write);
    return exitCode(found);
  }

  /** A URL that makes no sense is what the doctor is asked about. */
  private static <T> T sayingWhy(Supplier<T> action) {
    try {
      return action.get();
    } catch (ParameterException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Away is worse than wrong: whoever waits for a server to come up asks for that. */
  static int exitCode(List<Diagnosis> found) {
    if (found.stream().map(Diagnosis::finding).anyMatch(Finding::unreachable)) {
      return ExitCode.BACKEND;
    }
    return found.stream().anyMatch(one -> one.finding().verdict() == Verdict.FAILED)
        ? ExitCode.FAILED
        : ExitCode.OK;
  }
}
