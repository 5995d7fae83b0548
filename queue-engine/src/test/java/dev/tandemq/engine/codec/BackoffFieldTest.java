package dev.tandemq.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobType;
import dev.tandemq.retry.Backoff;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The back-off of a job travels with it. */
final class BackoffFieldTest {

  private final JacksonJobCodec codec = new JacksonJobCodec();
  private final Job plain = Payloads.job(JobType.of("mail", String.class), new byte[0]);

  static Stream<Backoff> backoffs() {
    return Stream.of(
        Backoff.standard(),
        Backoff.none(),
        Backoff.fixed(Duration.ZERO),
        Backoff.fixed(Duration.ofNanos(1)),
        Backoff.exponential(Duration.ZERO, Backoff.LIMIT),
        new Backoff(Backoff.Kind.NONE, Duration.ofSeconds(1), Duration.ofSeconds(2)));
  }

  @ParameterizedTest
  @MethodSource("backoffs")
  void backoffComesBack(Backoff backoff) {
    Job job = plain.toBuilder().backoff(backoff).build();

    assertThat(codec.decode(codec.encode(job))).isEqualTo(job);
  }

  @Test
  void everyKindComesBack() {
    for (Backoff.Kind kind : Backoff.Kind.values()) {
      Job job =
          plain.toBuilder().backoff(new Backoff(kind, Duration.ZERO, Duration.ofDays(1))).build();

      assertThat(codec.decode(codec.encode(job))).as("%s", kind).isEqualTo(job);
    }
  }

  @Test
  void isWrittenAsTheDocumentSays() {
    assertThat(encoded(plain.toBuilder().backoff(Backoff.standard()).build()))
        .startsWith(
            "{\"backoff\":{\"base\":\"PT1S\",\"cap\":\"PT5M\",\"kind\":\"exponential\"},"
                + "\"createdAt\":");
  }

  @Test
  void jobWithoutItIsWrittenAsBeforeAndBytesWithoutItAreRead() {
    assertThat(encoded(plain)).doesNotContain("backoff");
    assertThat(codec.decode(codec.encode(plain)).backoff()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null|field backoff is a NULL",
        "5|field backoff is a NUMBER",
        "\"fixed\"|field backoff is a STRING",
        "[]|field backoff is a ARRAY",
        "{}|field backoff.kind is missing",
        "{\"kind\":\"fixed\",\"cap\":\"PT1S\"}|field backoff.base is missing",
        "{\"kind\":\"fixed\",\"base\":\"PT1S\"}|field backoff.cap is missing",
        "{\"kind\":\"FIXED\",\"base\":\"PT1S\",\"cap\":\"PT1S\"}|field backoff.kind",
        "{\"kind\":\"linear\",\"base\":\"PT1S\",\"cap\":\"PT1S\"}|field backoff.kind",
        "{\"kind\":1,\"base\":\"PT1S\",\"cap\":\"PT1S\"}|field backoff.kind is a NUMBER",
        "{\"kind\":null,\"base\":\"PT1S\",\"cap\":\"PT1S\"}|field backoff.kind is a NULL",
        "{\"kind\":\"fixed\",\"base\":1,\"cap\":\"PT1S\"}|field backoff.base is a NUMBER",
        "{\"kind\":\"fixed\",\"base\":\"PT1S\",\"cap\":[]}|field backoff.cap is a ARRAY",
        "{\"kind\":\"fixed\",\"base\":\"1s\",\"cap\":\"PT1S\"}|field backoff.base",
        "{\"kind\":\"fixed\",\"base\":\"PT-1S\",\"cap\":\"PT1S\"}|base is PT-1S",
        "{\"kind\":\"fixed\",\"base\":\"PT2S\",\"cap\":\"PT1S\"}|cap is PT1S",
        "{\"kind\":\"fixed\",\"base\":\"PT1S\",\"cap\":\"PT999999999999999H\"}|36500 days",
        "{\"kind\":\"fixed\",\"base\":\"PT1S\",\"cap\":\"P36501D\"}|36500 days",
        "{\"kind\":\"none\",\"kind\":\"none\",\"base\":\"PT1S\",\"cap\":\"PT1S\"}|Duplicate",
      })
  void fieldOfAWrongFormIsCorrupt(String json, String reason) {
    String text = encoded(plain).replaceFirst("\\{", "{\"backoff\":" + json + ",");

    assertThatThrownBy(() -> codec.decode(text.getBytes(UTF_8)))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void unknownFieldsWithinAreSkipped() {
    String text =
        encoded(plain)
            .replaceFirst(
                "\\{",
                "{\"backoff\":{\"zzz\":[1],\"kind\":\"none\",\"base\":\"PT0S\",\"cap\":\"PT0S\"},");

    assertThat(codec.decode(text.getBytes(UTF_8)).backoff()).contains(Backoff.none());
  }

  private String encoded(Job job) {
    return new String(codec.encode(job), UTF_8);
  }
}
