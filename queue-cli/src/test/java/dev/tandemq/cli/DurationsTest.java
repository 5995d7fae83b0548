package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "250ms, PT0.25S",
    "5s, PT5S",
    "1.5s, PT1.5S",
    "2m, PT2M",
    "1h, PT1H",
    "PT1.5S, PT1.5S",
    "P1D, PT24H",
    "876000h, PT876000H"
  })
  void reads(String text, Duration duration) {
    assertThat(new Durations().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "5 s",
        "5d",
        "-5s",
        "PT-5S",
        "1e3s",
        "5S",
        "999999999999h",
        "876001h",
        "x",
        "5s5s",
        ".5s",
        "٥s"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> new Durations().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
