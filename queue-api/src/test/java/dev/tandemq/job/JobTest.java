package dev.tandemq.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The job as a value and the limits of its builder. */
final class JobTest {

  private static final JobId ID = JobId.parse("0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration BEYOND = Job.LIMIT_DURATION.plusNanos(1);

  // ---- defaults

  @Test
  void jobHasTheDefaultsOfTheDocument() {
    Job job = builder().build();

    assertThat(job.id()).isEqualTo(ID);
    assertThat(job.queue()).isEqualTo("mail");
    assertThat(job.createdAt()).isEqualTo(NOW);
    assertThat(job.type()).isEqualTo("raw");
    assertThat(job.payload()).isEmpty();
    assertThat(job.payloadSize()).isZero();
    assertThat(job.priority()).isZero();
    assertThat(job.maxAttempts()).isEqualTo(3);
    assertThat(job.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(job.delay()).isEqualTo(Duration.ZERO);
    assertThat(job.availableAt()).isEqualTo(NOW);
    assertThat(job.tags()).isEmpty();
    assertThat(job.headers()).isEmpty();
    assertThat(job.uniqueKey()).isEmpty();
  }

  static Stream<Named<Job.Builder>> buildersThatMissSomething() {
    return Stream.of(
        Named.of("all three", Job.builder()),
        Named.of("id", Job.builder().queue("mail").createdAt(NOW)),
        Named.of("queue", Job.builder().id(ID).createdAt(NOW)),
        Named.of("createdAt", Job.builder().id(ID).queue("mail")));
  }

  @ParameterizedTest
  @MethodSource("buildersThatMissSomething")
  void jobWithoutIdQueueOrCreatedAtIsNotBuilt(Job.Builder builder) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("id, queue and createdAt")
        .hasMessageContaining("Queue.newJob()");
  }

  // ---- limits

  static Stream<Named<Consumer<Job.Builder>>> justInside() {
    return Stream.of(
        inside("lowest priority", job -> job.priority(-32_768)),
        inside("highest priority", job -> job.priority(32_767)),
        inside("1 attempt", job -> job.maxAttempts(1)),
        inside("most attempts", job -> job.maxAttempts(1_000_000)),
        inside("no timeout", job -> job.timeout(Duration.ZERO)),
        inside("shortest timeout", job -> job.timeout(Duration.ofNanos(1))),
        inside("longest timeout", job -> job.timeout(Job.LIMIT_DURATION)),
        inside("no delay", job -> job.delay(Duration.ZERO)),
        inside("longest delay", job -> job.delay(Job.LIMIT_DURATION)),
        inside("longest queue name", job -> job.queue("q".repeat(128))),
        inside("longest type", job -> job.type("t".repeat(128))),
        inside("shortest unique key", job -> job.uniqueKey(" ")),
        inside("longest unique key", job -> job.uniqueKey("k".repeat(256))),
        inside("longest unique key of 4-byte characters", job -> job.uniqueKey("😀".repeat(64))),
        inside("longest tag", job -> job.tag("k".repeat(256), "v".repeat(256))),
        inside("longest tag of 2-byte characters", job -> job.tag("é".repeat(128), "")),
        inside("longest header", job -> job.header("k".repeat(256), "é".repeat(128))),
        inside("most tags", job -> addTags(job, 64)),
        inside("most headers", job -> addHeaders(job, 64)));
  }

  @ParameterizedTest
  @MethodSource("justInside")
  void whatIsJustInsideALimitIsTaken(Consumer<Job.Builder> set) {
    Job.Builder builder = builder();

    set.accept(builder);

    assertThat(builder.build()).isNotNull();
  }

  static Stream<Named<Refusal>> justOutside() {
    return Stream.of(
        refused("priority is -32769", "-32768 to 32767", job -> job.priority(-32_769)),
        refused("priority is 32768", "-32768 to 32767", job -> job.priority(32_768)),
        refused("priority is -2147483648", "-32768", job -> job.priority(Integer.MIN_VALUE)),
        refused("priority is 2147483647", "32767", job -> job.priority(Integer.MAX_VALUE)),
        refused("maxAttempts is 0", "1 to 1000000", job -> job.maxAttempts(0)),
        refused("maxAttempts is -1", "1 to 1000000", job -> job.maxAttempts(-1)),
        refused("maxAttempts is 1000001", "1 to 1000000", job -> job.maxAttempts(1_000_001)),
        refused("timeout is PT-0.000000001S", "zero to 36500 days", job -> job.timeout(nanos(-1))),
        refused("timeout is " + BEYOND, "zero to 36500 days", job -> job.timeout(BEYOND)),
        refused("timeout is", "36500 days", job -> job.timeout(LONGEST)),
        refused("delay is PT-0.000000001S", "zero to 36500 days", job -> job.delay(nanos(-1))),
        refused("delay is " + BEYOND, "zero to 36500 days", job -> job.delay(BEYOND)),
        refused("delay is", "36500 days", job -> job.delay(Duration.ofSeconds(Long.MIN_VALUE))),
        refused("queue is empty", "1 to 128", job -> job.queue("")),
        refused("queue has 129 characters", "128", job -> job.queue("q".repeat(129))),
        refused("type holds the character U+0020", "A-Z", job -> job.type("a b")),
        refused("type has 129 characters", "128", job -> job.type("t".repeat(129))),
        refused("uniqueKey is empty", "leave it out", job -> job.uniqueKey("")),
        refused("uniqueKey has 257 bytes", "256", job -> job.uniqueKey("k".repeat(257))),
        refused("uniqueKey has 258 bytes", "256", job -> job.uniqueKey("é".repeat(129))),
        refused("uniqueKey has 260 bytes", "256", job -> job.uniqueKey("😀".repeat(65))),
        refused("tag key is empty", "", job -> job.tag("", "v")),
        refused("tag key has 257 bytes", "256", job -> job.tag("k".repeat(257), "v")),
        refused("value of tag k has 257 bytes", "256", job -> job.tag("k", "v".repeat(257))),
        refused("header key is empty", "", job -> job.header("", "v")),
        refused("header key has 260 bytes", "256", job -> job.header("😀".repeat(65), "v")),
        refused("value of header k has 258 bytes", "256", job -> job.header("k", "é".repeat(129))),
        refused("more than 64 tags", "payload", job -> addTags(job, 65)),
        refused("more than 64 headers", "payload", job -> addHeaders(job, 65)));
  }

  @ParameterizedTest
  @MethodSource("justOutside")
  void whatIsJustOutsideALimitIsRefusedWithFieldValueAndLimit(Refusal refusal) {
    assertThatThrownBy(() -> refusal.set().accept(builder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(refusal.message())
        .hasMessageContaining(refusal.limit());
  }

  @Test
  void refusedValueLeavesTheBuilderAsItWas() {
    Job.Builder builder = full().toBuilder();

    justOutside()
        .filter(refusal -> !refusal.getName().startsWith("more than"))
        .forEach(refusal -> tryTo(() -> refusal.getPayload().set().accept(builder)));

    assertThat(builder.build()).isEqualTo(full());
  }

  @Test
  void labelOfAKnownKeyIsReplacedEvenWhenAllPlacesAreTaken() {
    Job job = addTags(builder(), 64).tag("t7", "new").build();

    assertThat(job.tags()).hasSize(64).containsEntry("t7", "new");
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without NullAway may do
  void nullIsRefusedByEverySetter() {
    Stream<Consumer<Job.Builder>> setters =
        Stream.of(
            job -> job.id(null),
            job -> job.queue(null),
            job -> job.createdAt(null),
            job -> job.type(null),
            job -> job.payload((byte[]) null),
            job -> job.payload((String) null),
            job -> job.timeout(null),
            job -> job.delay(null),
            job -> job.tag(null, "v"),
            job -> job.tag("k", null),
            job -> job.header(null, "v"),
            job -> job.header("k", null),
            job -> job.uniqueKey(null));

    assertThat(setters)
        .allSatisfy(
            setter ->
                assertThatThrownBy(() -> setter.accept(builder()))
                    .isInstanceOf(NullPointerException.class));
  }

  // ---- copies

  @Test
  void arrayGivenToTheBuilderMayBeChangedAfterwards() {
    byte[] bytes = "before".getBytes(UTF_8);
    Job.Builder builder = builder().payload(bytes);

    bytes[0] = 'X';

    assertThat(builder.build().text()).isEqualTo("before");
  }

  @Test
  void arrayGivenByTheJobMayBeChangedAfterwards() {
    Job job = builder().payload("before").build();

    job.payload()[0] = 'X';

    assertThat(job.text()).isEqualTo("before");
    assertThat(job.toBuilder().build().text()).isEqualTo("before");
  }

  @Test
  void builderThatGoesOnDoesNotChangeTheJobItMade() {
    Job.Builder builder = builder().tag("a", "1").header("h", "1").payload("one");
    Job first = builder.build();

    Job second = builder.tag("b", "2").header("i", "2").payload("two").build();

    assertThat(first.tags()).containsExactly(Map.entry("a", "1"));
    assertThat(first.headers()).containsExactly(Map.entry("h", "1"));
    assertThat(first.text()).isEqualTo("one");
    assertThat(second.tags()).containsOnlyKeys("a", "b");
  }

  @Test
  void labelsAreSortedAndCannotBeChanged() {
    Job job = builder().tag("b", "2").tag("a", "1").tag("B", "3").header("y", "").build();

    assertThat(job.tags()).containsExactly(Map.entry("B", "3"), Map.entry("a", "1"), B2);
    assertThatThrownBy(() -> job.tags().put("c", "4"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> job.headers().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> builder().build().tags().put("c", "4"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  // ---- payload

  @Test
  void textIsKeptAsUtf8() {
    Job job = builder().payload("zwölf 😀").build();

    assertThat(job.payload()).isEqualTo("zwölf 😀".getBytes(UTF_8));
    assertThat(job.payloadSize()).isEqualTo(11);
    assertThat(job.text()).isEqualTo("zwölf 😀");
  }

  @Test
  void payloadThatIsNoTextIsKeptByteForByte() {
    byte[] bytes = {0, -1, (byte) 0xc3, 0x28, (byte) 0x80, 0};

    Job job = builder().payload(bytes).build();

    assertThat(job.payload()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 20, (1 << 20) + 1})
  void builderItselfHasNoLimitForThePayload(int size) {
    Job job = builder().payload(new byte[size]).build();

    assertThat(job.payloadSize()).isEqualTo(size);
  }

  // ---- equals, toString, toBuilder

  static Stream<Named<UnaryOperator<Job.Builder>>> changes() {
    return Stream.of(
        change("id", job -> job.id(new JobId(1, 2))),
        change("queue", job -> job.queue("other")),
        change("type", job -> job.type("other")),
        change("createdAt", job -> job.createdAt(NOW.plusNanos(1))),
        change("payload", job -> job.payload(new byte[] {1, 2, 4})),
        change("priority", job -> job.priority(6)),
        change("maxAttempts", job -> job.maxAttempts(8)),
        change("timeout", job -> job.timeout(Duration.ZERO)),
        change("delay", job -> job.delay(Duration.ZERO)),
        change("tag", job -> job.tag("k", "w")),
        change("another tag", job -> job.tag("l", "v")),
        change("header", job -> job.header("h", "w")),
        change("uniqueKey", job -> job.uniqueKey("other")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void jobsThatDifferInOneFieldAreNotEqual(UnaryOperator<Job.Builder> change) {
    Job job = full();

    Job other = change.apply(job.toBuilder()).build();

    assertThat(other).isNotEqualTo(job);
    assertThat(job).isNotEqualTo(other);
  }

  @Test
  void jobsOfEqualFieldsAreEqual() {
    Job job = full();
    Job twin = full();

    assertThat(twin).isEqualTo(job).hasSameHashCodeAs(job).isNotSameAs(job);
    assertThat(job).isNotEqualTo(null).isNotEqualTo("job");
  }

  @Test
  void toBuilderHoldsAllOfTheJob() {
    Job job = full();

    Job copy = job.toBuilder().build();

    assertThat(copy).isEqualTo(job);
    assertThat(copy.payload()).isEqualTo(job.payload());
    assertThat(copy.uniqueKey()).contains("unique");
    assertThat(copy.availableAt()).isEqualTo(NOW.plusSeconds(9));
  }

  @Test
  void toBuilderOfOneJobDoesNotChangeIt() {
    Job job = full();
    Job before = full();

    Job changed = job.toBuilder().tag("new", "tag").header("new", "h").payload("new").build();

    assertThat(changed).isNotEqualTo(job);
    assertThat(job).isEqualTo(before);
  }

  @Test
  void toStringTellsWhatItIsAndShowsNothingPrivate() {
    Job job =
        builder()
            .payload("PRIVATE")
            .tag("tag", "PRIVATE")
            .header("header", "PRIVATE")
            .uniqueKey("PRIVATE")
            .build();

    assertThat(job).hasToString("Job[mail/" + ID + " raw, 7 bytes]");
    assertThat(job.toString()).doesNotContain("PRIVATE", "80, 82, 73");
  }

  // ---- fixture

  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);
  private static final Map.Entry<String, String> B2 = Map.entry("b", "2");

  private record Refusal(String message, String limit, Consumer<Job.Builder> set) {}

  private static Job.Builder builder() {
    return Job.builder().id(ID).queue("mail").createdAt(NOW);
  }

  private static Job full() {
    return builder()
        .type("invoice")
        .payload(new byte[] {1, 2, 3})
        .priority(5)
        .maxAttempts(7)
        .timeout(Duration.ofMillis(1500))
        .delay(Duration.ofSeconds(9))
        .tag("k", "v")
        .header("h", "v")
        .uniqueKey("unique")
        .build();
  }

  private static Named<Consumer<Job.Builder>> inside(String name, Consumer<Job.Builder> set) {
    return Named.of(name, set);
  }

  private static Named<Refusal> refused(String message, String limit, Consumer<Job.Builder> set) {
    return Named.of(message, new Refusal(message, limit, set));
  }

  private static Named<UnaryOperator<Job.Builder>> change(
      String name, UnaryOperator<Job.Builder> change) {
    return Named.of(name, change);
  }

  private static Job.Builder addTags(Job.Builder job, int count) {
    for (int i = 0; i < count; i++) {
      job.tag("t" + i, "v");
    }
    return job;
  }

  private static void addHeaders(Job.Builder job, int count) {
    for (int i = 0; i < count; i++) {
      job.header("h" + i, "v");
    }
  }

  private static void tryTo(Runnable step) {
    assertThatThrownBy(step::run).isInstanceOf(IllegalArgumentException.class);
  }

  private static Duration nanos(long nanos) {
    return Duration.ofNanos(nanos);
  }
}
