package dev.tandemq.cli;

import dev.tandemq.cli.process.Executables;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.cli.work.WorkSession;
import dev.tandemq.cli.work.WorkSettings;
import dev.tandemq.cli.work.Workplace;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.settings.Setting;
import dev.tandemq.engine.settings.SettingSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tandem work}: checks what was typed, then lets a {@link WorkSession} do the work. */
@Command(
    name = "work",
    description = "Run a command for each job of some queues, until told to stop.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    customSynopsis = {
      "tandem work -q A,B [-c N] [--node-id ID] [--drain] [--max-jobs N]",
      "                   [--heartbeat D] [--lease D] [--give-up-after D]",
      "                   -u URL [--cluster URL] [--driver-jar FILE] [--debug]",
      "                   -- CMD ARG..."
    },
    footer = {
      "",
      "Any number of such processes may share the queues of a store. Where that holds a",
      "cluster together, or --cluster names one, this process is a node of it: see",
      "tandem nodes. Of two living nodes with one --node-id the second exits 1. A backend",
      "that is lost later is waited for, at most 5 s between two tries. CMD gets the",
      "payload as its standard input, byte for byte; {} in an ARG stays {}. It gets",
      "TANDEM_JOB_ID, TANDEM_QUEUE, TANDEM_TYPE, TANDEM_ATTEMPT (from 1), TANDEM_NODE",
      "and TANDEM_TOKEN. Its exit status says what becomes of the job:",
      "  0      done",
      "  65     failed for good",
      "  75     not now: once more in 30 s, and this attempt does not count",
      "  other  once more after a delay, while attempts are left; then failed",
      "When the time of the job is up (30 s unless it was pushed with another), CMD and",
      "all it started get SIGTERM, 2 s later SIGKILL. When the lease is lost they are",
      "killed at once, for another may have begun with the job; likewise when this",
      "process itself is killed. What CMD wrote in the attempt that ended the job is",
      "shown when that has ended; every attempt has a line on standard error.",
      "",
      "Durations: 250ms, 5s, 2m, 1h or ISO-8601.",
      "",
      "Exit status of tandem work:",
      "  0    stopped by SIGTERM, drained, or --max-jobs reached",
      "  1    with --drain a job that ran here is failed; or commands were still",
      "       running 30 s after SIGTERM; or output had an error; or a living node has",
      "       the name",
      "  2    the command line makes no sense, or CMD cannot be run",
      "  3    the backend cannot be reached, or was lost for --give-up-after",
      "  129  the terminal was closed; what ran was killed",
      "  130  Ctrl-C: the first stops as SIGTERM does, the second kills what runs",
      "  141  nobody reads standard output any more; what ran was killed",
      "  143  SIGTERM for the second time; what ran was killed",
      "",
      "Examples:",
      "  tandem work -u dir:jobs --driver-jar dir.jar -q mail -- ./send-mail",
      "  tandem work -u dir:jobs --driver-jar dir.jar -q mail,news --drain -c 4 -- cat"
    })
final class WorkCommand implements Callable<Integer> {

  private static final int MOST_SLOTS = 10_000;

  private final Host host;

  @Spec CommandSpec spec;

  @Mixin Connection connection;

