package dev.tandemq.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.tandemq.job.JobType;
import dev.tandemq.tck.rule.Rule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is pushed comes back equal. */
final class PayloadRoundTripTest {

  enum Urgency {
    LOW,
    HIGH
  }

  record Times(
      Instant instant,
      Duration duration,
      LocalDate date,
      LocalDateTime local,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      ZoneId zone,
      Period period,
      DayOfWeek day) {}

  record Page<T>(List<T> items, Optional<T> next) {}

  record Line(String product, int count, BigDecimal price) {}

  record Order(
      UUID id,
      Page<Line> lines,
      Map<String, List<Line>> byShop,
      Urgency urgency,
      @Nullable URI uri) {}

  record Numbers(
      byte b, short s, int i, long l, float f, double d, BigInteger big, BigDecimal decimal) {}

  record Maybe(Optional<String> text, OptionalInt number, Optional<Instant> at) {}

  @SuppressWarnings("ArrayRecordComponent") // bytes are what it is about
  record Blob(String name, byte[] content) {}

  record Scores(EnumMap<Urgency, Integer> of, Set<Urgency> all) {}

  record Ping() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  sealed interface Shape {
    @JsonTypeName("circle")
    record Circle(double radius) implements Shape {}

    @JsonTypeName("square")
    record Square(double side) implements Shape {}
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(value = Cat.class, name = "cat")})
  interface Animal {}

  record Cat(String name) implements Animal {}

  record Drawing(List<Shape> shapes, Animal owner) {}

  /** As it was before records. */
  static final class Bean {
    private String name = "";
    private int age;

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public int getAge() {
      return age;
    }

    public void setAge(int age) {
      this.age = age;
    }
  }

  private final Payloads payloads = new Payloads();

  @Test
  void timesComeBackAndAreTextForPeople() {
    JobType<Times> type = JobType.of("times", Times.class);
    Times times =
        new Times(
            Instant.parse("2026-01-02T03:04:05.123456789Z"),
            Duration.ofMillis(90_500),
            LocalDate.of(2024, 2, 29),
            LocalDateTime.of(2026, 1, 2, 3, 4, 5),
            OffsetDateTime.parse("2026-01-02T03:04:05+05:30"),
            ZonedDateTime.of(2026, 7, 1, 0, 0, 0, 0, ZoneId.of("Europe/Berlin")),
            ZoneId.of("Asia/Kolkata"),
            Period.ofDays(3),
            DayOfWeek.FRIDAY);

    assertThat(Payloads.sent(type, times)).isEqualTo(times);
    assertThat(payloads.write(type, times))
        .contains(
            "\"instant\":\"2026-01-02T03:04:05.123456789Z\"",
            "\"duration\":\"PT1M30.5S\"",
            "\"zoned\":\"2026-07-01T00:00:00+02:00[Europe/Berlin]\"");
  }

  @Test
  @Rule("Y1")
  void nestedRecordsWithGenericsComeBack() {
    Line tea = new Line("tea", 2, new BigDecimal("3.50"));
    Line cup = new Line("cup \"é😀\u0000\n", -1, new BigDecimal("1E+3"));
    Order order =
        new Order(
            UUID.fromString(Payloads.ID),
            new Page<>(List.of(tea, cup), Optional.of(tea)),
            Map.of("a", List.of(tea), "", List.of()),
            Urgency.HIGH,
            null);

    assertThat(Payloads.sent(JobType.of("order", Order.class), order)).isEqualTo(order);
  }

  @Test
  void numbersAtTheirLimitsComeBack() {
    JobType<Numbers> type = JobType.of("numbers", Numbers.class);
    Numbers largest =
        new Numbers(
            Byte.MAX_VALUE,
            Short.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Float.MAX_VALUE,
            Double.MAX_VALUE,
            BigInteger.TEN.pow(900),
            new BigDecimal("0.10000000000000000000000000000000000000010"));
    Numbers smallest =
        new Numbers(
            Byte.MIN_VALUE,
            Short.MIN_VALUE,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            Float.MIN_VALUE,
            Double.MIN_VALUE,
            BigInteger.TEN.pow(900).negate(),
            new BigDecimal("-1.0"));
    Numbers odd =
        new Numbers(
            (byte) 0,
            (short) 0,
            0,
            0,
            Float.NaN,
            Double.NEGATIVE_INFINITY,
            BigInteger.ZERO,
            BigDecimal.ZERO);

    assertThat(Payloads.sent(type, largest)).isEqualTo(largest);
    assertThat(Payloads.sent(type, smallest)).isEqualTo(smallest);
    assertThat(Payloads.sent(type, odd)).isEqualTo(odd);
  }

  @Test
  void optionalsComeBackFullAndEmpty() {
    JobType<Maybe> type = JobType.of("maybe", Maybe.class);
    Maybe full = new Maybe(Optional.of("x"), OptionalInt.of(0), Optional.of(Instant.EPOCH));
    Maybe empty = new Maybe(Optional.empty(), OptionalInt.empty(), Optional.empty());

    assertThat(Payloads.sent(type, full)).isEqualTo(full);
    assertThat(Payloads.sent(type, empty)).isEqualTo(empty);
    assertThat(payloads.read(type, "{\"v\":1,\"data\":{}}")).isEqualTo(empty);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 500_000})
  void bytesComeBackAsBase64(int size) {
    byte[] content = new byte[size];
    Arrays.fill(content, (byte) 0xfe);

    Blob back = Payloads.sent(JobType.of("blob", Blob.class), new Blob("b", content));

    assertThat(back.content()).isEqualTo(content);
  }

  @Test
  void mapsByEnumComeBack() {
    Scores scores = new Scores(new EnumMap<>(Map.of(Urgency.LOW, 3)), Set.of(Urgency.HIGH));

    assertThat(Payloads.sent(JobType.of("scores", Scores.class), scores)).isEqualTo(scores);
  }

  @Test
  void recordWithoutFieldsComesBack() {
    assertThat(Payloads.sent(JobType.of("ping", Ping.class), new Ping())).isEqualTo(new Ping());
  }

  @Test
  void sealedTypesAreToldApartByName() {
    JobType<Drawing> type = JobType.of("drawing", Drawing.class);
    Drawing drawing =
        new Drawing(List.of(new Shape.Circle(1.5), new Shape.Square(2)), new Cat("Tom"));

    assertThat(Payloads.sent(type, drawing)).isEqualTo(drawing);
    assertThat(payloads.write(type, drawing))
        .contains("{\"kind\":\"circle\",\"radius\":1.5}")
        .doesNotContain("dev.tandemq");
  }

  @Test
  void sealedTypeMayBeThePayloadItself() {
    JobType<Shape> type = JobType.of("shape", Shape.class);

    assertThat(Payloads.sent(type, new Shape.Square(2))).isEqualTo(new Shape.Square(2));
    assertThat(Payloads.sent(JobType.listOf("shapes", Shape.class), List.of(new Shape.Circle(1))))
        .containsExactly(new Shape.Circle(1));
  }

  @Test
  void dataNeedsNotBeAnObject() {
    assertThat(Payloads.sent(JobType.of("text", String.class), "")).isEmpty();
    assertThat(Payloads.sent(JobType.of("int", Integer.class), 5)).isEqualTo(5);
    assertThat(Payloads.sent(JobType.of("small", int.class), 5)).isEqualTo(5);
    assertThat(Payloads.sent(JobType.of("flag", Boolean.class), false)).isFalse();
    assertThat(Payloads.sent(JobType.of("at", Instant.class), Instant.EPOCH))
        .isEqualTo(Instant.EPOCH);
    assertThat(Payloads.sent(JobType.of("bytes", byte[].class), new byte[] {1, 2}))
        .containsExactly(1, 2);
    assertThat(Payloads.sent(JobType.of("texts", String[].class), new String[] {"a"}))
        .containsExactly("a");
    assertThat(
            Payloads.sent(
                JobType.listOf("lines", Line.class), List.of(new Line("a", 1, BigDecimal.ONE))))
        .containsExactly(new Line("a", 1, BigDecimal.ONE));
  }

  @Test
  void halfACharacterComesBack() {
    String halves = "a\ud800b\udc00";

    assertThat(Payloads.sent(JobType.of("text", String.class), halves)).isEqualTo(halves);
  }

  @Test
  void beanComesBack() {
    Bean bean = new Bean();
    bean.setName("Ada");
    bean.setAge(36);

    Bean back = Payloads.sent(JobType.of("bean", Bean.class), bean);

    assertThat(back).usingRecursiveComparison().isEqualTo(bean);
  }

  @Test
  void payloadIsACompactEnvelope() {
    assertThat(payloads.write(JobType.of("line", Line.class), new Line("é", 1, BigDecimal.TEN)))
        .isEqualTo("{\"v\":1,\"data\":{\"product\":\"é\",\"count\":1,\"price\":10}}");
  }
}
