package dev.tandemq.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each probe where all is well, and where something is wrong: the switches leave none out. */
final class ProbesTest {

  private static final InstantSource CLOCK = Clock.systemUTC();

  @TempDir Path folder = Path.of("");

  private Queues queues = Queues.open("memory:");

  @BeforeEach
  void startAnew() {
    queues.close();
    queues = Queues.open("memory:");
  }

  @AfterEach
  void close() {
    queues.close();
  }

  @ParameterizedTest
  @EnumSource
  void isContentWhereAllIsWell(Check check) throws Exception {
    Finding finding = look(check, patient -> {}, queues.store(), CLOCK, everything());

    assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.OK);
    assertThat(finding.found()).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatIsWrongAndSaysWhatToDo(Check check) throws Exception {
    Finding finding = sick(check);

    assertThat(finding.verdict()).as(finding.toString()).isNotEqualTo(Verdict.OK);
    assertThat(finding.found()).isNotBlank();
    assertThat(finding.hint()).as(finding.toString()).isNotBlank();
  }

  /** The one thing that is wrong. */
  private Finding sick(Check check) throws Exception {
    return switch (check) {
      case JAVA -> look(check, p -> p.properties.put("java.specification.version", "11"));
      case PROCESSORS -> look(check, p -> p.processors = 1);
      case MEMORY -> look(check, p -> p.maxHeapBytes = 32L << 20);
      case CHARSET -> look(check, p -> p.properties.put("sun.jnu.encoding", "ANSI_X3.4-1968"));
      case TEMPORARY_FOLDER -> look(check, p -> p.temporaryFolder = folder.resolve("missing"));
      case OPEN_FILES -> look(check, p -> p.openFiles = OptionalLong.of(64));
      case SHELL -> look(check, p -> p.commands.remove("sh"));
      case SETSID -> look(check, p -> p.commands.remove("setsid"));
      case CHILD_PROCESSES ->
          look(
              check,
              p ->
                  p.childTrial =
                      () -> {
                        throw new IOException("cannot fork");
                      });
      case SETTINGS -> look(check, p -> p.environment.put("TANDEM_ULR", "redis://secret@host"));
      case DRIVERS -> look(check, p -> p.drivers = () -> Drivers.of(List.of(new BrokenDriver())));
      case URL -> look(check, p -> p.url = "foo:");
      case STORE ->
          look(
              check,
              p ->
                  p.open =
                      () -> {
                        throw unavailable();
                      });
      case GUARANTEES ->
          look(check, p -> {}, queues.store(), CLOCK, EnumSet.of(Capability.DURABLE));
      case ROUND_TRIP -> look(check, p -> {}, deafStore(), CLOCK, everything());
      case CLOCK ->
          look(check, p -> {}, queues.store(), ahead(Duration.ofMinutes(5)), everything());
    };
  }

  // ---- what exactly is found

  @Test
  void aSecretIsNotShown() throws Exception {
    Finding finding = sick(Check.SETTINGS);

    assertThat(finding.found()).contains("TANDEM_ULR").doesNotContain("secret");
    assertThat(
            look(
                    Check.URL,
                    patient -> {
                      patient.url = "other://user:secret@host";
                      patient.drivers = () -> Drivers.of(List.of(new OtherDriver()));
                    })
                .found())
        .contains("other://***@host")
        .doesNotContain("secret");
  }

