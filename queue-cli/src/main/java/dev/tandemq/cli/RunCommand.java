package dev.tandemq.cli;

import dev.tandemq.cli.process.CommandTemplate;
import dev.tandemq.cli.process.Executables;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JsonLinesReport;
import dev.tandemq.cli.report.JsonReport;
import dev.tandemq.cli.report.ProgressBar;
import dev.tandemq.cli.report.RunReport;
import dev.tandemq.cli.report.TextReport;
import dev.tandemq.cli.run.DryRun;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.FailedLines;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.cli.run.RunSession;
import dev.tandemq.cli.run.RunSettings;
import dev.tandemq.engine.Queues;
import dev.tandemq.job.Job;
import dev.tandemq.retry.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem run}: checks what was typed, then lets a {@link RunSession} do the work. */
@Command(
    name = "run",
    description = "Run a command once for each line of standard input, with retries.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    customSynopsis = {
      "tandem run [-c N] [-k] [-0] [--max-attempts N] [--backoff D]",
      "                  [--timeout D] [--rate N/s] [--halt N] [--failed-to FILE]",
      "                  [--dry-run] [-o FORMAT] [-q NAME] [-u URL]",
      "                  [--driver-jar FILE] [--debug]",
      "                  -- CMD ARG..."
    },
    footer = {
      "",
      "Each line that is not empty is one job. It ends with LF or CRLF. The line and",
      "a line feed go to standard input of CMD; or, where an ARG holds {}, the line",
      "takes the place of {} in every ARG, and standard input is empty. Bytes go",
      "through unchanged. A line has at most 1048576 bytes; a longer one is a failed",
      "job with 0 attempts.",
      "",
      "CMD gets TANDEM_JOB_ID, TANDEM_QUEUE, TANDEM_TYPE, TANDEM_ATTEMPT (from 1),",
      "TANDEM_NODE, TANDEM_TOKEN and TANDEM_LINE (number of the line, from 1; empty",
      "lines count). Its exit status says what becomes of the job:",
      "  0      done",
      "  65     failed for good",
      "  75     not now: once more in 30 s, and this attempt does not count",
      "  other  once more after a delay, while attempts are left; then failed",
      "What it wrote in its last attempt is shown when it has ended. What it left",
      "running in the background is let be; its output is waited for, but no longer",
      "than 2 s.",
      "",
      "Durations: 250ms, 5s, 2m, 1h or ISO-8601.",
      "",
      "FILE of --failed-to is opened before a line is read, and what it held is",
      "gone. The lines of jobs that failed for good are appended as they fail, each",
      "as it was and ended as the input is, so FILE is the input of the next try. A",
      "line that was too long is not among them. After Ctrl-C or --halt it holds",
      "what failed, not what was not run.",
      "",
      "Exit status of tandem run:",
      "  0    all jobs were completed, or there was none",
      "  1    a job is failed, or input or output had an error",
      "  2    the command line makes no sense, or CMD cannot be run",
      "  3    the backend cannot be reached",
      "  129  the terminal was closed; what ran was killed",
      "  130  Ctrl-C: the first ends reading and lets finish what runs, the second",
      "       kills it",
      "  141  nobody reads standard output any more; what ran was killed",
      "  143  SIGTERM: the same as Ctrl-C",
      "",
      "Examples:",
      "  seq 1 20 | tandem run -c 4 -- sh -c 'read n; echo \"job $n\"'",
      "  find . -name '*.log' | tandem run -- gzip {}",
      "  printf '%%s\\n' a b c | tandem run -k -- echo 'hello {}'",
      "  printf 'a\\0b c\\0' | tandem run -0 --dry-run -- ls -l {}",
      "  seq 1 5 | tandem run --rate 5/s --max-attempts 5 --timeout 10s -- cat",
      "  seq 1 9 | tandem run --halt 2 --failed-to again.txt -- test 5 -gt {}"
    })
