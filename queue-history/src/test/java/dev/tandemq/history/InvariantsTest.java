package dev.tandemq.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InvariantsTest {

  static Stream<Cases.Case> cases() {
    return Cases.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void breaksWhatItBreaksAndNothingElse(Cases.Case one) {
    List<Verdict> verdicts = one.story().verdicts(one.settings());
    assertThat(verdicts.stream().filter(verdict -> verdict.violations() > 0))
        .as(VerdictTable.of(verdicts))
        .extracting(Verdict::invariant)
        .containsExactlyInAnyOrderElementsOf(
            one.broken().stream().map(Invariant::name).sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void examplesAreShortEnoughToRead(Cases.Case one) {
    for (Verdict verdict : one.story().verdicts(one.settings())) {
      assertThat(verdict.example().isEmpty()).isEqualTo(verdict.violations() == 0);
      assertThat(verdict.example().lines().count()).isBetween(0L, 5L);
      assertThat(verdict.example().lines()).allMatch(line -> line.length() <= 160);
      assertThat(verdict.checked()).isGreaterThanOrEqualTo(verdict.violations() > 0 ? 1 : 0);
    }
  }

  @Test
  void everyInvariantHasACatchingCase() {
    assertThat(Cases.all().stream().flatMap(one -> one.broken().stream()))
        .contains(Invariant.values());
  }

  @Test
  void everyInvariantHasAVerdictInOrder() {
    assertThat(new HistoryChecker().verdicts())
        .extracting(Verdict::invariant)
        .containsExactlyElementsOf(Stream.of(Invariant.values()).map(Invariant::name).toList());
  }
}
