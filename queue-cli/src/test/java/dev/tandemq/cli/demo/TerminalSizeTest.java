package dev.tandemq.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TerminalSizeTest {

  @Test
  void rowsComeBeforeColumns() {
    assertThat(TerminalSize.parse("50 132\n")).isEqualTo(new TerminalSize(50, 132));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 0", "24", "x y", "-1 80"})
  void whatIsNoSizeIsTheUsualOne(String answer) {
    assertThat(TerminalSize.parse(answer)).isEqualTo(TerminalSize.USUAL);
  }
}
