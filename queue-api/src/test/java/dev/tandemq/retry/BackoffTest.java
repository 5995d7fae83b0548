package dev.tandemq.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a failed attempt waits: between zero and an end that doubles up to the cap. */
final class BackoffTest {

  @ParameterizedTest
  @CsvSource({
    // base, cap, attempt, upper end
    "PT1S, PT5M, 1, PT1S",
    "PT1S, PT5M, 2, PT2S",
    "PT1S, PT5M, 3, PT4S",
    "PT1S, PT5M, 9, PT4M16S",
    "PT1S, PT5M, 10, PT5M",
    "PT1S, PT5M, 11, PT5M",
    "PT1S, PT5M, 1000000, PT5M",
    "PT1S, PT5M, 2147483647, PT5M",
    "PT1S, PT1S, 1, PT1S",
    "PT1S, PT1S, 2, PT1S",
    "PT0.000000001S, PT876000H, 1, PT0.000000001S",
    "PT0.000000001S, PT876000H, 2, PT0.000000002S",
    "PT0.000000001S, PT876000H, 63, PT876000H",
    "PT0.000000001S, PT876000H, 64, PT876000H",
    "PT0.000000001S, PT876000H, 65, PT876000H",
    "PT0.000000001S, PT876000H, 2147483647, PT876000H",
    "PT876000H, PT876000H, 2, PT876000H",
    "PT875999H, PT876000H, 2, PT876000H",
    "PT876000H, PT876000H, 2147483647, PT876000H",
  })
  void delayReachesFromZeroToAnEndThatDoublesUpToTheCap(
      Duration base, Duration cap, int attempt, Duration end) {
    Backoff policy = Backoff.exponential(base, cap);

    Duration least = delay(policy, attempt, new Least());
    Duration most = delay(policy, attempt, new Most());

    assertThat(least).isEqualTo(Duration.ZERO);
    assertThat(most).isEqualTo(end);
  }

  @Test
  void standardPolicyStartsAtASecondAndEndsAtFiveMinutes() {
    Backoff policy = Backoff.standard();

    assertThat(delay(policy, 1, new Most())).isEqualTo(Duration.ofSeconds(1));
    assertThat(delay(policy, 100, new Most())).isEqualTo(Duration.ofMinutes(5));
    assertThat(policy).hasToString("Backoff[kind=EXPONENTIAL, base=PT1S, cap=PT5M]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64, 1_000_000, Integer.MAX_VALUE})
  void baseOfZeroMeansAlwaysAtOnce(int attempt) {
    Backoff policy = Backoff.exponential(Duration.ZERO, Duration.ofMinutes(5));

    assertThat(delay(policy, attempt, new Most())).isEqualTo(Duration.ZERO);
    assertThat(delay(policy, attempt, new Random(1))).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 42, -1, Long.MIN_VALUE})
  void delayIsWithinItsRangeForEverySeed(long seed) {
    Backoff policy = Backoff.standard();
    RandomGenerator random = new Random(seed);

    for (int attempt = 1; attempt <= 2000; attempt++) {
      Duration delay = delay(policy, attempt, random);

      long end = attempt > 9 ? 300 : 1L << (attempt - 1);
      assertThat(delay)
          .as("attempt %d with seed %d", attempt, seed)
          .isBetween(Duration.ZERO, Duration.ofSeconds(end));
    }
  }

  @Test
  void sameSeedGivesTheSameDelaysAndAnotherSeedOthers() {
    assertThat(delays(5)).isEqualTo(delays(5)).isNotEqualTo(delays(6));
  }

  @Test
  void delaysFillTheirWholeRange() {
    Backoff policy = Backoff.standard();
    RandomGenerator random = new Random(23);

    long[] perTenth = new long[10];
    for (int i = 0; i < 10_000; i++) {
      long nanos = delay(policy, 1, random).toNanos();
      perTenth[(int) Math.min(9, nanos / 100_000_000)]++;
    }

    assertThat(Arrays.stream(perTenth).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(850L, 1150L));
  }

  @ParameterizedTest
  @CsvSource({
    "PT-0.000000001S, PT5M",
    "PT-1S, PT-1S",
    "PT1S, PT0.999999999S",
    "PT1S, PT0S",
    "PT1S, PT-1S",
    "PT1S, PT876000H0.000000001S",
    "PT1S, PT2562047788015215H",
    "PT876001H, PT876001H",
  })
  void baseAndCapThatMakeNoSenseAreRefusedWithBoth(Duration base, Duration cap) {
    assertThatThrownBy(() -> Backoff.exponential(base, cap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("base is " + base + ", cap is " + cap)
        .hasMessageContaining("at most 36500 days");
  }

  @Test
  void largestCapIsTaken() {
    Backoff policy = Backoff.exponential(Duration.ofDays(1), Job.LIMIT_DURATION);

    assertThat(delay(policy, Integer.MAX_VALUE, new Most())).isEqualTo(Job.LIMIT_DURATION);
    assertThat(delay(policy, Integer.MAX_VALUE, new Random(3)))
        .isBetween(Duration.ZERO, Job.LIMIT_DURATION);
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without NullAway may do
  void nullIsRefused() {
    assertThatThrownBy(() -> Backoff.exponential(null, Duration.ZERO))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Backoff.exponential(Duration.ZERO, null))
        .isInstanceOf(NullPointerException.class);
  }

  private static List<Duration> delays(long seed) {
    RandomGenerator random = new Random(seed);
    return IntStream.rangeClosed(1, 20)
        .mapToObj(attempt -> delay(Backoff.standard(), attempt, random))
        .toList();
  }

  private static Duration delay(Backoff policy, int attempt, RandomGenerator random) {
    return policy.delayAfter(attempt, new IllegalStateException(), random).orElseThrow();
  }

  /** Chance at its lower end. */
  private static final class Least implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }

    @Override
    public long nextLong(long bound) {
      return 0;
    }
  }

  /** Chance at its upper end. */
  private static final class Most implements RandomGenerator {
    @Override
    public long nextLong() {
      return -1;
    }

    @Override
    public long nextLong(long bound) {
      return bound - 1;
    }
  }
}
