package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JsonText;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.sim.CheckReport;
import dev.tandemq.history.CheckSettings;
import dev.tandemq.history.Histories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem check}: judges what a run did. */
@Command(
    name = "check",
    description = "Judge the history of a run, rule by rule.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "A history has one JSON line for each thing that a process did or saw; several",
      "files of one run are read as one. The page docs/history.md tells what is in it.",
      "",
      "Exit status: 0 nothing is broken; 1 a rule is, a line could not be read, or there",
      "is no event at all; 2 a file cannot be read, or the command line makes no sense.",
      "",
      "Examples:",
      "  tandem check history.jsonl",
      "  tandem check --heartbeat 500ms --lease 1.5s node-1.jsonl node-2.jsonl",
      "  tandem check -o json history.jsonl",
    })
final class CheckCommand implements Callable<Integer> {

  private final Host host;

  @Spec CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of JSON lines.")
  List<Path> files = new ArrayList<>();

  @Option(
      names = "--heartbeat",
      paramLabel = "D",
      converter = Durations.class,
      description = "How often leases are renewed; default: 5s.")
  @Nullable Duration heartbeat;

  @Option(
      names = "--lease",
      paramLabel = "D",
      converter = Durations.class,
      description =
          "After this time without a renewal others may take a job over; at least two heartbeats."
              + " Default: three.")
  @Nullable Duration lease;

  @Option(
      names = "--node-ttl",
      paramLabel = "D",
      converter = Durations.class,
      description = "After how much silence a node counted as gone. Default: 15s.")
  @Nullable Duration nodeTimeToLive;

  @Option(
      names = "--election-timeout",
      paramLabel = "D",
      converter = Durations.class,
      description = "After how much silence another one led. Default: 30s.")
  @Nullable Duration electionTimeout;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = QueryFormat.Converter.class,
      description = "table, json or jsonl; default: table on a terminal, else json.")
  @Nullable QueryFormat format;

  @Option(names = "--debug", description = "Show stack traces.")
  boolean debug;

  CheckCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new ParameterException(spec.commandLine(), "cannot read the file " + file);
      }
    }
    check(heartbeat);
    Histories.Findings findings = Histories.check(files, settings());
    Console console = new Console(host.out(), host.err(), false);
    CheckReport report = new CheckReport(findings);
    switch (QueryFormat.orDefault(Optional.ofNullable(format))) {
      case TABLE -> console.print(out -> out.write(report.text().getBytes(UTF_8)));
      case JSON -> console.print(JsonText.line(report::write));
      case JSONL -> {
        for (var verdict : findings.verdicts()) {
          console.print(JsonText.line(json -> CheckReport.write(json, verdict)));
        }
      }
    }
    if (findings.events() == 0) {
      console.message("tandem check: no event was found: nothing was shown");
      return ExitCode.FAILED;
    }
    return findings.violations() + findings.badLines() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private void check(@Nullable Duration beat) {
    if (beat != null && beat.isZero()) {
      throw new ParameterException(
          spec.commandLine(), "--heartbeat is 0; it must be more than zero");
    }
    Duration held = lease;
    Duration least = (beat == null ? CheckSettings.defaults().heartbeat() : beat).multipliedBy(2);
    if (held != null && held.compareTo(least) < 0) {
      throw new ParameterException(
          spec.commandLine(), "--lease is " + held + "; it is at least two heartbeats, " + least);
    }
  }

  private CheckSettings settings() {
    CheckSettings.Builder settings = CheckSettings.builder();
    Duration beat = heartbeat;
    if (beat != null) {
      // What follows from it unless it is said.
      settings.heartbeat(beat).lease(beat.multipliedBy(3)).nodeTimeToLive(beat.multipliedBy(3));
    }
    set(lease, settings::lease);
    set(nodeTimeToLive, settings::nodeTimeToLive);
    set(electionTimeout, settings::electionTimeout);
    return settings.build();
  }

  private static void set(@Nullable Duration given, Consumer<Duration> setter) {
    if (given != null) {
      setter.accept(given);
    }
  }
}
