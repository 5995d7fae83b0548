package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.cli.process.Waiting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps {@code tandem run} in bounds: order, failures, rate, and not running at all. */
final class RunLimitsTest {

  @TempDir Path folder;

  // ---- order

  @Test
  void orderIsKeptOverRetriesAndWithNul() {
    Outcome outcome =
        InProcess.run(
            "a\0b\n\0c\0",
            "run",
            "-k",
            "-0",
            "-c",
            "3",
            "--backoff",
            "0",
            "--",
            "sh",
            "-c",
            "[ \"$1\" != a ] || [ $TANDEM_ATTEMPT = 3 ] || exit 1; printf '<%s>' \"$1\"",
            "x",
            "{}");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).isEqualTo("<a><b\n><c>");
  }

  // ---- --failed-to

  @Test
  void linesThatFailedAreTheInputOfTheNextRun() throws IOException {
    Path failed = folder.resolve("failed");
    Outcome outcome =
        InProcess.run(
            "0\n1\r\n\n0\n  2 x\n3",
            "run",
            "--max-attempts",
            "1",
            "-c",
            "1",
            "--failed-to",
            failed.toString(),
            "--",
            "grep",
            "-qx",
            "0");

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(Files.readString(failed)).isEqualTo("1\n  2 x\n3\n");
    Outcome again = InProcess.run(Files.readString(failed), "run", "-k", "--", "cat");
    assertThat(again.out()).isEqualTo("1\n  2 x\n3\n");
  }

  @Test
  void withNulTheyEndWithNul() throws IOException {
    Path failed = folder.resolve("failed");
    InProcess.run(
        "a\nb\0c\0",
        "run",
        "-0",
        "-c",
        "1",
        "--max-attempts",
        "1",
        "--failed-to",
        failed.toString(),
        "--",
        "false");

    assertThat(Files.readString(failed)).isEqualTo("a\nb\0c\0");
  }

  @Test
  void theFileHoldsThisRunAlone() throws IOException {
    Path failed = folder.resolve("failed");
    Files.writeString(failed, "old\n");

    Outcome outcome = InProcess.run("1\n", "run", "--failed-to", failed.toString(), "--", "true");

    assertThat(outcome.exitCode()).isZero();
    assertThat(failed).isEmptyFile();
  }

  @Test
  void theFileIsNotTouchedByACommandLineThatMakesNoSense() throws IOException {
    Path failed = folder.resolve("failed");
    Files.writeString(failed, "old\n");

    InProcess.run("1\n", "run", "--failed-to", failed.toString(), "-u", "foo:", "--", "true");
    InProcess.run("1\n", "run", "--failed-to", failed.toString(), "--", "no-such-command");
    InProcess.run("1\n", "run", "--failed-to", failed.toString(), "--dry-run", "--", "true");

    assertThat(failed).hasContent("old\n");
  }

  @Test
  void aFullDiskIsReported() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");

    Outcome outcome =
        InProcess.run(
            "1\n2\n", "run", "--max-attempts", "1", "--failed-to", "/dev/full", "--", "false");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("cannot write to /dev/full, where 2 failed lines are");
    assertThat(outcome.summary()).startsWith("2 jobs: 0 completed, 2 failed");
  }

  // ---- --halt

  @Test
  void afterSoManyFailuresNothingMoreIsStarted() throws IOException {
    Outcome outcome =
        InProcess.run(
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n",
            "run",
            "-c",
            "1",
            "--max-attempts",
            "1",
            "--halt",
            "3",
            "--",
            "sh",
            "-c",
            ": > " + folder + "/started-{}; exit 1");

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(files()).isEqualTo(3);
    assertThat(outcome.errLines().subList(0, 2))
        .containsExactly("halted after 3 failed jobs", "7 jobs not run");
    assertThat(outcome.summary()).startsWith("10 jobs: 0 completed, 3 failed, 0 retried");
    assertThat(outcome.failures()).hasSize(3);
  }

  @Test
  void fewerFailuresDoNotHalt() {
    Outcome outcome =
        InProcess.run(
            "1\n0\n1\n0\n", "run", "--backoff", "0", "--halt", "3", "--", "sh", "-c", "exit {}");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).doesNotContain("halt", "not run");
    assertThat(outcome.summary()).startsWith("4 jobs: 2 completed, 2 failed");
  }

  @Test
  void aHaltLetsFinishWhatRuns() {
    Path started = folder.resolve("started");
    Outcome outcome =
        InProcess.run(
            "1\n2\n3\n4\n",
            "run",
            "-c",
            "2",
            "--halt",
            "1",
            "--",
            "sh",
            "-c",
            "if [ {} = 1 ]; then until [ -e "
                + started
                + " ]; do sleep 0.02; done; exit 65; fi; : > "
                + started
                + "; sleep 0.3; echo done {}");

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.out()).isEqualTo("done 2\n");
    assertThat(outcome.errLines()).contains("halted after 1 failed job", "2 jobs not run");
    assertThat(outcome.summary()).startsWith("4 jobs: 1 completed, 1 failed");
  }

  @Test
  void aHaltDoesNotReadAnEndlessInput() {
    Outcome outcome =
        new InProcess().start(new Endless(), "run", "--halt", "1", "--", "sh", "-c", "exit 65");

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.errLines()).contains("the input was not read to its end");
  }

  // ---- --rate

  @Test
  void startsAreSpaced() {
    long before = System.nanoTime();
    Outcome outcome =
        InProcess.run("1\n2\n3\n4\n5\n6\n", "run", "-c", "4", "--rate", "20/s", "--", "true");

    assertThat(outcome.summary()).startsWith("6 jobs: 6 completed");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(250));
  }

  @Test
  void retriesAreStartsToo() {
    long before = System.nanoTime();
    Outcome outcome =
        InProcess.run("1\n", "run", "--backoff", "0", "--rate", "600/m", "--", "false");

    assertThat(outcome.summary()).startsWith("1 jobs: 0 completed, 1 failed, 1 retried (2 retries");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(200));
  }

  @Test
  void whatWaitsForItsTimeDoesNotHoldUpAStop() throws Exception {
    InProcess process = new InProcess();
    Path ran = folder.resolve("ran");
    CompletableFuture<Outcome> running =
        CompletableFuture.supplyAsync(
            () ->
                process.start(
                    new ByteArrayInputStream("1\n2\n3\n4\n".getBytes(UTF_8)),
                    "run",
                    "-c",
                    "2",
                    "--rate",
                    "1/h",
                    "--",
                    "sh",
                    "-c",
                    ": > " + ran));
    Waiting.until(() -> Files.exists(ran), "nothing was started");

    assertThat(process.signal("INT")).isTrue();
    Outcome outcome = running.get(20, TimeUnit.SECONDS);

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(130);
    assertThat(outcome.errLines()).contains("3 jobs not run").doesNotContain("retry");
    assertThat(outcome.summary()).startsWith("4 jobs: 1 completed, 0 failed, 0 retried");
  }

  // ---- --dry-run

  @Test
  void aDryRunShowsCommandsAndRunsNothing() throws IOException {
    Outcome outcome =
        InProcess.run(
            "a b\n\nit's\n", "run", "--dry-run", "--", "touch", folder + "/{}", "plain=1");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.outLines())
        .containsExactly(
            "touch '" + folder + "/a b' plain=1 </dev/null",
            "touch '" + folder + "/it'\\''s' plain=1 </dev/null");
    assertThat(outcome.errLines()).containsExactly("dry run: 2 jobs, nothing was run");
    assertThat(files()).isZero();
  }

  @Test
  void aDryRunShowsWhatGoesToStandardInput() {
    Outcome outcome = InProcess.run("a b\nc\0d\n", "run", "--dry-run", "--", "sh", "-c", "read n");

    assertThat(outcome.outLines())
        .containsExactly(
            "printf '%s\\n' 'a b' | sh -c 'read n'", "printf '%b\\n' 'c\\0000d' | sh -c 'read n'");
  }

  @Test
  void aDryRunNamesWhatWouldFail() {
    Outcome outcome =
        InProcess.run(
            "a\0b\n" + "c".repeat((1 << 20) + 1) + "\nok\n",
            "run",
            "--dry-run",
            "--",
            "echo",
            "{}");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).isEqualTo("echo ok </dev/null\n");
    assertThat(outcome.errLines().get(0)).startsWith("line 1 would fail: the line holds a NUL");
    assertThat(outcome.errLines().get(1))
        .isEqualTo("line 2 would fail: the line has 1048577 bytes; the limit is 1048576 bytes");
  }

  @Test
  void whatADryRunShowsDoesInAShellWhatTheRunDoes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
    String input = "a  b\0it's $HOME `x`\0two\nlines\r\0\\n\u001b[1m\0\u6587\0";
    String[][] commands = {{"printf", "<%s>", "{}", "-{}-"}, {"od", "-An", "-c"}};
    for (String[] command : commands) {
      Outcome run = InProcess.run(input, words(new String[] {"run", "-k", "-0", "--"}, command));
      Outcome dry =
          InProcess.run(input, words(new String[] {"run", "--dry-run", "-0", "--"}, command));

      assertThat(dry.outLines()).as("one per line").hasSize(5);
      assertThat(inBash(dry.outBytes())).isEqualTo(run.out());
    }
  }

  private static String[] words(String[] first, String[] then) {
    return Stream.concat(Stream.of(first), Stream.of(then)).toArray(String[]::new);
  }

  private static String inBash(byte[] script) throws IOException {
    Process bash = new ProcessBuilder("/bin/bash").redirectErrorStream(true).start();
    try (var stdin = bash.getOutputStream()) {
      stdin.write(script);
    }
    return new String(bash.getInputStream().readAllBytes(), UTF_8);
  }

  // ---- stops

  @Test
  void whatWaitsForARetryIsNotCalledNotRun() throws Exception {
    InProcess process = new InProcess();
    Path go = folder.resolve("go");
    Path started = folder.resolve("started");
    CompletableFuture<Outcome> running =
        CompletableFuture.supplyAsync(
            () ->
                process.start(
                    new ByteArrayInputStream("1\n2\n3\n".getBytes(UTF_8)),
                    "run",
                    "-c",
                    "1",
                    "--",
                    "sh",
                    "-c",
                    "[ {} != 1 ] || exit 75; : > "
                        + started
                        + "; until [ -e "
                        + go
                        + " ]; do sleep 0.02; done"));
    Waiting.until(() -> Files.exists(started), "nothing was started");

    assertThat(process.signal("INT")).isTrue();
    Files.createFile(go);
    Outcome outcome = running.get(30, TimeUnit.SECONDS);

    assertThat(outcome.errLines())
        .containsSubsequence("1 job waiting for a retry", "1 job not run");
    assertThat(outcome.summary()).startsWith("3 jobs: 1 completed, 0 failed");
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  /** Never at its end. */
  private static final class Endless extends InputStream {

    @Override
    public int read() {
      return '\n';
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      for (int i = 0; i < length; i++) {
        bytes[offset + i] = (byte) (i % 2 == 0 ? 'y' : '\n');
      }
      return length;
    }
  }
}
