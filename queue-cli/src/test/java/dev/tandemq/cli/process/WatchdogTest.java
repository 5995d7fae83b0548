package dev.tandemq.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of commands whose worker process is killed, and cannot do anything any more. */
final class WatchdogTest {

  @TempDir Path folder;

  /** A process that runs one command in a guarded runner. */
  static final class Guarded {

    private Guarded() {}

    public static void main(String[] args) throws Exception {
      try (Spool spool = new Spool(1 << 20);
          ProcessRunner runner = ProcessRunner.guarded(spool)) {
        for (String script : args) {
          runner.run(
              new Invocation(
                  Stream.of("sh", "-c", script).map(word -> word.getBytes(UTF_8)).toList(),
                  Optional.empty(),
                  Map.of()));
        }
      }
    }
  }

  @Test
  void commandsDieWithAProcessThatIsKilledAndThoseLeftInTheBackgroundBeforeDoNot()
      throws Exception {
    // The first one ends, and leaves something in the background: that is let be.
    String first = "sleep 300 >/dev/null 2>&1 & " + tell("$!", "background");
    String second = "sleep 300 & " + tell("$$ $!", "running") + "; wait";
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Guarded.class.getName(),
                first,
                second)
            .inheritIO()
            .start();
    try {
      Waiting.until(() -> Files.exists(folder.resolve("running")), "the second one runs");
      process.destroyForcibly().waitFor();

      for (long pid : pids("running")) {
        Waiting.until(() -> !isAlive(pid), pid + " outlived its worker");
      }
      assertThat(pids("background")).allMatch(WatchdogTest::isAlive);
    } finally {
      process.destroyForcibly();
      for (long pid : pids("background")) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  private String tell(String pids, String file) {
    return "echo "
        + pids
        + " > "
        + folder.resolve("tmp")
        + "; mv "
        + folder.resolve("tmp")
        + " "
        + folder.resolve(file);
  }

  private List<Long> pids(String file) throws Exception {
    return Stream.of(Files.readString(folder.resolve(file)).strip().split(" "))
        .map(Long::parseLong)
        .toList();
  }

  /** One that nobody has buried yet is not alive. */
  private static boolean isAlive(long pid) {
    try {
      Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", String.valueOf(pid)).start();
      String state = new String(ps.getInputStream().readAllBytes(), UTF_8).strip();
      return !state.isEmpty() && !state.startsWith("Z");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
