package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.cli.process.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only shows from outside: the real command in a process of its own. */
final class BlackBoxTest {

  private static final byte[] TWO_THOUSAND =
      IntStream.rangeClosed(1, 2000)
          .mapToObj(i -> i + "\n")
          .collect(Collectors.joining())
          .getBytes(UTF_8);

  @TempDir Path folder;

  // ---- the acceptance commands

  @Test
  void everySeventhLineIsRetriedOnce() throws Exception {
    Outcome outcome =
        TandemProcess.run(
            TWO_THOUSAND, Map.of(), "run", "-c", "8", "--", "sh", "-c", everySeventhUntil(2));

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.summary())
        .startsWith("2000 jobs: 2000 completed, 0 failed, 285 retried (285 retries) in ");
  }

  @Test
  void everySeventhLineIsRetriedTwice() throws Exception {
    Outcome outcome =
        TandemProcess.run(
            TWO_THOUSAND,
            Map.of(),
            "run",
            "-c",
            "8",
            "--backoff",
            "0",
            "--",
            "sh",
            "-c",
            everySeventhUntil(3));

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.summary())
        .startsWith("2000 jobs: 2000 completed, 0 failed, 285 retried (570 retries) in ");
  }

  @Test
  void everySeventhLineFails() throws Exception {
    Outcome outcome =
        TandemProcess.run(
            TWO_THOUSAND,
            Map.of(),
            "run",
            "-c",
            "8",
            "--backoff",
            "0",
            "--max-attempts",
            "2",
            "--",
            "sh",
            "-c",
            everySeventhUntil(9));

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.summary())
        .startsWith("2000 jobs: 1715 completed, 285 failed, 285 retried (285 retries) in ");
    List<String> expected =
        IntStream.rangeClosed(1, 285)
            .map(i -> i * 7)
            .mapToObj(
                n ->
                    String.format(
                        "failed  line %d  attempts 2  exit 1  \"%d\"  last error: exit 1", n, n))
            .toList();
    assertThat(outcome.failures()).isEqualTo(expected);
    assertThat(outcome.errLines()).as("nothing else").hasSize(2 + 285);
    assertThat(outcome.out()).isEmpty();
  }

  private static String everySeventhUntil(int attempt) {
    return "read n; [ $((n % 7)) -ne 0 ] || [ \"$TANDEM_ATTEMPT\" -ge " + attempt + " ]";
  }

  // ---- bytes

  @Test
  void aFileNameIsPassedUnchangedInWhateverLocale() throws Exception {
    byte[] name = "\u6587\u4ef6.txt".getBytes(UTF_8);
    for (String locale : new String[] {"C", "C.UTF-8"}) {
      Outcome outcome =
          TandemProcess.run(
              name, Map.of("LC_ALL", locale), "run", "--", "printf", "%s", "\u6587<{}>");

      assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
      // The Java that runs the tests may itself have lost the character outside of the line.
      assertThat(outcome.out()).endsWith("<\u6587\u4ef6.txt>");
    }
  }

  @Test
  void whatIsNoUtf8IsPassedUnchangedToo() throws Exception {
    Outcome outcome =
        TandemProcess.run(
            new byte[] {'a', (byte) 0xff, '\\', '%', '\n'},
            Map.of("LC_ALL", "C.UTF-8"),
            "run",
            "--",
            "printf",
            "%s",
            "<{}>");

    assertThat(outcome.outBytes()).containsExactly('<', 'a', 0xff, '\\', '%', '>');
  }

  @Test
  void binaryInputAndOutputAreUnchanged() throws Exception {
    byte[] random = new byte[1 << 20];
    new Random(11).nextBytes(random);
    for (int i = 0; i < random.length; i++) {
      random[i] = random[i] == '\n' ? 0 : random[i];
    }
    random[random.length - 1] = 'x';

    Outcome outcome = TandemProcess.run(random, Map.of(), "run", "--", "head", "-c", "-1");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.outBytes()).isEqualTo(random);
  }

  // ---- limits

  @Test
  void aKillLosesNoLineThatFailed() throws Exception {
    Path failed = folder.resolve("failed");
    try (TandemProcess tandem =
        TandemProcess.start(
            "run",
            "-c",
            "1",
            "--failed-to",
            failed.toString(),
            "--",
            "sh",
            "-c",
            "[ {} -lt 3 ] || exec sleep 300; exit 65")) {
      tandem.stdin().write("1\n2\n3\n".getBytes(UTF_8));
      tandem.stdin().flush();
      Waiting.until(
          () -> Files.exists(failed) && Files.size(failed) == 4, "the lines are not there");

      tandem.signal("KILL");
      tandem.end();
    }
    assertThat(failed).hasContent("1\n2\n");
  }

  @Test
  void theFileOfFailedLinesIsNotEmptiedWhileItIsTheInput() throws Exception {
    Path failed = folder.resolve("failed");
    Files.writeString(failed, "1\n");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" <" + failed, "sh"));
    command.addAll(TandemProcess.command("run", "--failed-to", failed.toString(), "--", "false"));

    try (TandemProcess tandem = TandemProcess.start(command, Map.of())) {
      Outcome outcome = tandem.end();

      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
      assertThat(outcome.err()).contains("is the input as well");
    }
    assertThat(failed).hasContent("1\n");
  }

  @Test
  void aHaltEndsBesideAnOpenInput() throws Exception {
    try (TandemProcess tandem =
        TandemProcess.start("run", "-c", "1", "--halt", "1", "--", "sh", "-c", "exit 65")) {
      tandem.stdin().write("1\n2\n3\n".getBytes(UTF_8));
      tandem.stdin().flush();
      Outcome outcome = tandem.end();

      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
      assertThat(outcome.summary()).contains("0 completed, 1 failed");
      assertThat(outcome.errLines())
          .contains("halted after 1 failed job", "the input was not read to its end");
    }
  }

  @Test
  void aDryRunAndARate() throws Exception {
    byte[] input = {'a', ' ', (byte) 0xff, '\n'};
    Outcome dry = TandemProcess.run(input, Map.of(), "run", "--dry-run", "--", "echo", "{}");
    Outcome slow =
        TandemProcess.run(
            "1\n2\n3\n".getBytes(UTF_8),
            Map.of(),
            "run",
            "-c",
            "3",
            "--rate",
            "5/s",
            "-o",
            "json",
            "--",
            "true");

    assertThat(dry.out()).isEqualTo("echo $'a \\377' </dev/null\n");
    assertThat(slow.out())
        .contains("\"completed\":3", "\"elapsedMs\":")
        .doesNotContainPattern("\"elapsedMs\":[1-3]?[0-9]{1,2},");
  }

  // ---- the URL

  @Test
  void aFileWithTheUrlIsReadOnce() throws Exception {
    // Standard input, like the file of a process substitution, is empty the second time.
    Outcome outcome =
        TandemProcess.run(
            "memory:\n".getBytes(UTF_8), Map.of(), "run", "-u", "@/dev/stdin", "--", "cat");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.summary()).startsWith("0 jobs: ");
  }

  // ---- ends

  @Test
  void whenNobodyReadsTheOutputItEndsQuietly() throws Exception {
    Path codes = folder.resolve("codes");
    String pipeline = "{ yes; } 2>/dev/null | { \"$@\"; echo $? > " + codes + "; } | head -n 1";
    List<String> command = new ArrayList<>(List.of("sh", "-c", pipeline, "sh"));
    command.addAll(TandemProcess.command("run", "-c", "4", "--", "cat"));

    try (TandemProcess pipe = TandemProcess.start(command, Map.of())) {
      Outcome outcome = pipe.input(new byte[0]).end();

      assertThat(outcome.out()).isEqualTo("y\n");
      assertThat(outcome.err()).isEmpty();
    }
    assertThat(Files.readString(codes)).isEqualTo("141\n");
  }

  @Test
  void anInterruptLetsFinishWhatRuns() throws Exception {
    try (TandemProcess tandem = TandemProcess.start("run", "-c", "2", "--", "sh", "-c", gated())) {
      // The input stays open: the end must not depend on it.
      tandem.stdin().write("1\n2\n3\n4\n".getBytes(UTF_8));
      tandem.stdin().flush();
      awaitFiles("started-1", "started-2");

      tandem.signal("INT");
      Files.createFile(folder.resolve("go"));
      Outcome outcome = tandem.end();

      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(130);
      assertThat(outcome.outLines()).containsExactlyInAnyOrder("done 1", "done 2");
      assertThat(outcome.errLines()).contains("2 jobs not run");
      assertThat(outcome.summary()).startsWith("4 jobs: 2 completed, 0 failed");
    }
  }

  @Test
  void theSecondInterruptKillsAndLeaves() throws Exception {
    try (TandemProcess tandem =
        TandemProcess.start(
            "run",
            "--",
            "sh",
            "-c",
            "sleep 300 & echo $$ $! > "
                + folder.resolve("tmp")
                + "; mv "
                + folder.resolve("tmp")
                + " "
                + folder.resolve("pids")
                + "; wait")) {
      tandem.stdin().write("1\n".getBytes(UTF_8));
      tandem.stdin().flush();
      awaitFiles("pids");

      tandem.signal("INT");
      tandem.signal("INT");
      Outcome outcome = tandem.end();

      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(130);
      assertThat(outcome.summary()).isEmpty();
      assertThat(outcome.errLines())
          .contains(
              "tandem: killed what ran; 0 completed, 0 failed, 1 cut off, 0 waiting for a retry, 0"
                  + " not run");
    }
    assertNoneAlive(Files.readString(folder.resolve("pids")));
  }

  @Test
  void whenTheTerminalClosesNothingIsLeftRunning() throws Exception {
    try (TandemProcess tandem =
        TandemProcess.start(
            "run",
            "--",
            "sh",
            "-c",
            "echo $$ > "
                + folder.resolve("tmp")
                + "; mv "
                + folder.resolve("tmp")
                + " "
                + folder.resolve("pids")
                + "; sleep 300")) {
      tandem.stdin().write("1\n".getBytes(UTF_8));
      tandem.stdin().flush();
      awaitFiles("pids");

      tandem.signal("HUP");

      assertThat(tandem.end().exitCode()).isEqualTo(129);
    }
    assertNoneAlive(Files.readString(folder.resolve("pids")));
  }

  @Test
  void ctrlCOnATerminalReachesTandemAndNotTheCommands() throws Exception {
    assumeTrue(isThere("script"), "there is no command \"script\" to make a terminal");
    String words =
        TandemProcess.command("run", "--", "sh", "-c", gated()).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    List<String> command =
        List.of("script", "-q", "-e", "-c", words, folder.resolve("typescript").toString());

    try (TandemProcess terminal = TandemProcess.start(command, Map.of("TERM", "xterm"))) {
      terminal.stdin().write("1\n".getBytes(UTF_8));
      terminal.stdin().flush();
      awaitFiles("started-1");

      terminal.stdin().write(3); // Ctrl-C
      terminal.stdin().flush();
      Waiting.until(
          () -> Files.readString(folder.resolve("typescript")).contains("stopping"),
          "Ctrl-C was not noticed");
      Files.createFile(folder.resolve("go"));
      Outcome outcome = terminal.end();

      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(130);
      assertThat(outcome.out())
          .contains("done 1", "1 jobs: 1 completed, 0 failed")
          .as("progress is drawn on a terminal")
          .contains("\r\u001b[K");
    }
  }

  // ---- helpers

  /** A command that says it has started, then waits for a file. */
  private String gated() {
    return "read n; : > "
        + folder
        + "/started-$n; until [ -e "
        + folder
        + "/go ]; do sleep 0.02; done; echo done $n";
  }

  private void awaitFiles(String... names) {
    for (String name : names) {
      Waiting.until(() -> Files.exists(folder.resolve(name)), "there is no " + name);
    }
  }

  private static void assertNoneAlive(String pids) {
    for (String pid : pids.strip().split(" ")) {
      Waiting.until(() -> !isAlive(pid), pid + " is still alive");
    }
  }

  private static boolean isAlive(String pid) throws Exception {
    Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", pid).start();
    String state = new String(ps.getInputStream().readAllBytes(), UTF_8).strip();
    return !state.isEmpty() && !state.startsWith("Z");
  }

  private static boolean isThere(String command) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + command).start().waitFor() == 0;
  }
}
