package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandemq.cli.doctor.Check;
import dev.tandemq.cli.doctor.Diagnosis;
import dev.tandemq.cli.doctor.Finding;
import dev.tandemq.cli.doctor.Verdict;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The two verbs as they are typed. */
final class DoctorAndBenchTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theDoctorTellsEachCheckInJson() throws Exception {
    Outcome outcome = InProcess.run("", "doctor", "-u", "memory:", "-o", "json");

    JsonNode checks = JSON.readTree(outcome.out());
    assertThat(checks).hasSize(Check.values().length);
    assertThat(checks)
        .allSatisfy(
            check -> {
              assertThat(check.fieldNames())
                  .toIterable()
                  .containsExactly("check", "result", "found", "hint");
              assertThat(check.get("result").asText()).isIn("ok", "warning", "failed");
              assertThat(check.get("hint").isNull())
                  .isEqualTo(check.get("result").asText().equals("ok"));
            });
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void aUrlThatMakesNoSenseIsAFindingOfTheDoctor() {
    Outcome outcome = InProcess.run("", "doctor", "-u", "foo:", "-o", "table");

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.outLines()).anyMatch(line -> line.matches("url +failed +.*no driver.*"));
    assertThat(InProcess.run("", "doctor", "-u", "@/nowhere", "-o", "table").out())
        .contains("cannot read the URL");
  }

  @Test
  void aJarThatIsNoneIsAMistakeOfTheCommandLine() {
    assertThat(InProcess.run("", "doctor", "--driver-jar", "/nowhere.jar").exitCode()).isEqualTo(2);
  }

  @Test
  void theExitStatusTellsTheWorst() {
    Finding well = new Finding(Verdict.OK, "well", "", false);
    Finding soSo = new Finding(Verdict.WARNING, "so so", "rest", false);
    Finding ill = new Finding(Verdict.FAILED, "ill", "lie down", false);
    Finding away = new Finding(Verdict.FAILED, "nobody there", "look", true);

    assertThat(exitCode(well, soSo)).isZero();
    assertThat(exitCode(well, ill, soSo)).isEqualTo(1);
    assertThat(exitCode(ill, away)).isEqualTo(3);
  }

  private static int exitCode(Finding... findings) {
    return DoctorCommand.exitCode(
        List.of(findings).stream().map(one -> new Diagnosis(Check.STORE, one)).toList());
  }

  @Test
  void benchEndsInTimeAndTellsItAllInJson() throws Exception {
    long start = System.nanoTime();
    Outcome outcome =
        InProcess.run("", "bench", "-u", "memory:", "--time", "1s", "--slots", "1,2", "-o", "json");

    // A second and what a busy machine adds.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    JsonNode result = JSON.readTree(outcome.out());
    assertThat(result.get("store").asText()).isEqualTo("memory:");
    assertThat(result.get("cpus").asInt()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(result.get("java").asText()).contains(System.getProperty("java.version", ""));
    assertThat(result.get("throughput")).hasSize(2);
    assertThat(result.get("throughput").get(1).get("slots").asInt()).isEqualTo(2);
    assertThat(result.get("throughput").get(0).get("jobsPerSecond").asLong()).isPositive();
    assertThat(result.get("pushToStart").get("p999Ms").asDouble())
        .isGreaterThanOrEqualTo(result.get("pushToStart").get("p50Ms").asDouble());
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void benchShowsATableUnlessAskedForJson() {
    Outcome outcome = InProcess.run("", "bench", "-u", "memory:", "--time", "1s", "--slots", "2");

    assertThat(outcome.outLines())
        .anyMatch(line -> line.matches("slots +jobs/s +lowest +highest +jobs"))
        .anyMatch(line -> line.matches("2 +[0-9,]+ +[0-9,]+ +[0-9,]+ +[0-9,]+"))
        .anyMatch(line -> line.matches("p50 +p99 +p99.9 +max +p99 by round"))
        .anyMatch(line -> line.contains("CPUs"));
  }

  @Test
  void aSignalEndsBenchAtOnce() throws Exception {
    InProcess process = new InProcess();
    CompletableFuture<Outcome> bench =
        CompletableFuture.supplyAsync(
            () ->
                process.start(
                    InputStream.nullInputStream(), "bench", "-u", "memory:", "--time", "1h"));
    while (!process.signal("TERM")) {
      Thread.onSpinWait();
    }

    Outcome outcome = bench.get(30, TimeUnit.SECONDS);

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(143);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("stopped before the end");
  }

  @Test
  void aPlanOutOfRangeIsAMistakeOfTheCommandLine() {
    Outcome outcome = InProcess.run("", "bench", "--slots", "1,0");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "tandem bench: --slots holds 0; each ranges from 1 to 1000 (see tandem bench --help)\n");
  }
}
