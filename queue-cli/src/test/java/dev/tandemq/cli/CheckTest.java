package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verdict on a history, as it is told. */
final class CheckTest {

  private static final Pattern INVARIANT = Pattern.compile("\"rule\":\"I\\d\\d\"");
  private static final String PUSHED = line(1, "PUSH", "\"result\":\"ADDED\"");
  private static final String CLAIMED = line(2, "CLAIM", "\"token\":1,\"attempt\":1");
  private static final String COMPLETED =
      line(3, "SETTLE", "\"token\":1,\"attempt\":1,\"arrow\":\"COMPLETE\",\"result\":\"APPLIED\"");

  /** A job that is done comes again. */
  private static final String CLAIMED_AGAIN = line(4, "CLAIM", "\"token\":2,\"attempt\":2");

  @TempDir private Path folder;
  private Path green;
  private Path broken;

  private static String line(int at, String op, String more) {
    return "{\"at\":"
        + at * 1_000_000L
        + ",\"node\":\"n\",\"inc\":\"n-1\",\"op\":\""
        + op
        + "\",\"phase\":\"OK\",\"job\":\"a\",\"queue\":\"q\","
        + more
        + "}";
  }

  @BeforeEach
  void write() throws IOException {
    green = folder.resolve("green.jsonl");
    broken = folder.resolve("broken.jsonl");
    Files.write(green, List.of(PUSHED, CLAIMED, COMPLETED));
    Files.write(broken, List.of(PUSHED, CLAIMED, COMPLETED, CLAIMED_AGAIN));
  }

  private static Outcome check(Object... args) {
    String[] line = new String[args.length + 1];
    line[0] = "check";
    for (int i = 0; i < args.length; i++) {
      line[i + 1] = args[i].toString();
    }
    return InProcess.run("", line);
  }

  @Test
  void historyWithoutFaultIsExitZero() {
    Outcome outcome = check("-o", "table", green);

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out())
        .contains("I03")
        .endsWith("\n3 events, 0 violations, 0 lines that could not be read\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void brokenRuleIsExitOneAndShowsAnExample() {
    Outcome outcome = check("-o", "table", broken);

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("accepted after it was completed")
        .endsWith("\n4 events, 1 violations, 0 lines that could not be read\n");
  }

  @Test
  void lineThatCannotBeReadIsNamedAndIsExitOne() throws IOException {
    Files.write(green, List.of(PUSHED, "nonsense \u001b[31m", CLAIMED, COMPLETED));
    Outcome outcome = check("-o", "table", green);

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("green.jsonl")
        .doesNotContain("\u001b")
        .endsWith("\n3 events, 0 violations, 1 lines that could not be read\n");
  }

  @Test
  void historyOfNothingIsNotGreen() throws IOException {
    Files.write(green, List.of());
    Outcome outcome = check("-o", "table", green);

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.err()).isEqualTo("tandem check: no event was found: nothing was shown\n");
  }

  @Test
  void jsonIsOneObject() {
    Outcome outcome = check("-o", "json", broken);

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.outLines()).hasSize(1);
    assertThat(outcome.out())
        .startsWith(
            "{\"events\":4,\"violations\":1,\"badLines\":0,\"firstBadLines\":[],\"verdicts\":[")
        .contains("\"rule\":\"I03\"", "accepted after it was completed");
    assertThat(INVARIANT.matcher(outcome.out()).results()).hasSize(28);
  }

  @Test
  void jsonlHasALineForEachInvariant() {
    Outcome outcome = check("-o", "jsonl", green);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.outLines()).hasSize(28).allMatch(line -> line.startsWith("{\"rule\":\"I"));
  }

  @Test
  void filesOfOneRunAreReadAsOne() throws IOException {
    Path first = Files.write(folder.resolve("1.jsonl"), List.of(PUSHED, COMPLETED));
    Path second = Files.write(folder.resolve("2.jsonl"), List.of(CLAIMED, CLAIMED_AGAIN));

    assertThat(check(second, first).exitCode()).isEqualTo(1);
    assertThat(check("-o", "json", first, second).out()).startsWith("{\"events\":4,\"viola");
  }

  @Test
  void fileThatCannotBeReadIsExitTwo() {
    Outcome missing = check(green, folder.resolve("missing.jsonl"));
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("cannot read the file").contains("missing.jsonl");
    assertThat(missing.out()).isEmpty();

    assertThat(check(folder).exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "check, missing required parameter",
        "check -o text x, 'text' is none of table",
        "check --heartbeat 0 FILE, --heartbeat is 0",
        "check --heartbeat 5 FILE, '5' is not a duration",
        "check --heartbeat 500ms --lease 900ms FILE, --lease is PT0.9S; it is at least two heartbeats",
        "check --lease 9s FILE, --lease is PT9S; it is at least two heartbeats",
      })
  void mistakesAreExitTwo(String args, String message) {
    Outcome outcome = InProcess.run("", args.replace("FILE", green.toString()).split(" "));

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.err().toLowerCase(java.util.Locale.ROOT))
        .contains(message.toLowerCase(java.util.Locale.ROOT));
  }
}
