package dev.tandemq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Settle.Arrow;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows that a claim may end by. */
final class SettleTest {

  private static final Claim CLAIM =
      new Claim(
          Job.builder().id(new JobId(1, 2)).queue("q").createdAt(Instant.EPOCH).build(),
          7,
          1,
          0,
          "node",
          Instant.EPOCH,
          Duration.ZERO);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Failure BOOM = new Failure("boom");

  @Test
  void factoriesMakeTheArrowOfTheirName() {
    assertThat(Settle.complete(CLAIM)).isEqualTo(settle(Arrow.COMPLETE, Duration.ZERO, ""));
    assertThat(Settle.retry(CLAIM, SECOND, BOOM)).isEqualTo(settle(Arrow.RETRY, SECOND, "boom"));
    assertThat(Settle.bury(CLAIM, BOOM)).isEqualTo(settle(Arrow.BURY, Duration.ZERO, "boom"));
    assertThat(Settle.release(CLAIM, SECOND)).isEqualTo(settle(Arrow.RELEASE, SECOND, ""));
    assertThat(Settle.snooze(CLAIM, SECOND)).isEqualTo(settle(Arrow.SNOOZE, SECOND, ""));
    assertThat(Settle.handBack(CLAIM)).isEqualTo(settle(Arrow.HAND_BACK, Duration.ZERO, ""));
    assertThat(Settle.discard(CLAIM)).isEqualTo(settle(Arrow.DISCARD, Duration.ZERO, ""));
  }

  static Stream<Duration> delaysWithinTheLimit() {
    return Stream.of(Duration.ZERO, Duration.ofNanos(1), Job.LIMIT_DURATION);
  }

  @ParameterizedTest
  @MethodSource("delaysWithinTheLimit")
  void delayWithinTheLimitIsTaken(Duration delay) {
    assertThat(Settle.retry(CLAIM, delay, BOOM).delay()).isEqualTo(delay);
    assertThat(Settle.release(CLAIM, delay).delay()).isEqualTo(delay);
    assertThat(Settle.snooze(CLAIM, delay).delay()).isEqualTo(delay);
  }

  static Stream<Named<Duration>> delaysBeyondTheLimit() {
    return Stream.of(
        Named.of("just negative", Duration.ofNanos(-1)),
        Named.of("most negative", Duration.ofSeconds(Long.MIN_VALUE)),
        Named.of("just too long", Job.LIMIT_DURATION.plusNanos(1)),
        Named.of("longest", Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)));
  }

  @ParameterizedTest
  @MethodSource("delaysBeyondTheLimit")
  void delayBeyondTheLimitIsRefused(Duration delay) {
    assertThat(
            Stream.<Runnable>of(
                () -> Settle.retry(CLAIM, delay, BOOM),
                () -> Settle.release(CLAIM, delay),
                () -> Settle.snooze(CLAIM, delay)))
        .allSatisfy(
            call ->
                assertThatThrownBy(call::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("delay is " + delay + "; it ranges from zero to 36500 days"));
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without NullAway may do
  void nullIsRefused() {
    assertThat(
            Stream.<Runnable>of(
                () -> Settle.complete(null),
                () -> Settle.retry(CLAIM, null, BOOM),
                () -> Settle.retry(CLAIM, SECOND, null),
                () -> Settle.bury(CLAIM, null),
                () -> new Settle(CLAIM, null, SECOND, BOOM)))
        .allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOf(NullPointerException.class));
  }

  @Test
  void claimOfTheLastAttemptKnowsIt() {
    Claim first = claim(1);
    Claim last = claim(3);
    Claim beyond = claim(4);

    assertThat(first.isLastAttempt()).isFalse();
    assertThat(last.isLastAttempt()).isTrue();
    assertThat(beyond.isLastAttempt()).isTrue();
  }

  @Test
  void claimShowsNoPayload() {
    Claim claim =
        new Claim(
            CLAIM.job().toBuilder().payload("PRIVATE").build(),
            7,
            2,
            0,
            "node",
            Instant.EPOCH,
            SECOND);

    assertThat(claim.toString()).contains("token 7", "attempt 2", "7 bytes");
    assertThat(Settle.complete(claim).toString()).doesNotContain("PRIVATE");
  }

  private static Claim claim(int attempt) {
    return new Claim(CLAIM.job(), 7, attempt, 0, "node", Instant.EPOCH, Duration.ZERO);
  }

  private static Settle settle(Arrow arrow, Duration delay, String error) {
    return new Settle(CLAIM, arrow, delay, new Failure(error));
  }
}
