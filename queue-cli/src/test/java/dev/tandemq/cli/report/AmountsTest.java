package dev.tandemq.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AmountsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "49, 0 ms",
    "400, 0.4 ms",
    "949, 0.9 ms",
    "950, 1 ms",
    "3000, 3 ms",
    "21499, 21 ms",
    "999499, 999 ms",
    "999500, 1.0 s",
    "1234567, 1.2 s",
    "59949000, 59.9 s",
    "59950000, 1 m 00 s",
    "125000000, 2 m 05 s",
    "3599000000, 59 m 59 s",
    "3900000000, 1 h 05 m",
    "90000000000, 25 h 00 m"
  })
  void latencies(long micros, String text) {
    assertThat(Amounts.latency(Duration.ofNanos(micros * 1000))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0 s", "40, 0.0 s", "300, 0.3 s", "9800, 9.8 s", "125000, 2 m 05 s"})
  void elapsedTimes(long millis, String text) {
    assertThat(Amounts.elapsed(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void rates() {
    assertThat(Amounts.rate(0)).isEqualTo("0");
    assertThat(Amounts.rate(0.25)).isEqualTo("0.3");
    assertThat(Amounts.rate(9.94)).isEqualTo("9.9");
    assertThat(Amounts.rate(9.96)).isEqualTo("10");
    assertThat(Amounts.rate(204.08)).isEqualTo("204");
  }
}
