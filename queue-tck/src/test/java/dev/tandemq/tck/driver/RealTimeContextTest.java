package dev.tandemq.tck.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The context that the kit lends. */
final class RealTimeContextTest {

  @Test
  void aJumpMovesTheWallClockAlone() {
    try (RealTimeContext context = new RealTimeContext()) {
      Instant wall = context.time().now();
      long monotonic = context.time().nanoTime();

      context.jumpWallClock(Duration.ofDays(400));

      assertThat(Duration.between(wall, context.time().now()))
          .isGreaterThanOrEqualTo(Duration.ofDays(400));
      assertThat(context.time().nanoTime() - monotonic).isLessThan(Duration.ofDays(1).toNanos());
    }
  }

  @Test
  void aScheduledStepRunsUnlessItIsCalledOff() throws Exception {
    try (RealTimeContext context = new RealTimeContext()) {
      CompletableFuture<Void> ran = new CompletableFuture<>();
      CompletableFuture<Void> calledOff = new CompletableFuture<>();
      context.schedule(Duration.ofMillis(20), () -> calledOff.complete(null)).cancel();
      context.schedule(Duration.ofMillis(40), () -> ran.complete(null));

      assertThat(context.await(ran, Duration.ofSeconds(10))).isTrue();
      assertThat(calledOff).isNotDone();
      assertThat(context.await(calledOff, Duration.ZERO)).isFalse();
    }
  }

  @Test
  void aSkipMovesBothClocksAndRunsWhatIsDueThen() throws Exception {
    try (RealTimeContext context = new RealTimeContext()) {
      CompletableFuture<Void> ran = new CompletableFuture<>();
      CompletableFuture<Void> later = new CompletableFuture<>();
      CompletableFuture<Void> calledOff = new CompletableFuture<>();
      context.schedule(Duration.ofDays(1), () -> ran.complete(null));
      context.schedule(Duration.ofDays(1), () -> calledOff.complete(null)).cancel();
      context.schedule(Duration.ofDays(2), () -> later.complete(null));
      Instant wall = context.time().now();
      long monotonic = context.time().nanoTime();

      context.skip(Duration.ofDays(1));

      assertThat(context.await(ran, Duration.ofSeconds(10))).isTrue();
      assertThat(Duration.between(wall, context.time().now())).isGreaterThan(Duration.ofDays(1));
      assertThat(context.time().nanoTime() - monotonic).isGreaterThan(Duration.ofDays(1).toNanos());
      assertThat(later).isNotDone();
      assertThat(calledOff).isNotDone();
    }
  }

  @Test
  void afterTheEndNothingIsScheduled() {
    RealTimeContext context = new RealTimeContext();
    context.close();

    context.schedule(Duration.ZERO, () -> {}).cancel();
    assertThat(context.random().nextLong(5)).isBetween(0L, 4L);
  }
}
