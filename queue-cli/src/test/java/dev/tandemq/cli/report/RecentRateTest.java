package dev.tandemq.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RecentRateTest {

  private final RecentRate rate = new RecentRate();

  @Test
  void atTheStartItIsThatOfAllTheTime() {
    assertThat(perSecond(0, 0)).isZero();
    assertThat(perSecond(4, 1)).isEqualTo(4);
  }

  @Test
  void thenItFollowsTheWork() {
    for (int second = 0; second <= 100; second++) {
      perSecond(second * 1000L, second);
    }
    double last = 0;
    for (int second = 101; second <= 120; second++) {
      last = perSecond(100_000 + (second - 100) * 10L, second);
    }

    assertThat(last).isCloseTo(10, within(0.1));
  }

  @Test
  void whenHardlyAnythingIsDoneItIsThatOfAllTheTimeAgain() {
    for (int second = 1; second <= 100; second++) {
      perSecond(second / 20, second);
    }

    assertThat(perSecond(5, 101)).isCloseTo(0.05, within(0.001));
  }

  private double perSecond(long done, long seconds) {
    return rate.perSecond(
        new Progress(done, 0, 0, done, OptionalLong.empty(), Duration.ofSeconds(seconds)));
  }
}
