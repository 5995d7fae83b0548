package dev.tandemq.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a driver may declare. */
final class CapabilitiesTest {

  private static final int MEBIBYTE = 1 << 20;

  @Test
  void smallestLimitsAreTaken() {
    Capabilities capabilities = new Capabilities(Set.of(), MEBIBYTE, 1);

    assertThat(capabilities.maxPayloadBytes()).isEqualTo(MEBIBYTE);
    assertThat(capabilities.maxBatch()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {MEBIBYTE - 1, 0, -1, Integer.MIN_VALUE})
  void storeThatTakesLessThanAMebibyteIsRefused(int bytes) {
    assertThatThrownBy(() -> new Capabilities(Set.of(), bytes, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxPayloadBytes is " + bytes + "; a store takes at least 1048576");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void batchOfNothingIsRefused(int batch) {
    assertThatThrownBy(() -> new Capabilities(Set.of(), MEBIBYTE, batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxBatch is " + batch + "; it must be at least 1");
  }

  @ParameterizedTest
  @EnumSource
  void storeHasWhatItDeclaresAndNothingElse(Capability feature) {
    Capabilities one = new Capabilities(Set.of(feature), MEBIBYTE, 1);
    Capabilities others = new Capabilities(EnumSet.complementOf(EnumSet.of(feature)), MEBIBYTE, 1);

    assertThat(one.has(feature)).isTrue();
    assertThat(others.has(feature)).isFalse();
  }

  @Test
  void featuresAreACopyThatCannotBeChanged() {
    Set<Capability> given = EnumSet.of(Capability.FIFO);
    Capabilities capabilities = new Capabilities(given, MEBIBYTE, 1);

    given.add(Capability.LIST);

    assertThat(capabilities.features()).containsExactly(Capability.FIFO);
    assertThatThrownBy(() -> capabilities.features().add(Capability.LIST))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
