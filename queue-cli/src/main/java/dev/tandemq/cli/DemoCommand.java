package dev.tandemq.cli;

import dev.tandemq.cli.demo.DemoSession;
import dev.tandemq.cli.demo.DemoSettings;
import dev.tandemq.cli.demo.Pace;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.engine.Queues;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tandem demo}: checks what was typed, then lets a {@link DemoSession} give the tour. */
@Command(
    name = "demo",
    description = "Show in a few seconds what a job queue does.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "A dozen jobs on a queue in memory, and a worker that does two at a time. All",
      "that is shown is what the queue reports: jobs that are pushed, run, retried,",
      "delayed, snoozed, cancelled or set aside, and one that is urgent. In place on a",
      "terminal, line by line elsewhere. NO_COLOR is respected.",
      "",
      "Examples:",
      "  tandem demo",
      "  tandem demo --speed 4",
      "  tandem demo -o jsonl --speed 10"
    })
final class DemoCommand implements Callable<Integer> {

  private static final double SLOWEST = 0.1;
  private static final double FASTEST = 100;

  private final Host host;

  @Spec CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = RunFormat.Converter.class,
      description =
          "text; jsonl: one object per event; json: one object with events and stats. Default"
              + " ${DEFAULT-VALUE}.")
  RunFormat format = RunFormat.TEXT;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "How many times faster it goes, 0.1 to 100; default 1.")
  double speed = Pace.USUAL.speed();

  @Option(names = "--debug", description = "Show stack traces.")
  boolean debug;

  DemoCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!(speed >= SLOWEST && speed <= FASTEST)) {
      throw new ParameterException(
          spec.commandLine(), "--speed is " + speed + "; it ranges from 0.1 to 100");
    }
    boolean isTerminal = OpenFiles.isTerminal(1);
    Console console = new Console(host.out(), host.err(), isTerminal);
    try (Queues queues = Queues.open("memory:");
        DemoSession session = settings(isTerminal).session(queues, console)) {
      listen(session);
      return session.run();
    }
  }

  private DemoSettings settings(boolean isTerminal) {
    boolean isDumb = "dumb".equals(System.getenv("TERM"));
    boolean wantsColour = Optional.ofNullable(System.getenv("NO_COLOR")).orElse("").isEmpty();
    return new DemoSettings(
        switch (format) {
          case TEXT -> DemoSettings.Form.TEXT;
          case JSON -> DemoSettings.Form.JSON;
          case JSONL -> DemoSettings.Form.JSON_LINES;
        },
        new Pace(speed),
        isTerminal && !isDumb,
        wantsColour,
        // The launcher sets a locale of its own, and this, when the caller's has no UTF-8.
        System.getenv("TANDEM_CALLER_LC_ALL") != null,
        System.getProperty("tandem.command", "tandem"));
  }

  private void listen(DemoSession session) {
    host.signals().accept("INT", () -> stop(session, ExitCode.INTERRUPTED));
    host.signals().accept("TERM", () -> stop(session, ExitCode.TERMINATED));
    host.signals().accept("HUP", () -> stop(session, ExitCode.HANGUP));
  }

  private void stop(DemoSession session, int code) {
    session.stop(code);
    host.exit().accept(code);
  }
}
