package dev.tandemq.engine.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which name was meant. */
final class NearestNameTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "'', abc, 3",
    "abc, '', 3",
    "abc, abc, 0",
    "abc, abd, 1",
    "abc, ab, 1",
    "ab, abc, 1",
    "abc, xabc, 1",
    "abc, bca, 2",
    "ab, ba, 2",
    "kitten, sitting, 3",
    "flaw, lawn, 2",
    "ABC, abc, 3",
  })
  void distanceCountsInsertionsDeletionsAndReplacements(String a, String b, int edits) {
    assertThat(NearestName.distance(a, b)).isEqualTo(edits);
    assertThat(NearestName.distance(b, a)).isEqualTo(edits);
  }

  @ParameterizedTest
  @CsvSource({
    "namspace, namespace",
    "name, namespace",
    "timout, timeout",
    "timeouts, timeout",
    "pool-size, poolSize",
    "'', poolSize",
  })
  void nameWithTheFewestEditsIsMeant(String typed, String meant) {
    List<String> names = List.of("timeout", "namespace", "poolSize", "connectTimeout");

    String nearest = NearestName.of(typed, typed.isEmpty() ? List.of("poolSize") : names);

    assertThat(nearest).isEqualTo(meant);
  }

  @Test
  void firstInTheAlphabetIsMeantWhenSeveralAreAsNear() {
    assertThat(NearestName.of("x", List.of("c", "a", "b"))).isEqualTo("a");
  }
}
