package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.report.Amounts;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JsonText;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.cli.sim.SimReport;
import dev.tandemq.history.HistoryWriter;
import dev.tandemq.sim.Campaign;
import dev.tandemq.sim.CampaignReport;
import dev.tandemq.sim.SeedReport;
import dev.tandemq.sim.SimSettings;
import dev.tandemq.sim.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tandem sim}: whole clusters in one thread each, with every fault. */
@Command(
    name = "sim",
    description = "Try the engine in simulated clusters full of faults.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Each seed is a world of its own: nodes of this very engine, a store, links and",
      "clocks, all in one thread on virtual time. Nodes crash, freeze and come back,",
      "answers get lost, links are cut, wall clocks jump. After each step the rules of",
      "the contract are checked; in the end all is healed, and all jobs must be done.",
      "The same seed gives the same world, step for step, on every machine.",
      "",
      "Exit status: 0 all seeds are green; 1 one is not; 2 the command line makes no",
      "sense, or the history cannot be written; 130 Ctrl-C.",
      "",
      "Examples:",
      "  tandem sim",
      "  tandem sim --seeds 5000 --nodes 4",
      "  tandem sim --seed 42 --history history.jsonl",
      "  tandem sim --seeds 200 --first 100000 -o json",
    })
final class SimCommand implements Callable<Integer> {

  private static final int STILL_RUNNING = -1;
  private static final long DRAW_EVERY_NANOS = 200_000_000;

  private final Host host;
  private final AtomicReference<@Nullable IOException> outputTrouble = new AtomicReference<>();

  @Spec CommandSpec spec;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many worlds; default ${DEFAULT-VALUE}.")
  long seeds = 1000;

