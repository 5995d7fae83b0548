package dev.tandemq.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.JobType;
import dev.tandemq.tck.rule.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Payloads outlive the program that pushed them. */
final class PayloadVersionTest {

  record Email(@Nullable String to, @Nullable String subject, int copies) {}

  record Strict(String to) {
    Strict {
      if (to == null) {
        throw new IllegalArgumentException("to is missing");
      }
    }
  }

  private static final JobType<Email> FIRST = JobType.of("email", Email.class);

  private static final JobType<Email> THIRD =
      JobType.of("email", Email.class)
          .next(
              old -> {
                old.put("to", old.remove("address"));
                return old;
              })
          .next(
              old -> {
                old.put("copies", 1);
                return old;
              });

  private final Payloads payloads = new Payloads();

  @Test
  void versionIsWritten() {
    assertThat(payloads.write(THIRD, new Email("a", "b", 2))).startsWith("{\"v\":3,\"data\":{");
  }

  @Test
  @Rule("Y2")
  void olderPayloadClimbsEveryStep() {
    assertThat(payloads.read(THIRD, "{\"v\":1,\"data\":{\"address\":\"a\",\"subject\":\"s\"}}"))
        .isEqualTo(new Email("a", "s", 1));
    assertThat(payloads.read(THIRD, "{\"v\":2,\"data\":{\"to\":\"a\",\"subject\":\"s\"}}"))
        .isEqualTo(new Email("a", "s", 1));
    assertThat(payloads.read(THIRD, "{\"v\":3,\"data\":{\"to\":\"a\",\"copies\":7}}"))
        .isEqualTo(new Email("a", null, 7));
  }

  @Test
  void upcasterGetsPlainValuesOfItsOwn() {
    List<@Nullable Object> seen = new ArrayList<>();
    JobType<Email> type =
        FIRST.next(
            old -> {
              seen.addAll(old.values());
              return Map.of();
            });

    payloads.read(
        type,
        "{\"v\":1,\"data\":{\"a\":\"t\",\"b\":1,\"c\":12345678901,\"d\":1.50,\"e\":true,"
            + "\"f\":null,\"g\":[1],\"h\":{\"i\":1}}}");

    assertThat(seen)
        .containsExactly(
            "t", 1, 12345678901L, new BigDecimal("1.50"), true, null, List.of(1), Map.of("i", 1));
  }

  @Test
  @Rule("Y2")
  void newerPayloadIsNotGuessedAt() {
    assertThatThrownBy(() -> payloads.read(FIRST.next(old -> old), "{\"v\":3,\"data\":{}}"))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining("payload is version 3, this program knows up to 2: update it first");
  }

  @Test
  @Rule("Y2")
  void payloadOlderThanTheOldestIsUnreadable() {
    JobType<Email> type = JobType.of("email", Email.class, 3).next(old -> old);

    assertThat(payloads.read(type, "{\"v\":3,\"data\":{}}")).isNotNull();
    assertThatThrownBy(() -> payloads.read(type, "{\"v\":2,\"data\":{}}"))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining(
            "payload is version 2, this program knows 3 to 4 and has no upcaster from it");
  }

  @Test
  void upcasterThatThrowsIsNamedWithoutThePayload() {
    JobType<Email> type =
        FIRST
            .next(old -> old)
            .next(
                old -> {
                  throw new IllegalStateException("cannot take " + old);
                });

    assertThatThrownBy(() -> payloads.read(type, "{\"v\":1,\"data\":{\"to\":\"secret\"}}"))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining("upcaster from version 2 of type email failed")
        .hasMessageContaining("IllegalStateException at ")
        .hasMessageContaining("PayloadVersionTest")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void upcasterThatThrowsAnErrorMakesThePayloadUnreadable() {
    JobType<Email> type =
        FIRST.next(
            old -> {
              throw new AssertionError("no");
            });

    assertThatThrownBy(() -> payloads.read(type, "{\"v\":1,\"data\":{}}"))
        .isInstanceOf(CorruptJobException.class);
  }

  @Test
  @SuppressWarnings("NullAway") // what a program that checks no nulls may do
  void upcasterThatReturnsNullIsNamed() {
    JobType<Email> type = FIRST.next(old -> null);

    assertThatThrownBy(() -> payloads.read(type, "{\"v\":1,\"data\":{}}"))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining("upcaster from version 1 of type email returned null");
  }

  @Test
  void upcasterWhoseResultHoldsItselfMakesThePayloadUnreadable() {
    JobType<Email> type =
        FIRST.next(
            old -> {
              old.put("to", old);
              return old;
            });

    assertThatThrownBy(() -> payloads.read(type, "{\"v\":1,\"data\":{}}"))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining("upcasters");
  }

  @Test
  void upcastersAreForObjects() {
    JobType<String> type = JobType.of("text", String.class).next(old -> old);

    assertThat(payloads.read(type, "{\"v\":2,\"data\":\"x\"}")).isEqualTo("x");
    assertThatThrownBy(() -> payloads.read(type, "{\"v\":1,\"data\":\"x\"}"))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining("upcasters are for objects");
  }

  @Test
  @Rule("Y1")
  void unknownFieldsAreSkippedAndMissingOnesAreEmpty() {
    assertThat(
            payloads.read(
                FIRST,
                "{\"trace\":{\"x\":[1]},\"data\":{\"zzz\":{\"@class\":\"java.lang.Runtime\"},"
                    + "\"subject\":null},\"v\":1}"))
        .isEqualTo(new Email(null, null, 0));
  }

  @Test
  void classThatRefusesAMissingFieldIsNamed() {
    assertThatThrownBy(() -> payloads.read(JobType.of("s", Strict.class), "{\"v\":1,\"data\":{}}"))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining("Strict")
        .hasMessageContaining("IllegalArgumentException at ");
  }
}