  @Test
  void aFullTemporaryFolderIsSaidToBe() throws Exception {
    assertThat(look(Check.TEMPORARY_FOLDER, p -> p.freeBytes = 1L << 20).verdict())
        .isEqualTo(Verdict.FAILED);
    assertThat(look(Check.TEMPORARY_FOLDER, p -> p.freeBytes = 100L << 20).verdict())
        .isEqualTo(Verdict.WARNING);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("what the probe left behind").isEmpty();
    }
  }

  @Test
  void aNewerJavaThanWasTriedIsAWarning() throws Exception {
    assertThat(look(Check.JAVA, p -> p.properties.put("java.specification.version", "26")))
        .extracting(Finding::verdict)
        .isEqualTo(Verdict.WARNING);
  }

  @Test
  void theMiddleBetweenEnoughAndTooLittleIsAWarning() throws Exception {
    assertThat(look(Check.MEMORY, p -> p.maxHeapBytes = 128L << 20).verdict())
        .isEqualTo(Verdict.WARNING);
    assertThat(look(Check.OPEN_FILES, p -> p.openFiles = OptionalLong.of(256)).verdict())
        .isEqualTo(Verdict.WARNING);
    assertThat(look(Check.OPEN_FILES, p -> p.openFiles = OptionalLong.empty()).verdict())
        .isEqualTo(Verdict.WARNING);
  }

  @Test
  void aBrokenDriverBesideAGoodOneIsNamed() throws Exception {
    Finding finding =
        look(
            Check.DRIVERS,
            p -> p.drivers = () -> Drivers.of(List.of(new BrokenDriver(), new OtherDriver())));

    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.found()).contains("other", "no native library");
  }

  @Test
  void aDriverOfAnotherReleaseIsNamed() throws Exception {
    Finding finding =
        look(Check.DRIVERS, p -> p.drivers = () -> Drivers.of(List.of(new NextDriver())));

    assertThat(finding.found()).contains("next speaks version 2");
  }

  @Test
  void aWrongAnswerIsNamedByItsCall() throws Exception {
    assertThat(sick(Check.ROUND_TRIP).found()).isEqualTo("extend: answered [LOST]");
  }

  @Test
  void everyAnswerOfTheRoundTripIsLookedAt() throws Exception {
    JobStore store = queues.store();
    assertThat(roundTrip(AlteredStore.answering(store, "put", answer -> List.of())).found())
        .startsWith("put:");
    assertThat(roundTrip(AlteredStore.answering(store, "stats", answer -> List.of())).found())
        .startsWith("stats:");
    assertThat(roundTrip(AlteredStore.answering(store, "remove", answer -> 0)).found())
        .startsWith("remove:");
    assertThat(roundTrip(AlteredStore.answering(store, "find", answer -> Optional.empty())).found())
        .startsWith("find:");
  }

  @Test
  void aStoreThatRefusesIsNoStoreThatIsAway() throws Exception {
    JobStore forbidden =
        AlteredStore.failing(
            queues.store(), "put", new QueueForbiddenException("no right to write", null));
    JobStore away = AlteredStore.failing(queues.store(), "put", unavailable());

    assertThat(roundTrip(forbidden).unreachable()).isFalse();
    assertThat(roundTrip(away).unreachable()).isTrue();
  }

  @Test
  void theRoundTripLeavesNoJobBehindEvenWhenItFails() throws Exception {
    var unused = roundTrip(queues.store());
    unused = roundTrip(deafStore());
    unused = StoreProbes.clock(queues.store(), CLOCK);

    QueueStats stats = queues.queue(RoundTrip.QUEUE).stats();
    assertThat(stats.size()).as(stats.toString()).isZero();
    assertThat(stats.failed()).isZero();
  }

  @Test
  void theJobOfAnotherDoctorIsHandedBackAndNotTakenForOurs() throws Exception {
    queues.queue(RoundTrip.QUEUE).push("of another doctor");

    assertThat(roundTrip(queues.store()).verdict()).isEqualTo(Verdict.OK);

    assertThat(queues.queue(RoundTrip.QUEUE).stats().ready()).isEqualTo(1);
    assertThat(queues.queue(RoundTrip.QUEUE).stats().retries()).isZero();
  }

  @Test
  void aPausedQueueIsNamedAsTheReason() throws Exception {
    queues.queue(RoundTrip.QUEUE).pause();

    assertThat(roundTrip(queues.store()).found()).contains("tandem-doctor is paused");
  }

  @Test
  void clocksMayDifferALittle() throws Exception {
    assertThat(StoreProbes.clock(queues.store(), ahead(Duration.ofMillis(900))).verdict())
        .isEqualTo(Verdict.OK);
    assertThat(StoreProbes.clock(queues.store(), ahead(Duration.ofMinutes(-5))).found())
        .contains("ahead");
    assertThat(StoreProbes.clock(queues.store(), ahead(Duration.ofMinutes(5))).found())
        .contains("behind");
  }

  @Test
  void whatAStoreLacksIsSaidInWords() {
    Finding finding = StoreProbes.guarantees(capabilities(Set.of(Capability.FIFO)));

    assertThat(finding.found())
        .contains("priorities are not honoured", "unique keys are refused", "when the server ends")
        .doesNotContain("any order");
  }

  // ---- one probe by its name

  private Finding look(Check check, Consumer<Patient> illness) throws Exception {
    return look(check, illness, queues.store(), CLOCK, everything());
  }

  private Finding look(
      Check check,
      Consumer<Patient> illness,
      JobStore store,
      InstantSource clock,
      Set<Capability> features)
      throws Exception {
    Patient patient = new Patient(folder);
    illness.accept(patient);
    return switch (check) {
      case SETTINGS -> new SettingsProbe(patient.around(), patient.target()).look();
      case DRIVERS -> StoreProbes.drivers(patient.target());
      case URL -> StoreProbes.url(patient.target());
      case STORE -> opening(patient);
      case GUARANTEES -> StoreProbes.guarantees(capabilities(features));
      case ROUND_TRIP -> StoreProbes.roundTrip(store, clock);
      case CLOCK -> StoreProbes.clock(store, clock);
      case JAVA,
          PROCESSORS,
          MEMORY,
          CHARSET,
          TEMPORARY_FOLDER,
          OPEN_FILES,
          SHELL,
          SETSID,
          CHILD_PROCESSES ->
          machine(check, patient);
    };
  }

  private static Finding machine(Check check, Patient patient) throws Exception {
    return new MachineProbes(patient.around())
        .all().stream()
            .filter(probe -> probe.check() == check)
            .findFirst()
            .orElseThrow()
            .look()
            .look();
  }

  private static Finding opening(Patient patient) {
    StoreProbes.Opening opening = new StoreProbes.Opening(patient.target());
    Finding finding = opening.look();
    opening.opened().ifPresent(Queues::close);
    return finding;
  }

  private static Finding roundTrip(JobStore store) throws Exception {
    return StoreProbes.roundTrip(store, CLOCK);
  }

  private JobStore deafStore() {
    return AlteredStore.answering(queues.store(), "extend", answer -> List.of(Extended.LOST));
  }

  private static InstantSource ahead(Duration difference) {
    return () -> CLOCK.instant().plus(difference);
  }

  private static Set<Capability> everything() {
    return EnumSet.allOf(Capability.class);
  }

  private static Capabilities capabilities(Set<Capability> features) {
    return new Capabilities(features, Capabilities.MIN_PAYLOAD_BYTES, 100);
  }

  private static RuntimeException unavailable() {
    return new QueueUnavailableException("nobody listens at host:6379", null);
  }

  // ---- drivers

  private static class OtherDriver implements QueueDriver {

    @Override
    public String name() {
      return "other";
    }

    @Override
    public Set<String> schemes() {
      return Set.of("other");
    }

    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public Capabilities capabilities() {
      return ProbesTest.capabilities(everything());
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }

    @Override
    public JobStore open(QueueUrl url, DriverContext context) {
      throw new AssertionError("nobody asked for it to be opened");
    }
  }

  private static final class BrokenDriver extends OtherDriver {

    @Override
    public String name() {
      throw new UnsatisfiedLinkError("no native library");
    }
  }

  private static final class NextDriver extends OtherDriver {

    @Override
    public String name() {
      return "next";
    }

    @Override
    public int apiVersion() {
      return 2;
    }
  }
}