  @Option(
      names = "--first",
      paramLabel = "S",
      description = "The first seed; the others follow it. Default ${DEFAULT-VALUE}.")
  long first = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "This world alone: replays what a failing seed has told.")
  @Nullable Long seed;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "With --seed: writes what happened there, for tandem check.")
  @Nullable Path history;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Nodes of a world; default ${DEFAULT-VALUE}.")
  int nodes = SimSettings.STANDARD.nodes();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Jobs that are pushed in a world; default ${DEFAULT-VALUE}.")
  int jobs = SimSettings.STANDARD.jobs();

  @Option(
      names = "--time",
      paramLabel = "D",
      converter = Durations.class,
      description = "How long there are faults, in virtual time; default 10m.")
  Duration time = SimSettings.STANDARD.time();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worlds at the same time; default: the number of CPUs.")
  @Nullable Integer threads;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = RunFormat.Converter.class,
      description = "text, json or jsonl; default ${DEFAULT-VALUE}.")
  RunFormat format = RunFormat.TEXT;

  @Option(names = "--debug", description = "Show stack traces.")
  boolean debug;

  SimCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    checkOneOrMany();
    SimSettings settings = checked(() -> new SimSettings(nodes, jobs, time));
    Campaign campaign = checked(() -> campaign(settings));
    Console console = new Console(host.out(), host.err(), OpenFiles.isTerminal(1));
    AtomicInteger stopped = new AtomicInteger(STILL_RUNNING);
    List.of("INT", "TERM", "HUP")
        .forEach(name -> host.signals().accept(name, () -> stop(campaign, stopped, name)));
    String historyTrouble = writeHistory(settings);
    CampaignReport report;
    try {
      report = campaign.run(each(console, campaign));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    } finally {
      console.clearStatus();
    }
    IOException trouble = outputTrouble.get();
    if (trouble != null) {
      throw trouble;
    }
    print(console, new SimReport(settings, report));
    if (stopped.get() != STILL_RUNNING) {
      console.message("tandem sim: stopped before the end");
      return stopped.get();
    }
    if (report.isGreen() && !historyTrouble.isEmpty()) {
      console.message("tandem sim: " + historyTrouble);
      return ExitCode.FAILED;
    }
    return report.isGreen() ? ExitCode.OK : ExitCode.FAILED;
  }

  /**
   * The world is the same each time, so it is run once for its history and once for its report.
   *
   * @return what went wrong on the way; empty when nothing did
   */
  private String writeHistory(SimSettings settings) {
    Path file = history;
    Long one = seed;
    if (file == null) {
      return "";
    }
    if (one == null) {
      throw new ParameterException(
          spec.commandLine(), "--history is of one world: say which one by --seed");
    }
    try (HistoryWriter writer = new HistoryWriter(Files.newOutputStream(file))) {
      return Simulation.run(one, settings, writer).trouble();
    } catch (IOException | UncheckedIOException e) {
      throw new ParameterException(spec.commandLine(), "cannot write the file " + file, e);
    }
  }

  private void checkOneOrMany() {
    var typed = spec.commandLine().getParseResult();
    for (String option : List.of("--seeds", "--first")) {
      if (seed != null && typed.hasMatchedOption(option)) {
        throw new ParameterException(
            spec.commandLine(), "--seed is one world and " + option + " many: name one of them");
      }
    }
  }

  private Campaign campaign(SimSettings settings) {
    long from = seed == null ? first : seed;
    long count = seed == null ? seeds : 1;
    int cpus = Runtime.getRuntime().availableProcessors();
    return new Campaign(settings, from, count, threads == null ? cpus : threads, 10);
  }

  private <T> T checked(Callable<T> making) {
    try {
      return making.call();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first lets the worlds that run end and tells what came of them; the second ends all. */
  private void stop(Campaign campaign, AtomicInteger stopped, String signal) {
    if (stopped.compareAndSet(STILL_RUNNING, ExitCode.of(signal))) {
      campaign.cancel();
    } else {
      host.exit().accept(ExitCode.of(signal));
    }
  }

  /** What is done with each seed as it ends: a line of JSON, or a step of the progress. */
  private Consumer<SeedReport> each(Console console, Campaign campaign) {
    if (format == RunFormat.JSONL) {
      return report -> printSeed(console, campaign, report);
    }
    boolean isSeen = OpenFiles.isTerminal(2) && !"dumb".equals(System.getenv("TERM"));
    return isSeen ? new Progress(console, seed == null ? seeds : 1)::ended : report -> {};
  }

  private void printSeed(Console console, Campaign campaign, SeedReport report) {
    try {
      console.print(JsonText.line(json -> SimReport.writeSeed(json, report)));
    } catch (IOException e) {
      outputTrouble.compareAndSet(null, e);
      campaign.cancel();
    }
  }

  private void print(Console console, SimReport report) throws IOException {
    switch (format) {
      case TEXT -> console.print(out -> out.write(report.text().getBytes(UTF_8)));
      case JSON -> console.print(JsonText.line(report::write));
      case JSONL -> {}
    }
  }

  /** One line at the bottom of the terminal. Told of one seed at a time. */
  private static final class Progress {

    private final Console console;
    private final long seeds;
    private final long startedAt = System.nanoTime();
    private long drawnAt = startedAt;
    private long ended;
    private long failed;

    Progress(Console console, long seeds) {
      this.console = console;
      this.seeds = seeds;
    }

    void ended(SeedReport report) {
      ended++;
      failed += report.isGreen() ? 0 : 1;
      long now = System.nanoTime();
      if (now - drawnAt < DRAW_EVERY_NANOS) {
        return;
      }
      drawnAt = now;
      double perNano = ended / (double) (now - startedAt);
      Duration left = Duration.ofNanos((long) ((seeds - ended) / perNano));
      console.status(
          String.format(
              Locale.ROOT,
              "%,d of %,d seeds, %,d failed, %,.0f seeds/min, %s left",
              ended,
              seeds,
              failed,
              perNano * 60e9,
              Amounts.elapsed(left)));
    }
  }
}
