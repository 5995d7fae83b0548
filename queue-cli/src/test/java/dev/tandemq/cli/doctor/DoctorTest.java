package dev.tandemq.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.error.QueueUnavailableException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {

  @TempDir Path folder = Path.of("");

  @Test
  void looksAtEverythingInTheOrderOfTheList() throws Exception {
    List<Diagnosis> found = examine(new Patient(folder));

    assertThat(found).extracting(Diagnosis::check).containsExactly(Check.values());
    assertThat(found).allSatisfy(one -> assertThat(one.finding().verdict()).isEqualTo(Verdict.OK));
  }

  @Test
  void leavesOutWhatCannotBeTried() throws Exception {
    Patient patient = new Patient(folder);
    patient.url = "foo:";
    assertThat(checks(patient)).last().isEqualTo(Check.URL);

    patient.url = "memory:";
    patient.open =
        () -> {
          throw new QueueUnavailableException("nobody listens", null);
        };
    assertThat(checks(patient)).last().isEqualTo(Check.STORE);
    assertThat(examine(patient)).last().matches(one -> one.finding().unreachable());
  }

  @Test
  void goesOnWhenAProbeItselfFails() throws Exception {
    Patient patient = new Patient(folder);
    patient.childTrial =
        () -> {
          throw new StackOverflowError("on purpose");
        };

    List<Diagnosis> found = examine(patient);

    assertThat(found).hasSize(Check.values().length);
    assertThat(finding(found, Check.CHILD_PROCESSES).found()).contains("on purpose");
  }

  @Test
  void waitsForNoProbeForEver() throws Exception {
    Patient patient = new Patient(folder);
    CountDownLatch never = new CountDownLatch(1);
    patient.childTrial =
        () -> {
          never.await();
          return Duration.ZERO;
        };
    Doctor doctor =
        new Doctor(patient.around(), patient.target(), Clock.systemUTC(), Duration.ofSeconds(2));

    List<Diagnosis> found = doctor.examine();

    assertThat(finding(found, Check.CHILD_PROCESSES).found()).contains("no answer within");
    assertThat(found).last().matches(one -> one.check() == Check.CLOCK);
  }

  @Test
  void looksAtThisMachineForReal() throws Exception {
    Doctor doctor =
        new Doctor(Surroundings.ofThisProcess(), new Patient(folder).target(), Clock.systemUTC());

    List<Diagnosis> found = doctor.examine();

    assertThat(finding(found, Check.CHILD_PROCESSES).verdict()).isEqualTo(Verdict.OK);
    assertThat(finding(found, Check.TEMPORARY_FOLDER).found())
        .contains(System.getProperty("java.io.tmpdir", ""));
    assertThat(finding(found, Check.JAVA).found()).contains(System.getProperty("java.version", ""));
  }

  @Test
  void theTableShowsWhatToDoBelowWhatWasFound() {
    Diagnosis well = new Diagnosis(Check.URL, Finding.ok("memory:"));
    Diagnosis ill =
        new Diagnosis(Check.TEMPORARY_FOLDER, Finding.failed("full\u001b[31m", "make room"));

    assertThat(Diagnosis.table(Arrays.asList(well, ill)))
        .isEqualTo(
            """
            check             result  found
            url               ok      memory:
            temporary folder  failed  full\\x1b[31m
                                      -> make room
            """);
  }

  private static List<Diagnosis> examine(Patient patient) throws InterruptedException {
    return new Doctor(patient.around(), patient.target(), Clock.systemUTC()).examine();
  }

  private static List<Check> checks(Patient patient) throws InterruptedException {
    return examine(patient).stream().map(Diagnosis::check).toList();
  }

  private static Finding finding(List<Diagnosis> found, Check check) {
    return found.stream()
        .filter(one -> one.check() == check)
        .map(Diagnosis::finding)
        .findFirst()
        .orElseThrow();
  }
}
