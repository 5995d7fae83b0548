package dev.tandemq.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JobIdFormTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
        "0191b3c4-+d6e-7f80-9a1b-2c3d4e5f6071",
        "00191b3c4-5d6e-7f80-9a1b-c3d4e5f6071",
        "0-0-0-0-0000000000000000000000000000",
        "\uff10191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
        "\u0660191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
      })
  void textOf36CharactersThatIsNotTheUsualFormIsRefused(String text) {
    assertThatThrownBy(() -> JobId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
