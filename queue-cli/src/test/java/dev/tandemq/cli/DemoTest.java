package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandemq.cli.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tandem demo} as it is typed. */
final class DemoTest {

  private static final Duration LONGEST = Duration.ofSeconds(15);

  @TempDir Path folder;

  @Test
  void aPipeGetsPlainLinesAndTheTable() {
    Outcome outcome = InProcess.run("", "demo", "--speed", "20");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.outLines().get(0)).isEqualTo(" 0.00 s pushed        mail to Ada");
    assertThat(outcome.out())
        .matches(text -> text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)))
        .contains("queue  ready  delayed  reserved  completed  failed  removed  size  paused")
        .containsPattern("\ndemo +0 +0 +0 +10 +1 +1 +0 +no ")
        .contains(
            "\nset aside after 2 attempts: webhook shop.example: java.io.IOException: HTTP 500\n",
            "What to try next:");
  }

  @Test
  void jsonLinesAreEventsThatAllHaveTheSameFields() throws IOException {
    Outcome outcome = InProcess.run("", "demo", "--speed", "20", "-o", "jsonl");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    Set<List<String>> fields = new HashSet<>();
    List<String> kinds = new ArrayList<>();
    for (String line : outcome.outLines()) {
      JsonNode event = new ObjectMapper().readTree(line);
      List<String> names = new ArrayList<>();
      event.fieldNames().forEachRemaining(names::add);
      fields.add(names);
      kinds.add(event.get("event").asText());
    }
    assertThat(fields).hasSize(1);
    assertThat(fields.iterator().next()).startsWith("at", "event", "queue", "job");
    assertThat(kinds)
        .startsWith("pushed")
        .contains("started", "completed", "retried", "failed", "snoozed", "cancelled")
        .contains("duplicated")
        .endsWith("workerStopped");
  }

  @Test
  void jsonIsOneObjectWithEventsAndStats() throws IOException {
    Outcome outcome = InProcess.run("", "demo", "--speed", "20", "-o", "json");

    JsonNode all = new ObjectMapper().readTree(outcome.out());
    assertThat(all.get("events").size()).isGreaterThan(40);
    assertThat(all.get("stats").get(0).get("completed").asInt()).isEqualTo(10);
  }

  @Test
  void aSpeedOutOfRangeIsAMistake() {
    for (String speed : List.of("0", "-1", "NaN", "1000")) {
      Outcome outcome = InProcess.run("", "demo", "--speed", speed);

      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err()).contains("--speed is", "it ranges from 0.1 to 100");
    }
  }

  @Test
  void theWholeTourTakesLessThanFifteenSeconds() throws Exception {
    long start = System.nanoTime();
    Outcome outcome = TandemProcess.run(new byte[0], Map.of(), "demo");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
  }

  @Test
  void onATerminalItIsDrawnInPlace() throws Exception {
    String text = onTerminal(Map.of(), "demo", "--speed", "10").out();

    assertThat(text).contains("\u001b[?25l", "\u001b[22A", "\u001b[32m").contains("What to try");
    assertThat(text.lastIndexOf("\u001b[?25h")).isGreaterThan(text.lastIndexOf("\u001b[?25l"));
  }

  @Test
  void withoutColoursWhenTheyAreNotWanted() throws Exception {
    String text = onTerminal(Map.of("NO_COLOR", "1"), "demo", "--speed", "10").out();

    assertThat(text).contains("\u001b[?25l").doesNotContainPattern("\u001b\\[[0-9]+m");
  }

  @Test
  void aTerminalThatCannotMoveItsCursorGetsLines() throws Exception {
    String text = onTerminal(Map.of("TERM", "dumb"), "demo", "--speed", "10").out();

    assertThat(text).contains(" 0.00 s pushed ").doesNotContain("\u001b");
  }

  @Test
  void ctrlCEndsItAtOnceAndGivesTheTerminalBack() throws Exception {
    try (TandemProcess terminal = terminal(Map.of(), "demo", "--speed", "0.1")) {
      Path typescript = folder.resolve("typescript");
      Waiting.until(
          () -> Files.exists(typescript) && Files.readString(typescript).contains("running"),
          "no job was shown");

      long start = System.nanoTime();
      terminal.stdin().write(3);
      terminal.stdin().flush();
      Outcome outcome = terminal.end();

      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(130);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(outcome.out()).contains("\u001b[?25l").doesNotContain("What to try next");
      assertThat(outcome.out().lastIndexOf("\u001b[?25h"))
          .isGreaterThan(outcome.out().lastIndexOf("\u001b[?25l"));
      assertThat(outcome.out().lastIndexOf("\u001b[?7h"))
          .isGreaterThan(outcome.out().lastIndexOf("\u001b[?7l"));
    }
  }

  // ---- helpers

  private Outcome onTerminal(Map<String, String> environment, String... args) throws Exception {
    try (TandemProcess terminal = terminal(environment, args)) {
      Outcome outcome = terminal.end();
      assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
      return outcome;
    }
  }

  private TandemProcess terminal(Map<String, String> environment, String... args) throws Exception {
    assumeTrue(isThere("script"), "there is no command \"script\" to make a terminal");
    String words =
        TandemProcess.command(args).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    List<String> command =
        List.of(
            "script",
            "-q",
            "-e",
            "-f",
            "-c",
            "stty rows 30 cols 80; exec " + words,
            folder.resolve("typescript").toString());
    Map<String, String> all = new java.util.HashMap<>(Map.of("TERM", "xterm"));
    all.putAll(environment);
    return TandemProcess.start(command, all);
  }

  private static boolean isThere(String command) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + command).start().waitFor() == 0;
  }
}
