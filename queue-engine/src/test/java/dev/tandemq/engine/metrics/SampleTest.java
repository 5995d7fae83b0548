package dev.tandemq.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Samples that are merged, and what they come to. */
class SampleTest {

  private static Sample of(long from, long to) {
    Sample sample = new Sample();
    for (long i = from; i <= to; i++) {
      sample.add(i * 1_000_003);
    }
    return sample;
  }

  @Test
  void withoutValuesAllIsZero() {
    assertThat(new Sample().timing())
        .isEqualTo(
            new Timing(
                0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void tellsCountMeanPercentilesAndLongest() {
    Sample sample = new Sample();
    for (int i = 1; i <= 10; i++) {
      sample.add(i * 100L);
    }

    assertThat(sample.timing())
        .isEqualTo(
            new Timing(
                10,
                Duration.ofNanos(550),
                Duration.ofNanos(500),
                Duration.ofNanos(900),
                Duration.ofNanos(1000),
                Duration.ofNanos(1000)));
  }

  @Test
  void mergedSamplesAreExactUpToTheBound() {
    Sample merged = of(1, 50_000);
    merged.addAll(of(50_001, 100_000));

    assertThat(merged.timing()).isEqualTo(of(1, 100_000).timing());
    assertThat(merged.at(99)).isEqualTo(Duration.ofNanos(99_000 * 1_000_003L));
  }

  @Test
  void mergedSamplesBeyondTheBoundKeepThreeDigits() {
    Sample merged = of(1, 60_000);
    merged.addAll(of(60_001, 120_000));
    Sample more = of(120_001, 300_000);
    more.addAll(merged);

    for (Sample sample : new Sample[] {merged, more}) {
      long count = sample.timing().count();
      assertThat(sample.at(50).toNanos())
          .isCloseTo(count / 2 * 1_000_003, Percentage.withPercentage(0.1));
      assertThat(sample.timing().max()).isEqualTo(Duration.ofNanos(count * 1_000_003));
      assertThat(sample.at(100)).isLessThanOrEqualTo(sample.timing().max());
    }
  }

  @Test
  void mergingLeavesTheOtherAsItWas() {
    Sample other = of(1, 100);
    Timing before = other.timing();

    of(1, 200_000).addAll(other);

    assertThat(other.timing()).isEqualTo(before);
  }

  @Test
  void longWaitsOfManyJobsDoNotOverflowTheMean() {
    Sample sample = new Sample();
    long year = Duration.ofDays(365).toNanos();
    for (int i = 0; i < 1000; i++) {
      sample.add(year);
    }

    assertThat(sample.timing().mean().toDays()).isEqualTo(365);
  }
}
