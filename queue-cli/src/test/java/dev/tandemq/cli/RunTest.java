package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandemq.cli.process.Waiting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tandem run} does, seen from outside but run within this process. */
final class RunTest {

  private static final int MEGABYTE = 1 << 20;

  @TempDir Path folder;

  @Test
  void theLineAndALineFeedGoToStandardInput() {
    Outcome outcome = InProcess.run("a b\r\nc", "run", "-k", "--", "od", "-c");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.outLines().get(0)).endsWith("a       b  \\n");
    assertThat(outcome.outLines().get(2)).endsWith("c  \\n");
  }

  @Test
  void withPlacesTheLineIsAnArgumentAndStandardInputIsEmpty() {
    Outcome outcome =
        InProcess.run("L\n", "run", "--", "sh", "-c", "printf '<%s>' \"$@\"; wc -c", "x", "{}{}");

    assertThat(outcome.out().replace(" ", "")).isEqualTo("<LL>0\n");
  }

  @Test
  void argumentsOfTheCommandAreNotOurs() {
    Outcome outcome =
        InProcess.run(
            "L\n", "run", "sh", "-c", "printf '<%s>' \"$@\"", "x", "-k", "--", "@f", "${y}", "");

    assertThat(outcome.out()).isEqualTo("<-k><--><@f><${y}><>");
  }

  @Test
  void theEnvironmentTellsOfTheJob() {
    Outcome outcome =
        InProcess.run("\nx\n", "run", "-q", "mail", "--", "sh", "-c", "env | grep ^TANDEM_ | sort");

    assertThat(outcome.out())
        .matches(
            "(?s)TANDEM_ATTEMPT=1\nTANDEM_JOB_ID=[0-9a-f-]{36}\nTANDEM_LINE=2\n"
                + "TANDEM_NODE=\\S+\nTANDEM_QUEUE=mail\nTANDEM_TOKEN=1\nTANDEM_TYPE=raw\n.*");
  }

  @Test
  void emptyLinesAreSkippedAndCounted() {
    Outcome outcome = InProcess.run("\n\r\nx\n\n", "run", "--", "cat");

    assertThat(outcome.errLines().get(0)).isEqualTo("3 empty lines skipped");
    assertThat(outcome.errLines().get(1)).startsWith("1 jobs: 1 completed, 0 failed");
    assertThat(outcome.out()).isEqualTo("x\n");
  }

  @Test
  void withoutInputThereIsASummaryOfZeros() {
    Outcome outcome = InProcess.run("", "run", "--", "false");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.errLines()).hasSize(2);
    assertThat(outcome.summary())
        .matches("0 jobs: 0 completed, 0 failed, 0 retried \\(0 retries\\) in 0\\.\\d s, 0 jobs/s");
  }

  @Test
  void nulSeparatesWhatHoldsLineEnds() {
    Outcome outcome = InProcess.run("a\nb\0c\r\n", "run", "-0", "-k", "--", "printf", "[%s]", "{}");

    assertThat(outcome.out()).isEqualTo("[a\nb][c\r\n]");
  }

  @Test
  void onlyTheLastAttemptIsShown() {
    Outcome outcome =
        InProcess.run(
            "x\n",
            "run",
            "--backoff",
            "0",
            "--",
            "sh",
            "-c",
            "echo out$TANDEM_ATTEMPT; echo err$TANDEM_ATTEMPT >&2; [ $TANDEM_ATTEMPT = 3 ]");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).isEqualTo("out3\n");
    assertThat(outcome.errLines().get(0)).isEqualTo("err3");
    assertThat(outcome.summary()).contains("1 completed, 0 failed, 1 retried (2 retries)");
  }

  @Test
  void exitStatusDecidesOverTheJob() {
    Outcome outcome =
        InProcess.run(
            "0\n65\n1\n", "run", "-k", "--backoff", "0", "--", "sh", "-c", "exit {} # $TANDEM");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.failures())
        .containsExactly(
            "failed  line 2  attempts 1  exit 65  \"65\"  last error: exit 65",
            "failed  line 3  attempts 3  exit 1  \"1\"  last error: exit 1");
    assertThat(outcome.summary()).contains("3 jobs: 1 completed, 2 failed, 1 retried (2 retries)");
  }

  @Test
  void anErrorTellsTheEndOfStandardErrorOnOneLine() {
    Outcome outcome =
        InProcess.run(
            "x\n",
            "run",
            "--max-attempts",
            "1",
            "--",
            "sh",
            "-c",
            "i=0; while [ $i -lt 900 ]; do echo noise >&2; i=$((i+1)); done;"
                + " printf 'really\\nwrong\\033[1m\\n' >&2; kill -9 $$");

    assertThat(outcome.failures()).hasSize(1);
    assertThat(outcome.failures().get(0))
        .startsWith("failed  line 1  attempts 1  exit 137  \"x\"  last error: ...")
        .endsWith("noise\\nreally\\nwrong\\x1b[1m");
  }

  @Test
  void aSignalIsNamed() {
    Outcome outcome =
        InProcess.run("x\n", "run", "--max-attempts", "1", "--", "sh", "-c", "kill -9 $$");

    assertThat(outcome.failures().get(0)).endsWith("killed by signal 9 (exit 137)");
  }

  @Test
  void aTimeoutIsNamedAndTriedAgain() {
    Outcome outcome =
        InProcess.run(
            "x\n",
            "run",
            "--timeout",
            "200ms",
            "--max-attempts",
            "2",
            "--backoff",
            "0",
            "--",
            "sleep",
            "60");

    assertThat(outcome.failures())
        .containsExactly(
            "failed  line 1  attempts 2  exit -  \"x\"  last error: timed out after 0.2s");
  }

  @Test
  void aLineOverTheLimitIsAFailedJobAndTheOthersGoOn() {
    String over = "a".repeat(MEGABYTE + 1);
    Outcome outcome =
        InProcess.run(over + "\nb\n" + "c".repeat(MEGABYTE) + "\n", "run", "-k", "--", "wc", "-c");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out().replace(" ", "")).isEqualTo("2\n1048577\n");
    assertThat(outcome.summary()).startsWith("3 jobs: 2 completed, 1 failed, 0 retried");
    assertThat(outcome.failures())
        .containsExactly(
            "failed  line 1  attempts 0  exit -  \""
                + "a".repeat(80)
                + "\"...  last error: the line has 1048577 bytes; the limit is 1048576 bytes");
  }

  @Test
  void whatCanBeNoArgumentFailsAtOnce() {
    Outcome outcome =
        InProcess.run("a\0b\nok\n" + "c".repeat(200_000), "run", "-k", "--", "echo", "{}");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEqualTo("ok\n");
    assertThat(outcome.failures()).hasSize(2);
    assertThat(outcome.failures().get(0)).contains("attempts 1", "NUL");
    assertThat(outcome.failures().get(1)).contains("attempts 1", "argument list too long");
  }

  @Test
  void keptOrderIsThatOfTheInput() {
    String input =
        IntStream.rangeClosed(1, 12).mapToObj(i -> i + "\n").collect(Collectors.joining());

    Outcome outcome =
        InProcess.run(
            input,
            "run",
            "-k",
            "-c",
            "4",
            "--",
            "sh",
            "-c",
            "read n; [ $((n % 4)) != 1 ] || sleep 0.3; echo $n");

    assertThat(outcome.out()).isEqualTo(input);
  }

  @Test
  void largeOutputIsWhole() {
    Outcome outcome =
        InProcess.run("1\n2\n", "run", "--", "sh", "-c", "head -c 3000000 /dev/zero; echo x >&2");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.outBytes()).hasSize(6_000_000);
    assertThat(outcome.errLines().subList(0, 2)).containsExactly("x", "x");
  }

  @Test
  void aCommandNeedNotReadALargeLine() {
    Outcome outcome = InProcess.run("a".repeat(MEGABYTE) + "\nb\n", "run", "--", "true");

    assertThat(outcome.summary()).startsWith("2 jobs: 2 completed");
  }

  @Test
  void jsonLinesTellAllOfEachJob() throws IOException {
    byte[] input = "\nab\"c\n\u00ff\n".getBytes(ISO_8859_1);
    Outcome outcome =
        new InProcess()
            .start(
                new ByteArrayInputStream(input),
                "run",
                "-k",
                "--max-attempts",
                "1",
                "-o",
                "jsonl",
                "--",
                "sh",
                "-c",
                "cat; echo e >&2; exit $((TANDEM_LINE - 2))");

    assertThat(outcome.exitCode()).isEqualTo(1);
    JsonNode first = json(outcome.outLines().get(0));
    assertThat(fields(first))
        .containsExactly(
            "id",
            "line",
            "payload",
            "state",
            "attempts",
            "exitCode",
            "error",
            "waitMs",
            "runMs",
            "stdout",
            "stderr");
    assertThat(first.get("line").asLong()).isEqualTo(2);
    assertThat(first.get("payload").asText()).isEqualTo("ab\"c");
    assertThat(first.get("state").asText()).isEqualTo("completed");
    assertThat(first.get("exitCode").asInt()).isZero();
    assertThat(first.get("error").isNull()).isTrue();
    assertThat(first.get("stdout").asText()).isEqualTo("ab\"c\n");
    assertThat(first.get("stderr").asText()).isEqualTo("e\n");
    JsonNode second = json(outcome.outLines().get(1));
    assertThat(fields(second)).contains("payloadBase64", "stdoutBase64").doesNotContain("payload");
    assertThat(second.get("payloadBase64").binaryValue()).containsExactly(0xff);
    assertThat(second.get("stdoutBase64").binaryValue()).containsExactly(0xff, '\n');
    assertThat(second.get("state").asText()).isEqualTo("failed");
    assertThat(second.get("exitCode").asInt()).isEqualTo(1);
    assertThat(second.get("error").asText()).isEqualTo("exit 1: e");
    assertThat(outcome.summary()).startsWith("2 jobs: 1 completed, 1 failed");
  }

  @Test
  void jsonIsTheSummaryAlone() throws IOException {
    Outcome outcome =
        InProcess.run(
            "1\n0\n1\n",
            "run",
            "--backoff",
            "0",
            "--max-attempts",
            "2",
            "-o",
            "json",
            "--",
            "sh",
            "-c",
            "read n; echo x; echo e >&2; exit $n");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.outLines()).hasSize(1);
    JsonNode summary = json(outcome.out());
    assertThat(fields(summary))
        .contains(
            "jobs",
            "completed",
            "failed",
            "retried",
            "retries",
            "elapsedMs",
            "jobsPerSecond",
            "waitMs",
            "runMs",
            "failedJobs");
    assertThat(summary.get("jobs").asInt()).isEqualTo(3);
    assertThat(summary.get("completed").asInt()).isEqualTo(1);
    assertThat(summary.get("failed").asInt()).isEqualTo(2);
    assertThat(summary.get("retried").asInt()).isEqualTo(2);
    assertThat(summary.get("retries").asInt()).isEqualTo(2);
    assertThat(fields(summary.get("runMs"))).containsExactly("p50", "p99");
    assertThat(summary.get("failedJobs")).hasSize(2);
    assertThat(summary.get("failedJobs").get(0).get("line").asInt()).isEqualTo(1);
    assertThat(summary.get("failedJobs").get(1).get("line").asInt()).isEqualTo(3);
    assertThat(outcome.errLines()).containsOnly("e");
  }

  @Test
  void afterTheFirstStopWhatRunsMayFinishAndNothingElseBegins() throws Exception {
    InProcess process = new InProcess();
    Path started = folder.resolve("started");
    Path go = folder.resolve("go");
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
                    "read n; echo > "
                        + started
                        + "; until [ -e "
                        + go
                        + " ]; do sleep 0.02; done; echo done $n"));
    Waiting.until(() -> Files.exists(started), "nothing was started");

    assertThat(process.signal("INT")).isTrue();
    Files.createFile(go);
    Outcome outcome = running.get(30, TimeUnit.SECONDS);

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(130);
    assertThat(outcome.out()).isEqualTo("done 1\n");
    assertThat(outcome.errLines().get(0)).startsWith("tandem: stopping; still running: 1");
    assertThat(outcome.errLines().get(1)).isEqualTo("2 jobs not run");
    assertThat(outcome.summary()).startsWith("3 jobs: 1 completed, 0 failed");
    assertThat(process.exits()).isEmpty();
  }

  @Test
  void theSecondStopKillsAndLeaves() throws Exception {
    InProcess process = new InProcess();
    Path pids = folder.resolve("pids");
    CompletableFuture<Outcome> running =
        CompletableFuture.supplyAsync(
            () ->
                process.start(
                    new ByteArrayInputStream("1\n".getBytes(UTF_8)),
                    "run",
                    "--",
                    "sh",
                    "-c",
                    "sleep 300 & echo $! > " + pids + "; wait"));
    Waiting.until(() -> Files.exists(pids) && Files.size(pids) > 0, "nothing was started");

    assertThat(process.signal("TERM")).isTrue();
    assertThat(process.exits()).isEmpty();
    assertThat(process.signal("TERM")).isTrue();

    assertThat(process.exits()).containsExactly(143);
    assertThat(running.get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(143);
    assertThat(running.get().summary()).isEmpty();
  }

  @Test
  void whatTheAbortKillsIsNotReported() throws Exception {
    InProcess process = new InProcess();
    String input = IntStream.range(0, 2000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    CompletableFuture<Outcome> running =
        CompletableFuture.supplyAsync(
            () ->
                process.start(
                    new ByteArrayInputStream(input.getBytes(UTF_8)),
                    "run",
                    "-c",
                    "4",
                    "--max-attempts",
                    "1",
                    "-o",
                    "jsonl",
                    "--",
                    "sh",
                    "-c",
                    "echo > " + folder + "/started-{}; sleep 300"));
    Waiting.until(() -> startedCommands() == 4, "not all were started");

    assertThat(process.signal("HUP")).isTrue();
    Outcome outcome = running.get(30, TimeUnit.SECONDS);

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(129);
    assertThat(outcome.out()).isEmpty();
    assertThat(startedCommands()).isEqualTo(4);
  }

  private long startedCommands() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void anErrorWhileReadingIsNotTheEndOfTheInput() {
    InputStream input =
        new SequenceInputStream(
            new ByteArrayInputStream("1\n".getBytes(UTF_8)),
            new InputStream() {
              @Override
              public int read() {
                throw new OutOfMemoryError("for the test");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) {
                return read();
              }
            });

    Outcome outcome = new InProcess().start(input, "run", "--", "cat");

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.err()).contains("OutOfMemoryError: for the test");
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
