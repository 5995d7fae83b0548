package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.bench.Bench;
import dev.tandemq.cli.bench.BenchPlan;
import dev.tandemq.cli.bench.BenchReport;
import dev.tandemq.cli.bench.BenchResult;
import dev.tandemq.cli.bench.MiscountException;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JsonText;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.Queues;
import dev.tandemq.error.QueueException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tandem bench}: how fast the queue is here. */
@Command(
    name = "bench",
    description = "Measure jobs per second and latency on this machine.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Jobs go through the same calls as those of a program: push, worker, handler.",
      "They go into the queue tandem-bench, which must be empty and is empty again in",
      "the end; a store that keeps jobs keeps the name and the counts of that queue.",
      "A machine that is busy with something else gives other numbers.",
      "",
      "Examples:",
      "  tandem bench",
      "  tandem bench --time 30s --slots 1,4,16",
      "  tandem bench -o json > bench.json",
    })
final class BenchCommand implements Callable<Integer> {

  private static final int STILL_RUNNING = -1;

  private final Host host;

  @Spec CommandSpec spec;

  @Mixin Connection connection;

  @Option(
      names = "--time",
      paramLabel = "D",
      converter = Durations.class,
      description = "How long it may take in all, about; default 5s.")
  Duration time = Duration.ofSeconds(5);

  @Option(
      names = "--slots",
      paramLabel = "N",
      split = ",",
      description = "Jobs at the same time, one measurement for each number; default 1,2,10.")
  List<Integer> slots = List.of(1, 2, 10);

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      converter = Rates.class,
      description = "Pushes while latency is measured; default 1000/s.")
  Duration pushEvery = Duration.ofMillis(1);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = RunFormat.Converter.class,
      description = "text, json or jsonl; default ${DEFAULT-VALUE}.")
  RunFormat format = RunFormat.TEXT;

  BenchCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    BenchPlan plan = plan();
    Console console = new Console(host.out(), host.err(), OpenFiles.isTerminal(1));
    AtomicInteger stopped = new AtomicInteger(STILL_RUNNING);
    listen(Thread.currentThread(), stopped);
    try (Queues queues = connection.open()) {
      BenchResult result = new Bench(queues, plan, progress(console)).run();
      print(console, result);
      return ExitCode.OK;
    } catch (MiscountException e) {
      console.message("tandem bench: " + e.getMessage());
      return ExitCode.FAILED;
    } catch (InterruptedException | QueueException e) {
      // A call to the store that is interrupted fails in its own way.
      if (e instanceof QueueException failure && stopped.get() == STILL_RUNNING) {
        throw failure;
      }
      console.message("tandem bench: stopped before the end; nothing is printed");
      return stopped.get() == STILL_RUNNING ? ExitCode.INTERRUPTED : stopped.get();
    } finally {
      console.clearStatus();
    }
  }

  private BenchPlan plan() {
    try {
      return new BenchPlan(time, slots, (int) Duration.ofSeconds(1).dividedBy(pushEvery));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The first ends the measurement and clears up, the second ends the process. */
  private void listen(Thread measuring, AtomicInteger stopped) {
    List.of("INT", "TERM", "HUP")
        .forEach(
            name -> host.signals().accept(name, () -> stop(measuring, stopped, ExitCode.of(name))));
  }

  private void stop(Thread measuring, AtomicInteger stopped, int code) {
    if (stopped.compareAndSet(STILL_RUNNING, code)) {
      measuring.interrupt();
    } else {
      host.exit().accept(code);
    }
  }

  private static Consumer<String> progress(Console console) {
    boolean isSeen = OpenFiles.isTerminal(2) && !"dumb".equals(System.getenv("TERM"));
    return isSeen ? console::status : text -> {};
  }

  private void print(Console console, BenchResult result) throws IOException {
    String store = QueueUrl.parse(connection.url()).toString();
    BenchReport report = new BenchReport(store, BenchReport.Machine.here(), result);
    if (format == RunFormat.TEXT) {
      console.print(out -> out.write(report.text().getBytes(UTF_8)));
    } else {
      console.print(JsonText.line(report::write));
    }
  }
}
