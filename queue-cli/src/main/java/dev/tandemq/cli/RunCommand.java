package dev.tandemq.cli;

import dev.tandemq.cli.process.CommandTemplate;
import dev.tandemq.cli.process.Executables;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JsonLinesReport;
import dev.tandemq.cli.report.JsonReport;
import dev.tandemq.cli.report.ProgressBar;
import dev.tandemq.cli.report.RunReport;
import dev.tandemq.cli.report.TextReport;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.cli.run.RunSession;
import dev.tandemq.cli.run.RunSettings;
import dev.tandemq.engine.Queues;
import dev.tandemq.job.Job;
import dev.tandemq.job.Names;
import dev.tandemq.retry.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem run}: checks what was typed, then lets a {@link RunSession} do the work. */
@Command(
    name = "run",
    description = "Run a command once for each line of standard input, with retries.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    customSynopsis = {
      "tandem run [-q NAME] [-c N] [--max-attempts N] [--timeout D]",
      "                  [--backoff D] [-k] [-0] [-o FORMAT] [-u URL] [--debug]",
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
      "  find . -name '*.log' | tandem run -- gzip {}"
    })
final class RunCommand implements Callable<Integer> {

  private static final int MOST_SLOTS = 10_000;
  private static final Duration LAST_WORD = Duration.ofMillis(200);

  private final Host host;

  @Spec CommandSpec spec;

  @Mixin Connection connection;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "NAME",
      description = "Name of the queue; default ${DEFAULT-VALUE}.")
  String queue = "run";

  @Option(
      names = {"-c", "--concurrency"},
      paramLabel = "N",
      description = "Commands at the same time; default: as many as CPUs (${DEFAULT-VALUE}).")
  int slots = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "How often a line is tried; default ${DEFAULT-VALUE}.")
  int maxAttempts = Job.DEFAULT_MAX_ATTEMPTS;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      converter = Durations.class,
      description =
          "Time of one attempt; then CMD and all it started get SIGTERM, 2 s later SIGKILL."
              + " Default: none.")
  Duration timeout = Duration.ZERO;

  @Option(
      names = "--backoff",
      paramLabel = "D",
      converter = Durations.class,
      description =
          "The first retry comes after a random time up to this, each further one after up to"
              + " twice as long, at most 5 min; 0 means at once. Default: 1s.")
  Duration backoff = Backoff.STANDARD_BASE;

  @Option(
      names = {"-k", "--keep-order"},
      description = "Show output in the order of the input, not of finishing.")
  boolean inInputOrder;

  @Option(
      names = {"-0", "--null"},
      description = "Lines end with NUL; LF and CR are part of them.")
  boolean nulSeparated;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = RunFormat.Converter.class,
      description =
          "text: what commands wrote, and a summary on standard error; jsonl: one object per job;"
              + " json: one object with the summary. Default ${DEFAULT-VALUE}.")
  RunFormat format = RunFormat.TEXT;

  @Parameters(arity = "0..*", paramLabel = "CMD ARG", description = "What to run.")
  List<String> command = new ArrayList<>();

  RunCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    try (Queues queues = connection.open()) {
      return run(queues);
    }
  }

  // ---- what was typed

  private void check() {
    if (command.isEmpty()) {
      throw new MissingCommandException(spec.commandLine(), "no CMD given");
    }
    try {
      Names.check("queue", queue);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    checkRange("--concurrency", slots, MOST_SLOTS);
    checkRange("--max-attempts", maxAttempts, Job.LIMIT_MAX_ATTEMPTS);
    Optional<String> problem = Executables.onPath().problemOf(command.get(0));
    if (problem.isPresent()) {
      throw wrong(problem.get());
    }
  }

  private void checkRange(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw wrong(option + " is " + value + "; it ranges from 1 to " + most);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private RunSettings settings() {
    List<byte[]> all = host.arguments();
    // The command is the end of the command line, so its bytes are found by counting.
    List<byte[]> raw = all.subList(all.size() - command.size(), all.size());
    return new RunSettings(
        queue,
        slots,
        maxAttempts,
        timeout,
        backoff,
        inInputOrder,
        nulSeparated,
        connection.isLocal(),
        new CommandTemplate(raw));
  }

  // ---- the work

  private int run(Queues queues) throws InterruptedException {
    Console console = new Console(host.out(), host.err(), OpenFiles.isTerminal(1));
    RunSession session = new RunSession(settings(), queues, host.in(), console, report(console));
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

  private static int run(RunSession session, Console console) throws InterruptedException {
    if (OpenFiles.isTerminal(2) && !"dumb".equals(System.getenv("TERM"))) {
      try (ProgressBar bar = new ProgressBar(console, session::progress)) {
        return session.run(bar::close);
      }
    }
    return session.run(() -> {});
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
    session.abort(code);
    try {
      // Whoever writes to a terminal that takes nothing must not hold us up.
      CompletableFuture.runAsync(console::clearStatus)
          .get(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      // Then the progress stays on the screen.
    }
    host.exit().accept(code);
  }
}
