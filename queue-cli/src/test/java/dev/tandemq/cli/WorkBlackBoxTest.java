package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a worker does with real signals and real pipes, in a process of its own. */
final class WorkBlackBoxTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"TERM, 0", "INT, 130"})
  void theFirstSignalLetsFinishWhatRuns(String signal, int exitCode) throws Exception {
    try (TandemProcess tandem = work(gated())) {
      awaitBegun();
      tandem.signal(signal);
      Waiting.until(() -> tandem.errors().contains("tandem: stopping;"), "it heard the signal");
      Files.createFile(folder.resolve("go"));

      Outcome outcome = tandem.end();
      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(exitCode);
      assertThat(outcome.out()).isEqualTo("done\n");
      assertThat(outcome.err()).contains("1 job finished here: 1 completed, 0 failed");
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void theSecondSignalKillsWhatRuns(String signal, int exitCode) throws Exception {
    try (TandemProcess tandem = work(gated())) {
      long command = awaitBegun();
      tandem.signal(signal);
      Waiting.until(() -> tandem.errors().contains("tandem: stopping;"), "it heard the signal");
      tandem.signal(signal);

      Outcome outcome = tandem.end();
      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(exitCode);
      awaitDeath(command);
    }
  }

  @Test
  void theGraceMayBeSetFromOutside() throws Exception {
    Map<String, String> environment = Map.of("TANDEM_GRACE", "1s");
    try (TandemProcess tandem = TandemProcess.start(command(gated()), environment)) {
      long command = awaitBegun();
      tandem.signal("TERM");

      Outcome outcome = tandem.end();
      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
      assertThat(outcome.err()).contains("stopping; still running: 1, for 1 s at most");
      awaitDeath(command);
    }
  }

  @Test
  void aTerminalThatIsClosedKillsWhatRuns() throws Exception {
    try (TandemProcess tandem = work(gated())) {
      long command = awaitBegun();
      tandem.signal("HUP");

      assertThat(tandem.end().exitCode()).isEqualTo(129);
      awaitDeath(command);
    }
  }

  @Test
  void theCommandsOfAWorkerThatWasKilledDieToo() throws Exception {
    try (TandemProcess tandem = work(gated())) {
      long command = awaitBegun();
      tandem.signal("KILL");

      assertThat(tandem.end().exitCode()).isEqualTo(137);
      awaitDeath(command);
    }
  }

  @Test
  void aReaderThatGoesAwayEndsIt() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", "{ \"$@\"; echo $? >" + folder.resolve("status") + "; } | true"));
    command.add("sh");
    command.addAll(command("sleep 0.5; echo done"));
    try (TandemProcess pipe = TandemProcess.start(command, Map.of())) {
      Outcome outcome = pipe.end();

      assertThat(Files.readString(folder.resolve("status")).strip())
          .as(outcome.toString())
          .isEqualTo("141");
    }
  }

  // ---- helpers

  private static TandemProcess work(String script) throws IOException {
    return TandemProcess.start(command(script), Map.of());
  }

  private static List<String> command(String script) {
    return TandemProcess.command(
        "work", "-u", "shared:" + SharedDriver.WITH_A_JOB, "-q", "mail", "--", "sh", "-c", script);
  }

  /**
   * A shell that stays until there is a file "go". It takes its input first, which it gets when the
   * watchdog knows of it.
   */
  private String gated() {
    return "cat; cd "
        + folder
        + "; echo $$ > tmp; mv tmp begun; until [ -e go ]; do sleep 0.02; done; echo done";
  }

  private long awaitBegun() throws IOException {
    Path begun = folder.resolve("begun");
    Waiting.until(() -> Files.exists(begun), "the command began");
    return Long.parseLong(Files.readString(begun).strip());
  }

  private static void awaitDeath(long pid) {
    Waiting.until(
        () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty() || isUnburied(pid),
        pid + " is still alive");
  }

  /** One that is dead, and whose end nobody has asked for yet. */
  private static boolean isUnburied(long pid) throws IOException {
    Path stat = Path.of("/proc", String.valueOf(pid), "stat");
    return Files.exists(stat) && Files.readString(stat).contains(") Z ");
  }
}
