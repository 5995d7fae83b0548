package dev.tandemq.cli;

import dev.tandemq.cli.input.LineReader;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.OutputException;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem push}: checks what was typed, then lets a {@link Pushing} bring the jobs. */
@Command(
    name = "push",
    description = "Push a job to a queue, or one for each line of standard input.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    customSynopsis = {
      "tandem push -q NAME [--id ID] [--type T] [--delay D] [--priority N]",
      "                   [--max-attempts N] [--timeout D] [--tag K=V]...",
      "                   [--unique KEY] [--lines] -u URL [--driver-jar FILE]",
      "                   [--debug] [PAYLOAD or -]"
    },
    footer = {
      "",
      "Prints the id of each job, one per line, once the store has it. Bytes go through",
      "unchanged. A payload has at most 1048576 bytes. Durations: 250ms, 5s, 2m, 1h or",
      "ISO-8601.",
      "",
      "Exit status of tandem push:",
      "  0    the store has all of it",
      "  1    refused: the queue is full, the payload too large, or the store cannot",
      "       do what was asked for; or output had an error",
      "  2    the command line makes no sense",
      "  3    the backend cannot be reached, or its answer was lost: the job may be",
      "       stored; push it again with --id, which never makes a second one",
      "",
      "Examples:",
      "  tandem push -u dir:jobs --driver-jar dir.jar -q mail 'Dear Ada'",
      "  seq 1000 | tandem push -u dir:jobs --driver-jar dir.jar -q numbers --lines"
    })
final class PushCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  private final Host host;

  @Spec CommandSpec spec;

  @Mixin Connection connection;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "NAME",
      required = true,
      description = "Name of the queue.")
  String queue = "";

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Id of the job, a UUID; default: a fresh one.")
  @Nullable String id;

  @Option(
      names = "--type",
      paramLabel = "T",
      description = "Type of the job; default ${DEFAULT-VALUE}.")
  String type = Job.RAW;

  @Option(
      names = "--delay",
      paramLabel = "D",
      converter = Durations.class,
      description = "How long the job stays out of sight; default: not at all.")
  Duration delay = Duration.ZERO;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "Higher first, -32768 to 32767; default ${DEFAULT-VALUE}.")
  int priority;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "How often the job is tried; default ${DEFAULT-VALUE}.")
  int maxAttempts = Job.DEFAULT_MAX_ATTEMPTS;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      converter = Durations.class,
      description = "Time of one attempt; 0 means without limit. Default: 30s.")
  Duration timeout = Job.DEFAULT_TIMEOUT;

  @Option(
      names = "--tag",
      paramLabel = "K=V",
      description = "A label to find the job by; may be repeated.")
  Map<String, String> tags = new LinkedHashMap<>();

  @Option(
      names = "--unique",
      paramLabel = "KEY",
      description =
          "While a job with this key is in the queue no other is added; then the id of that one is"
              + " printed.")
  @Nullable String unique;

  @Option(
      names = "--lines",
      description =
          "One job per line of standard input; LF or CRLF ends it, empty ones are skipped.")
  boolean lines;

  @Parameters(
      arity = "0..*",
      paramLabel = "PAYLOAD",
      description = "The payload; - or none: all of standard input.")
  List<String> payload = new ArrayList<>();

  PushCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    Job.Builder template = checked();
    Console console = new Console(host.out(), host.err(), false);
    try (Queues queues = connection.openShared()) {
      Pushing pushing = new Pushing(queues.queue(queue), template, console);
      if (lines) {
        pushing.lines(new LineReader(host.in(), Defaults.PAYLOAD_LIMIT_BYTES, false));
      } else {
        pushing.one(bytes(), id != null);
      }
      return pushing.isRefused() ? ExitCode.FAILED : ExitCode.OK;
    } catch (OutputException e) {
      if (OpenFiles.isPipe(1)) {
        return ExitCode.CLOSED_OUTPUT;
      }
      console.message("tandem push: cannot write to standard output: " + e.getMessage());
      return ExitCode.FAILED;
    } catch (IOException e) {
      console.message("tandem push: cannot read standard input: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private byte[] bytes() throws IOException {
    if (!payload.isEmpty() && !payload.get(0).equals(STANDARD_INPUT)) {
      return rawPayload();
    }
    byte[] bytes = new byte[Defaults.PAYLOAD_LIMIT_BYTES + 1];
    // Not readNBytes(int): of a FileInputStream that asks where it stands, and a pipe has no place.
    int length = host.in().readNBytes(bytes, 0, bytes.length);
    return Arrays.copyOf(bytes, length);
  }

  /** The payload as it was typed, whatever Java made of it. */
  private byte[] rawPayload() {
    int place =
        spec.commandLine().getParent().getParseResult().originalArgs().lastIndexOf(payload.get(0));
    return host.arguments().get(place);
  }

  // ---- what was typed

  private Job.Builder checked() {
    if (payload.size() > 1) {
      throw Typed.wrong(spec, "there is one PAYLOAD; unexpected argument: " + payload.get(1));
    }
    if (lines) {
      checkLines();
    } else if (payload.isEmpty() && OpenFiles.isTerminal(0)) {
      throw Typed.wrong(spec, "no PAYLOAD given; - reads it from this terminal");
    }
    try {
      Job.Builder template =
          Job.builder()
              // Those that a job cannot be without; they are set anew for each.
              .id(id == null ? new JobId(0, 0) : JobId.parse(id))
              .createdAt(Instant.EPOCH)
              .queue(queue)
              .type(type)
              .delay(delay)
              .priority(priority)
              .maxAttempts(maxAttempts)
              .timeout(timeout);
      tags.forEach(template::tag);
      if (unique != null) {
        template.uniqueKey(unique);
      }
      return template;
    } catch (IllegalArgumentException e) {
      throw Typed.wrong(spec, String.valueOf(e.getMessage()));
    }
  }

  private void checkLines() {
    if (!payload.isEmpty() && !payload.get(0).equals(STANDARD_INPUT)) {
      throw Typed.wrong(
          spec, "--lines reads standard input; unexpected argument: " + payload.get(0));
    }
    if (id != null) {
      throw Typed.wrong(spec, "--id names one job, --lines makes many");
    }
    if (unique != null) {
      throw Typed.wrong(spec, "--unique lets one job in, --lines makes many");
    }
  }
}