final class RunCommand implements Callable<Integer> {

  private static final int MOST_SLOTS = 10_000;
  private static final Duration LAST_WORD = Duration.ofMillis(500);

  private final Host host;

  @Spec CommandSpec spec;

  @Option(
      names = {"-c", "--concurrency"},
      paramLabel = "N",
      description = "Commands at the same time; default: as many as CPUs (${DEFAULT-VALUE}).")
  int slots = Runtime.getRuntime().availableProcessors();

  @Option(
      names = {"-k", "--keep-order"},
      description = "Show output in the order of the input, not of finishing.")
  boolean inInputOrder;

  @Option(
      names = {"-0", "--null"},
      description = "Lines end with NUL; LF and CR are part of them.")
  boolean nulSeparated;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "How often a line is tried; default ${DEFAULT-VALUE}.")
  int maxAttempts = Job.DEFAULT_MAX_ATTEMPTS;

  @Option(
      names = "--backoff",
      paramLabel = "D",
      converter = Durations.class,
      description =
          "The first retry comes after a random time up to this, each further one after up to"
              + " twice as long, at most 5 min; 0 means at once. Default: 1s.")
  Duration backoff = Backoff.STANDARD_BASE;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      converter = Durations.class,
      description =
          "Time of one attempt; then CMD and all it started get SIGTERM, 2 s later SIGKILL."
              + " Default: none.")
  Duration timeout = Duration.ZERO;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      converter = Rates.class,
      description =
          "Start at most N commands per second (N/m: per minute, N/h: per hour), evenly spaced,"
              + " retries among them. Default: no limit.")
  @Nullable Duration startEvery;

  @Option(
      names = "--halt",
      paramLabel = "N",
      description =
          "When N jobs have failed for good start nothing more, let finish what runs, and exit 1.")
  @Nullable Integer haltAfter;

  @Option(
      names = "--failed-to",
      paramLabel = "FILE",
      description = "Write the lines of jobs that failed for good to FILE; see below.")
  @Nullable String failedTo;

  @Option(
      names = "--dry-run",
      description =
          "Read all input and print the commands for a shell, one per line, without TANDEM_"
              + " variables; run nothing.")
  boolean isDryRun;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = RunFormat.Converter.class,
      description =
          "text: what commands wrote, and a summary on standard error; jsonl: one object per job;"
              + " json: one object with the summary. Default ${DEFAULT-VALUE}.")
  RunFormat format = RunFormat.TEXT;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "NAME",
      description = "Name of the queue; default ${DEFAULT-VALUE}.")
  String queue = "run";

  @Mixin Connection connection;

  @Parameters(arity = "0..*", paramLabel = "CMD ARG", description = "What to run.")
  List<String> command = new ArrayList<>();

  RunCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    if (isDryRun) {
      return dryRun();
    }
    Optional<FailedLines> failedLines = failedLines();
    try (Queues queues = connection.open()) {
      return run(queues, failedLines);
    } finally {
      close(failedLines);
    }
  }

  private int dryRun() {
    Console console = new Console(host.out(), host.err(), OpenFiles.isTerminal(1));
    return new DryRun(template(), host.in(), nulSeparated, console).run();
  }

  // ---- what was typed

  private void check() {
    if (command.isEmpty()) {
      throw new MissingCommandException(spec.commandLine(), "no CMD given");
    }
    Typed.checkName(spec, "queue", queue);
    Typed.checkRange(spec, "--concurrency", slots, MOST_SLOTS);
    Typed.checkRange(spec, "--max-attempts", maxAttempts, Job.LIMIT_MAX_ATTEMPTS);
    if (haltAfter != null) {
      Typed.checkRange(spec, "--halt", haltAfter, Integer.MAX_VALUE);
    }
    if (isDryRun && format != RunFormat.TEXT) {
      throw Typed.wrong(spec, "--dry-run prints commands, which are text; leave out -o " + format);
    }
    Optional<String> problem = Executables.onPath().problemOf(command.get(0));
    if (problem.isPresent()) {
      throw Typed.wrong(spec, problem.get());
    }
  }

  private Optional<FailedLines> failedLines() {
    try {
      return FailedFile.open(failedTo, nulSeparated);
    } catch (IllegalArgumentException e) {
      throw Typed.wrong(spec, String.valueOf(e.getMessage()));
    }
  }

  private CommandTemplate template() {
    List<byte[]> all = host.arguments();
    // The command is the end of the command line, so its bytes are found by counting.
    List<byte[]> raw = all.subList(all.size() - command.size(), all.size());
    return new CommandTemplate(raw);
  }

  private RunSettings settings() {
    return new RunSettings(
        queue,
        slots,
        maxAttempts,
        timeout,
        backoff,
        inInputOrder,
        nulSeparated,
        Optional.ofNullable(startEvery),
        haltAfter == null ? OptionalInt.empty() : OptionalInt.of(haltAfter),
        connection.isLocal(),
        template());
  }

  // ---- the work

  private int run(Queues queues, Optional<FailedLines> failedLines) throws InterruptedException {
    Console console = new Console(host.out(), host.err(), OpenFiles.isTerminal(1));
    // Not before the store has answered: until then the file may still be needed.
    if (failedLines.isPresent()) {
      begin(failedLines.get());
    }
    RunSession session =
        new RunSession(settings(), queues, host.in(), console, report(console), failedLines);
    // However this process ends, it leaves nothing running.
    Thread hook = new Thread(session::close);
    Runtime.getRuntime().addShutdownHook(hook);
    try (session) {
      listen(session, console);
      return run(session, console);
    } finally {
      forget(hook);
    }
  }

  private void begin(FailedLines lines) {
    try {
      lines.begin();
    } catch (IOException e) {
      throw Typed.wrong(spec, "cannot empty --failed-to " + failedTo + ": " + e.getMessage());
    }
  }

  private static void close(Optional<FailedLines> failedLines) {
    try {
      if (failedLines.isPresent()) {
        failedLines.get().close();
      }
    } catch (IOException e) {
      // Each line was handed to the system when it was written.
    }
  }

  private static int run(RunSession session, Console console) throws InterruptedException {
    if (OpenFiles.isTerminal(2) && !"dumb".equals(System.getenv("TERM"))) {
      try (ProgressBar bar = new ProgressBar(console, session::progress, columns())) {
        return session.run(bar::close);
      }
    }
    return session.run(() -> {});
  }

  /** A shell that exports it knows better than we do. */
  private static OptionalInt columns() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{0,3}")
        ? OptionalInt.of(Integer.parseInt(columns))
        : OptionalInt.empty();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running.
    }
  }

  private RunReport report(Console console) {
    return switch (format) {
      case TEXT -> new TextReport(console);
      case JSON -> new JsonReport(console);
      case JSONL -> new JsonLinesReport(console);
    };
  }

  private void listen(RunSession session, Console console) {
    host.signals().accept("INT", () -> stop(session, console, ExitCode.INTERRUPTED));
    host.signals().accept("TERM", () -> stop(session, console, ExitCode.TERMINATED));
    host.signals().accept("HUP", () -> abort(session, console, ExitCode.HANGUP));
  }

  private void stop(RunSession session, Console console, int code) {
    if (!session.stop(code)) {
      abort(session, console, code);
    }
  }

  private void abort(RunSession session, Console console, int code) {
    String counts = session.counts();
    session.abort(code);
    try {
      // Whoever writes to a terminal that takes nothing must not hold us up.
      CompletableFuture.runAsync(
              () -> {
                console.endStatus();
                console.message("tandem: killed what ran; " + counts);
              })
          .get(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      // Then the progress stays on the screen.
    }
    host.exit().accept(code);
  }
}