  @Mixin Coordination coordination;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "NAME",
      split = ",",
      required = true,
      description = "Names of the queues; the second is served when the first has nothing.")
  List<String> queues = new ArrayList<>();

  @Option(
      names = {"-c", "--concurrency"},
      paramLabel = "N",
      description = "Commands at the same time; default ${DEFAULT-VALUE}.")
  int slots = Defaults.SLOTS;

  @Option(
      names = "--node-id",
      paramLabel = "ID",
      description = "Name of this node; default: node- and something random.")
  @Nullable String node;

  @Option(
      names = "--drain",
      description =
          "End when nothing is ready, delayed or reserved in the queues. Paused ones count as"
              + " empty.")
  boolean drain;

  @Option(
      names = "--max-jobs",
      paramLabel = "N",
      description = "End when this process has finished so many jobs; it finishes no more.")
  @Nullable Long maxJobs;

  @Option(
      names = "--heartbeat",
      paramLabel = "D",
      converter = Durations.class,
      description = "How often leases are renewed; default: 5s.")
  Duration heartbeat = Defaults.HEARTBEAT;

  @Option(
      names = "--lease",
      paramLabel = "D",
      converter = Durations.class,
      description =
          "After this time without a renewal others may take a job over; at least two heartbeats."
              + " Default: three.")
  @Nullable Duration lease;

  @Option(
      names = "--give-up-after",
      paramLabel = "D",
      converter = Durations.class,
      description = "End when the store was lost for so long; default: go on trying.")
  @Nullable Duration giveUpAfter;

  @Parameters(arity = "0..*", paramLabel = "CMD ARG", description = "What to run.")
  List<String> command = new ArrayList<>();

  WorkCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws InterruptedException {
    WorkSettings settings = checked();
    Workplaces workplaces = new Workplaces(spec, connection, coordination, settings);
    EngineLog.quieten(connection.debug);
    Console console = new Console(host.out(), host.err(), OpenFiles.isTerminal(1));
    try (Workplace place = workplaces.open(Optional.ofNullable(node), console::message)) {
      return work(settings, place, console);
    }
  }

  // ---- what was typed

  private WorkSettings checked() {
    if (command.isEmpty()) {
      throw new MissingCommandException(spec.commandLine(), "no CMD given");
    }
    Set<String> seen = new HashSet<>();
    for (String queue : queues) {
      Typed.checkName(spec, "queue", queue);
      if (!seen.add(queue)) {
        throw Typed.wrong(spec, "--queue names " + queue + " twice");
      }
    }
    if (node != null) {
      Typed.checkName(spec, "node-id", node);
    }
    Typed.checkRange(spec, "--concurrency", slots, MOST_SLOTS);
    if (maxJobs != null) {
      Typed.checkRange(spec, "--max-jobs", maxJobs, Long.MAX_VALUE);
    }
    checkPositive("--heartbeat", heartbeat);
    Duration held = lease == null ? heartbeat.multipliedBy(Defaults.LEASE_HEARTBEATS) : lease;
    checkPositive("--lease", held);
    if (held.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw Typed.wrong(
          spec, "--lease is " + held + "; it is at least two heartbeats of " + heartbeat);
    }
    if (giveUpAfter != null) {
      checkPositive("--give-up-after", giveUpAfter);
    }
    Optional<String> problem = Executables.onPath().problemOf(command.get(0));
    if (problem.isPresent()) {
      throw Typed.wrong(spec, problem.get());
    }
    List<byte[]> all = host.arguments();
    return new WorkSettings(
        queues,
        slots,
        drain,
        maxJobs == null ? OptionalLong.empty() : OptionalLong.of(maxJobs),
        heartbeat,
        held,
        outside(Setting.POLL, Defaults.POLL),
        outside(Setting.GRACE, Defaults.STOP_GRACE),
        Optional.ofNullable(giveUpAfter),
        // The command is the end of the command line, so its bytes are found by counting.
        all.subList(all.size() - command.size(), all.size()));
  }

  /** What has no option. */
  private Duration outside(Setting setting, Duration usual) {
    try {
      Duration value = SettingSources.ofProcess().duration(setting).orElse(usual);
      if (setting == Setting.POLL) {
        checkPositive(setting.property(), value);
      }
      return value;
    } catch (IllegalArgumentException e) {
      throw Typed.wrong(spec, String.valueOf(e.getMessage()));
    }
  }

  private void checkPositive(String option, Duration value) {
    if (value.isZero()) {
      throw Typed.wrong(spec, option + " is 0; it is more than that");
    }
  }

  // ---- the work

  private int work(WorkSettings settings, Workplace place, Console console)
      throws InterruptedException {
    WorkSession session = new WorkSession(settings, place, console);
    // However this process ends, it leaves nothing running.
    Thread hook = new Thread(session::close);
    Runtime.getRuntime().addShutdownHook(hook);
    try (session) {
      host.signals().accept("INT", () -> stop(session, ExitCode.INTERRUPTED));
      host.signals().accept("TERM", () -> stop(session, ExitCode.TERMINATED));
      host.signals().accept("HUP", () -> abort(session, ExitCode.HANGUP));
      int code = session.run();
      if (code == ExitCode.BACKEND) {
        // What is settled never reaches the store: nothing is gained by waiting for that.
        host.exit().accept(code);
      }
      return code;
    } finally {
      forget(hook);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running.
    }
  }

  private void stop(WorkSession session, int code) {
    if (!session.stop(code)) {
      abort(session, code);
    }
  }

  private void abort(WorkSession session, int code) {
    session.abort();
    host.exit().accept(code);
  }
}
