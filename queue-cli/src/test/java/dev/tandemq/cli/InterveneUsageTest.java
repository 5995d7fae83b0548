package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes of those who look and those who step in, and the question before it is too late. */
final class InterveneUsageTest {

  private static final String ID = "0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071";

  @TempDir Path folder = Path.of("");

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("there is no terminal to ask on: Cancel 1 job? To agree, add --yes", "cancel", ID),
        mistake("Remove 2 jobs for good? To agree, add --yes", "forget", ID, ID.replace('1', '2')),
        mistake(
            "Remove all failed jobs of queue mail for good? To agree, add --yes",
            "forget",
            "-q",
            "mail",
            "--all"),
        mistake(
            "Retry all failed jobs of queue mail? To agree, add --yes",
            "retry",
            "-q",
            "mail",
            "--all"),
        mistake(
            "Remove all waiting and running jobs of queues a, b for good? To agree, add --yes",
            "clear",
            "a",
            "b",
            "a"),
        mistake("missing required option: '--queue=NAME'", "jobs"),
        mistake("missing required option: '--queue=NAME'", "failed"),
        mistake("missing required parameter: 'ID'", "job"),
        mistake("missing required parameter: 'ID'", "why"),
        mistake("missing required parameter: 'ID'", "cancel", "--yes"),
        mistake("missing required parameter: 'QUEUE'", "pause"),
        mistake("missing required parameter: 'QUEUE'", "resume"),
        mistake("missing required parameter: 'QUEUE'", "clear", "--yes"),
        mistake("unexpected argument: x", "queues", "x"),
        mistake("unexpected argument: " + ID, "job", ID, ID),
        mistake("queue holds the character U+002F", "jobs", "-q", "a/b"),
        mistake("queue holds the character U+007B", "failed", "-q", "{a}"),
        mistake("queue is empty", "jobs", "-q", ""),
        mistake("queue holds the character U+000A", "pause", "mail", "a\nb"),
        mistake("queue is \"..\"; that is not a name", "resume", ".."),
        mistake("queue has 129 characters", "clear", "--yes", "x".repeat(129)),
        mistake("queue holds the character U+001B", "retry", "--all", "--yes", "-q", "\u001b[31m"),
        mistake("--limit is 0; it ranges from 1 to 100000", "jobs", "-q", "a", "--limit", "0"),
        mistake("--limit is -1", "failed", "-q", "a", "--limit", "-1"),
        mistake("--limit is 100001", "jobs", "-q", "a", "--limit", "100001"),
        mistake("'x' is not an int", "jobs", "-q", "a", "--limit", "x"),
        mistake(
            "'done' is none of reserved, ready, delayed, failed",
            "jobs",
            "-q",
            "a",
            "--state",
            "done"),
        mistake("a job id is a UUID of 36 characters", "job", "7"),
        mistake("a job id is a UUID of 36 characters", "why", ID + "\u001b[31m"),
        mistake("a job id is a UUID of 36 characters", "cancel", "--yes", ID, "*"),
        mistake("a job id is a UUID of 36 characters", "retry", "{mail}:1"),
        mistake("no ID given; name jobs, or all of a queue by -q NAME --all", "retry"),
        mistake("no ID given; name jobs, or all of a queue", "forget", "-q", "mail"),
        mistake("--all of which queue? Name it by -q NAME", "retry", "--all", "--yes"),
        mistake("not both", "retry", "-q", "mail", ID),
        mistake("not both", "forget", "--all", ID, "--yes"),
        mistake("'text' is none of table, json, jsonl", "queues", "-o", "text"));
  }

  private static Arguments mistake(String message, String... args) {
    return Arguments.of(message, args);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsOneLineAndExitTwoBeforeAnythingIsContacted(String message, String... args) {
    String[] words =
        Stream.concat(Stream.of(args), Stream.of("-u", "shared:unreachable"))
            .toArray(String[]::new);
    Outcome outcome = new InProcess().start(InputStream.nullInputStream(), words);

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err())
        .startsWith("tandem " + args[0] + ": ")
        .contains(message)
        .doesNotContain("\u001b", "Exception");
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aStoreInThisProcessMakesNoSense(String... args) {
    for (String url : List.of("memory:", "memory:shop")) {
      String[] words = Stream.concat(Stream.of(args), Stream.of("-u", url)).toArray(String[]::new);
      Outcome outcome = new InProcess().start(InputStream.nullInputStream(), words);

      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
      assertThat(outcome.err()).contains("the store \"memory:\" lives in one process");
    }
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        call("queues"),
        call("jobs", "-q", "a"),
        call("job", ID),
        call("why", ID),
        call("failed", "-q", "a"),
        call("retry", ID),
        call("forget", "--yes", ID),
        call("cancel", "--yes", ID),
        call("pause", "a"),
        call("resume", "a"),
        call("clear", "--yes", "a"));
  }

  private static Arguments call(String... args) {
    return Arguments.of((Object) args);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aStackTraceIsOnlyForThoseWhoWantIt(String... args) {
    String[] words =
        Stream.concat(Stream.of(args), Stream.of("-u", "shared:unreachable"))
            .toArray(String[]::new);
    Outcome plain = new InProcess().start(InputStream.nullInputStream(), words);
    assertThat(plain.exitCode()).isEqualTo(3);
    assertThat(plain.err()).isEqualTo("tandem " + args[0] + ": nobody answers\n");

    String[] debug = Stream.concat(Stream.of(words), Stream.of("--debug")).toArray(String[]::new);
    assertThat(new InProcess().start(InputStream.nullInputStream(), debug).err())
        .contains("    at dev.tandemq.");
  }

  // ---- the question

  /** The store of that process has one job, which is ready. */
  private Outcome onATerminal(String typed, String... args) throws Exception {
    assumeTrue(isThere("script"), "there is no command \"script\" to make a terminal");
    String words =
        TandemProcess.command(
                Stream.concat(Stream.of(args), Stream.of("-u", "shared:" + SharedDriver.WITH_A_JOB))
                    .toArray(String[]::new))
            .stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    List<String> command =
        List.of("script", "-q", "-e", "-c", words, folder.resolve("typescript").toString());
    try (TandemProcess terminal = TandemProcess.start(command, Map.of("TERM", "xterm"))) {
      return terminal.input(typed.getBytes(UTF_8)).end();
    }
  }

  private static boolean isThere(String program) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
  }

  @Test
  void onATerminalItIsAsked() throws Exception {
    Outcome yes = onATerminal("y\n", "clear", "mail");

    assertThat(yes.exitCode()).as(yes.toString()).isZero();
    assertThat(yes.out())
        .contains("Remove all waiting and running jobs of queue mail for good? [y/N]")
        .containsPattern("queue +removed\r?\nmail +1\r?\n");
  }

  @Test
  void whateverIsNotYesIsNo() throws Exception {
    Outcome no = onATerminal("\n", "cancel", "00000000-0000-0001-0000-000000000001");

    assertThat(no.exitCode()).as(no.toString()).isEqualTo(1);
    assertThat(no.out())
        .contains("Cancel 1 job? [y/N]", "tandem cancel: nothing was done")
        .doesNotContain("removed");
  }

  @Test
  void whoSaidYesIsNotAsked() throws Exception {
    Outcome yes = onATerminal("", "clear", "mail", "--yes");

    assertThat(yes.exitCode()).as(yes.toString()).isZero();
    assertThat(yes.out()).doesNotContain("[y/N]").containsPattern("mail +1");
  }
}
