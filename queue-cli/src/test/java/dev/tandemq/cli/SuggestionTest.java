package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SuggestionTest {

  private static final List<String> WORDS = List.of("stats", "run", "doctor", "--max-attempts");

  @Test
  void aSlipIsForgiven() {
    assertThat(Suggestion.of("stat", WORDS)).contains("stats");
    assertThat(Suggestion.of("rnu", WORDS)).contains("run");
    assertThat(Suggestion.of("dcotor", WORDS)).contains("doctor");
    assertThat(Suggestion.of("--max-atempt", WORDS)).contains("--max-attempts");
  }

  @Test
  void aBeginningIsEnough() {
    assertThat(Suggestion.of("do", WORDS)).contains("doctor");
    assertThat(Suggestion.of("--max", WORDS)).contains("--max-attempts");
  }

  @Test
  void anotherWordIsNotGuessedAt() {
    assertThat(Suggestion.of("demolish", WORDS)).isEmpty();
    assertThat(Suggestion.of("--", WORDS)).isEmpty();
    assertThat(Suggestion.of("x", WORDS)).isEmpty();
  }

  @Test
  void theDistanceCountsSlips() {
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
    assertThat(Suggestion.distance("abc", "abc")).isZero();
    assertThat(Suggestion.distance("abc", "acb")).isEqualTo(1);
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
  }
}
