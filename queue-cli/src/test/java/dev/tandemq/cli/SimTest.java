package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulations, as they are told. */
final class SimTest {

  private static final Pattern INVARIANT = Pattern.compile("\"rule\":\"I\\d\\d\"");

  @TempDir private Path folder;

  private static Outcome sim(String... more) {
    String[] args = new String[7 + more.length];
    System.arraycopy(
        new String[] {"sim", "--nodes", "2", "--jobs", "10", "--time", "20s"}, 0, args, 0, 7);
    System.arraycopy(more, 0, args, 7, more.length);
    return InProcess.run("", args);
  }

  @Test
  void textHasFaultsInvariantsAndASum() {
    Outcome outcome = sim("--seeds", "3");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.outLines().get(0)).matches("fault +times +a seed");
    assertThat(outcome.out()).contains("leader-killed", "wall-jump", "I01", "I28");
    assertThat(outcome.outLines().get(outcome.outLines().size() - 1))
        .startsWith("3 seeds: 3 green, 0 failed in ")
        .contains("; 2 nodes, 10 jobs, 20")
        .endsWith(" steps a seed");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void oneWorldAndManyAreNotAskedForAtOnce() {
    for (String many : new String[] {"--seeds", "--first"}) {
      Outcome outcome = sim("--seed", "3", many, "3");

      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err()).contains("--seed is one world and " + many + " many");
    }
  }

  @Test
  void jsonIsOneObject() {
    Outcome outcome = sim("--seeds", "2", "--first", "100000", "--threads", "1", "-o", "json");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.outLines()).hasSize(1);
    assertThat(outcome.out())
        .startsWith("{\"seeds\":2,\"failed\":0,\"nodes\":2,\"jobs\":10,\"timeMs\":20000,")
        .contains("\"faults\":{\"crash\":")
        .endsWith("\"failures\":[]}\n");
    assertThat(INVARIANT.matcher(outcome.out()).results()).hasSize(28);
  }

  @Test
  void jsonlHasALineForEachSeed() {
    Outcome outcome = sim("--seeds", "3", "--first", "-1", "--threads", "1", "-o", "jsonl");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.outLines()).hasSize(3);
    assertThat(outcome.outLines().get(0)).startsWith("{\"seed\":-1,\"green\":true,\"steps\":");
    assertThat(outcome.outLines()).allMatch(line -> line.endsWith(",\"trouble\":null}"));
  }

  @Test
  void historyOfOneWorldIsTheSameAgainAndStandsTheCheck() throws IOException {
    Path one = folder.resolve("one.jsonl");
    Path other = folder.resolve("other.jsonl");
    assertThat(sim("--seed", "7", "--history", one.toString()).exitCode()).isZero();
    Outcome again = sim("--seed", "7", "-o", "jsonl", "--history", other.toString());

    assertThat(again.outLines()).singleElement().asString().startsWith("{\"seed\":7,");
    assertThat(Files.size(one)).isPositive();
    assertThat(Files.mismatch(one, other)).isEqualTo(-1);

    Outcome check = InProcess.run("", "check", "-o", "table", one.toString());
    assertThat(check.exitCode()).as(check.toString()).isZero();
    assertThat(check.out()).contains(" 0 violations, 0 lines that could not be read");
  }

  @Test
  void interruptedSimulationTellsWhatItHasAndIsNotGreen() throws InterruptedException {
    InProcess process = new InProcess();
    Thread signals =
        new Thread(
            () -> {
              while (!process.signal("INT")) {
                Thread.onSpinWait();
              }
            });
    signals.start();

    Outcome outcome =
        process.start(
            java.io.InputStream.nullInputStream(),
            "sim",
            "--seeds",
            "1000000000",
            "--threads",
            "1",
            "--time",
            "20s");
    signals.join();

    assertThat(outcome.exitCode()).isEqualTo(130);
    assertThat(outcome.errLines()).containsExactly("tandem sim: stopped before the end");
    assertThat(process.exits()).isEmpty();
  }

  @Test
  void historyThatCannotBeWrittenIsNamed() {
    Path nowhere = folder.resolve("no").resolve("where.jsonl");
    Outcome outcome = sim("--seed", "7", "--history", nowhere.toString());

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("tandem sim: cannot write the file " + nowhere);
    assertThat(outcome.out()).isEmpty();

    Path full = Path.of("/dev/full");
    if (Files.exists(full)) {
      assertThat(sim("--seed", "7", "--history", full.toString()).exitCode()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "--seeds 0, count is 0",
        "--nodes 0, nodes is 0; it ranges from 1 to 100",
        "--jobs -1, jobs is -1",
        "--time 1ms, time is PT0.001S",
        "--threads 0, threads is 0",
        "--threads 1001, threads is 1001",
        "--first 9223372036854775807, first is 9223372036854775807",
        "--seeds x, 'x' is not a",
        "--history x, --history is of one world",
        "-o xml, 'xml' is none of",
      })
  void mistakesAreExitTwo(String args, String message) {
    Outcome outcome = InProcess.run("", ("sim " + args).split(" "));

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.out()).isEmpty();
  }
}
