package dev.tandemq.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.handler.JobSignal;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of an error: its words, at most 2 KiB of them. */
final class FailureTest {

  private static final int MAX = 2048;

  @ParameterizedTest
  @ValueSource(strings = {"", "boom", "zwölf 😀"})
  void shortTextIsKept(String text) {
    assertThat(new Failure(text).error()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    // bytes in front, character, how many of it are kept
    "0, a, 2048",
    "0, é, 1024",
    "1, é, 1023",
    "0, €, 682",
    "1, €, 682",
    "2, €, 682",
    "3, €, 681",
    "0, 😀, 512",
    "1, 😀, 511",
    "2, 😀, 511",
    "3, 😀, 511",
    "4, 😀, 511",
  })
  void longTextIsCutAtTheLimitAndNeverWithinACharacter(int front, String character, int kept) {
    String text = "x".repeat(front) + character.repeat(3000);

    Failure failure = new Failure(text);

    assertThat(failure.error()).isEqualTo("x".repeat(front) + character.repeat(kept));
    assertThat(bytes(failure)).isBetween(MAX - 3, MAX);
  }

  @ParameterizedTest
  @CsvSource({"a, 2048", "é, 1024", "😀, 512"})
  void textOfJustTheLimitIsKept(String character, int count) {
    String text = character.repeat(count);

    Failure failure = new Failure(text);

    assertThat(failure.error()).isEqualTo(text);
    assertThat(bytes(failure)).isEqualTo(MAX);
  }

  @Test
  void everyLengthAroundTheLimitFitsInIt() {
    for (int length = 600; length < 2100; length++) {
      for (String character : new String[] {"a", "é", "€", "😀"}) {
        String text = "y".repeat(length % 5) + character.repeat(length);

        String kept = new Failure(text).error();

        assertThat(kept.getBytes(UTF_8).length).isLessThanOrEqualTo(MAX);
        assertThat(text).startsWith(kept);
        assertThat(kept).doesNotContain("\ufffd");
        assertThat(Character.isHighSurrogate(kept.charAt(kept.length() - 1))).isFalse();
      }
    }
  }

  @Test
  void cutTextIsNotCutAgain() {
    Failure once = new Failure("é".repeat(3000));

    Failure twice = new Failure(once.error());

    assertThat(twice).isEqualTo(once);
  }

  @Test
  void halvesOfCharactersDoNotBreakTheLimit() {
    String halves = "\ud83d".repeat(5000);

    Failure failure = new Failure(halves);

    assertThat(bytes(failure)).isLessThanOrEqualTo(MAX);
  }

  @Test
  void failureTellsClassAndMessage() {
    Failure failure = Failure.of(new IllegalStateException("boom"));

    assertThat(failure.error()).isEqualTo("java.lang.IllegalStateException: boom");
  }

  @Test
  void failureWithoutMessageTellsItsClass() {
    Failure failure = Failure.of(new IllegalStateException());

    assertThat(failure.error()).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void failureTellsItsCausesInOrder() {
    Throwable root = new ArithmeticException("zero");
    Throwable middle = new IllegalStateException("half way", root);

    Failure failure = Failure.of(new CompletionException("outside", middle));

    assertThat(failure.error())
        .isEqualTo(
            "java.util.concurrent.CompletionException: outside"
                + "; caused by java.lang.IllegalStateException: half way"
                + "; caused by java.lang.ArithmeticException: zero");
  }

  @Test
  void cycleOfCausesEnds() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);

    Failure failure = Failure.of(first);

    assertThat(failure.error()).startsWith("java.lang.Exception: first; caused by java.lang.Exc");
    assertThat(bytes(failure)).isLessThanOrEqualTo(MAX);
  }

  @Test
  void chainOfManyCausesEnds() {
    Exception chain = new Exception("0");
    for (int i = 1; i < 10_000; i++) {
      chain = new Exception(String.valueOf(i), chain);
    }

    Failure failure = Failure.of(chain);

    assertThat(failure.error()).startsWith("java.lang.Exception: 9999; caused by");
    assertThat(bytes(failure)).isLessThanOrEqualTo(MAX);
  }

  @Test
  void hugeMessageIsCut() {
    Failure failure = Failure.of(new IllegalStateException("€".repeat(1_000_000)));

    assertThat(failure.error()).startsWith("java.lang.IllegalStateException: €€€");
    assertThat(bytes(failure)).isBetween(MAX - 2, MAX);
  }

  @Test
  void signalTellsItsReason() {
    Failure failure = Failure.of(JobSignal.snooze(Duration.ofSeconds(1)));

    assertThat(failure.error()).endsWith("snooze for PT1S");
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without NullAway may do
  void nullIsRefused() {
    assertThatThrownBy(() -> new Failure(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("error");
  }

  private static int bytes(Failure failure) {
    return failure.error().getBytes(UTF_8).length;
  }
}
