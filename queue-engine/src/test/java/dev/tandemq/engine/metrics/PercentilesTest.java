package dev.tandemq.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class PercentilesTest {

  @Test
  void withoutValuesAllIsZero() {
    assertThat(new Percentiles().at(99)).isZero();
  }

  @Test
  void nearestRankIsOneOfTheValues() {
    Percentiles percentiles = new Percentiles();
    IntStream.of(30, 10, 50, 20, 40).forEach(i -> percentiles.record(Duration.ofMillis(i)));

    assertThat(percentiles.at(50)).isEqualTo(Duration.ofMillis(30));
    assertThat(percentiles.at(60)).isEqualTo(Duration.ofMillis(30));
    assertThat(percentiles.at(61)).isEqualTo(Duration.ofMillis(40));
    assertThat(percentiles.at(99)).isEqualTo(Duration.ofMillis(50));
    assertThat(percentiles.at(100)).isEqualTo(Duration.ofMillis(50));
    assertThat(percentiles.at(0.1)).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void exactUpToTheBound() {
    Percentiles percentiles = new Percentiles();
    for (int i = Sample.EXACT; i > 0; i--) {
      percentiles.record(Duration.ofNanos(i * 1_000_003L));
    }

    assertThat(percentiles.at(50)).isEqualTo(Duration.ofNanos(50_000 * 1_000_003L));
    assertThat(percentiles.at(99)).isEqualTo(Duration.ofNanos(99_000 * 1_000_003L));
  }

  @Test
  void threeDigitsBeyondTheBound() {
    Percentiles percentiles = new Percentiles();
    for (int i = Sample.EXACT * 2; i > 0; i--) {
      percentiles.record(Duration.ofNanos(i * 1_000_003L));
    }

    assertThat(percentiles.at(50).toNanos())
        .isCloseTo(100_000 * 1_000_003L, Percentage.withPercentage(0.1));
    assertThat(percentiles.at(99).toNanos())
        .isCloseTo(198_000 * 1_000_003L, Percentage.withPercentage(0.1));
  }

  @Test
  void everyValueFallsIntoABucketOfItsSize() {
    Random random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong() >>> (1 + random.nextInt(63));
      int index = Buckets.indexOf(value);

      assertThat(index).isBetween(0, Buckets.COUNT - 1);
      assertThat(Math.abs(Buckets.valueOf(index) - value)).isLessThanOrEqualTo(value / 1000);
    }
    assertThat(Buckets.indexOf(Long.MAX_VALUE)).isEqualTo(Buckets.COUNT - 1);
  }

  @Test
  void bucketsGrowWithTheValue() {
    int before = -1;
    for (long value = 0; value < 100_000; value++) {
      int index = Buckets.indexOf(value);
      assertThat(index).isBetween(before, before + 1);
      before = index;
    }
  }

  @Test
  void aNegativeTimeCountsAsZero() {
    Percentiles percentiles = new Percentiles();
    percentiles.record(Duration.ofMillis(-3));

    assertThat(percentiles.at(50)).isZero();
  }
}
