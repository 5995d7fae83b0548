package dev.tandemq.tck.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.context.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class ManualContextTest {

  private final ManualContext context = new ManualContext(1);
  private final List<String> log = new ArrayList<>();

  @Test
  void aStepRunsWhenItIsToldTo() {
    context.execute(() -> log.add("step"));
    assertThat(log).isEmpty();
    assertThat(context.pendingSteps()).isEqualTo(1);

    context.runUntilIdle();

    assertThat(log).containsExactly("step");
  }

  @Test
  void stepsRunInTheirOrderAndThoseThatTheyQueueAfterThem() {
    context.execute(
        () -> {
          log.add("a");
          context.execute(() -> log.add("c"));
        });
    context.execute(() -> log.add("b"));

    context.runUntilIdle();

    assertThat(log).containsExactly("a", "b", "c");
  }

  @Test
  void timersRunByTimeAndThenByTheirOrder() {
    context.schedule(Duration.ofSeconds(2), () -> log.add("later"));
    context.schedule(Duration.ofSeconds(1), () -> log.add("first"));
    context.schedule(Duration.ofSeconds(1), () -> log.add("second"));

    context.advance(Duration.ofSeconds(1));
    assertThat(log).containsExactly("first", "second");
    assertThat(context.pendingTimers()).isEqualTo(1);
    assertThat(context.nanosUntilNextTimer()).hasValue(1_000_000_000L);

    context.advance(Duration.ofSeconds(1));
    assertThat(log).containsExactly("first", "second", "later");
    assertThat(context.nanosUntilNextTimer()).isEmpty();
  }

  @Test
  void aTimerSeesTheClockStandAtItsInstant() {
    long start = context.time().nanoTime();
    Instant instant = context.time().now();
    List<Object> seen = new ArrayList<>();
    context.schedule(
        Duration.ofSeconds(3),
        () -> {
          seen.add(context.time().nanoTime() - start);
          seen.add(Duration.between(instant, context.time().now()));
        });

    context.advance(Duration.ofSeconds(10));

    assertThat(seen).containsExactly(3_000_000_000L, Duration.ofSeconds(3));
    assertThat(context.time().nanoTime() - start).isEqualTo(10_000_000_000L);
  }

  @Test
  void theStepsOfATimerRunBeforeTheNextTimer() {
    context.schedule(Duration.ofSeconds(1), () -> context.execute(() -> log.add("step")));
    context.schedule(Duration.ofSeconds(1), () -> log.add("timer"));

    context.advance(Duration.ofSeconds(1));

    assertThat(log).containsExactly("step", "timer");
  }

  @Test
  void aTimerThatSchedulesAnotherRunsOnInOneAdvance() {
    context.schedule(Duration.ofSeconds(1), this::tick);

    context.advance(Duration.ofSeconds(5));

    assertThat(log).hasSize(5);
  }

  private void tick() {
    log.add("tick");
    context.schedule(Duration.ofSeconds(1), this::tick);
  }

  @Test
  void aTimerThatIsDueNowRunsWithoutAnAdvance() {
    context.schedule(Duration.ZERO, () -> log.add("zero"));
    context.schedule(Duration.ofSeconds(-1), () -> log.add("negative"));
    context.schedule(Duration.ofNanos(1), () -> log.add("later"));

    context.runUntilIdle();

    assertThat(log).containsExactly("zero", "negative");
  }

  @Test
  void aTimerThatIsCalledOffDoesNotRun() {
    Cancellable timer = context.schedule(Duration.ofSeconds(1), () -> log.add("timer"));

    timer.cancel();
    timer.cancel();
    context.advance(Duration.ofSeconds(2));

    assertThat(log).isEmpty();
    assertThat(context.pendingTimers()).isZero();
  }

  @Test
  void theMonotonicClockOverflowsAfterItsFirstSeconds() {
    long start = context.time().nanoTime();

    context.advance(ManualContext.UNTIL_OVERFLOW.plusNanos(1));

    assertThat(start).isPositive();
    assertThat(context.time().nanoTime()).isNegative();
    assertThat(context.time().nanoTime() - start).isEqualTo(5_000_000_001L);
  }

  @Test
  void aTimerWithADelayBeyondAllTimeWaits() {
    context.advance(Duration.ofDays(1));
    context.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> log.add("never"));

    context.advance(Duration.ofDays(36_500));

    assertThat(log).isEmpty();
    assertThat(context.pendingTimers()).isEqualTo(1);
  }

  @Test
  void theWallClockJumpsAlone() {
    long start = context.time().nanoTime();
    Instant instant = context.time().now();
    context.schedule(Duration.ofSeconds(1), () -> log.add("timer"));

    context.jumpWallClock(Duration.ofHours(-1));
    context.runUntilIdle();

    assertThat(context.time().now()).isEqualTo(instant.minusSeconds(3600));
    assertThat(context.time().nanoTime()).isEqualTo(start);
    assertThat(log).isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameChance() {
    assertThat(new ManualContext(7).random().nextLong())
        .isEqualTo(new ManualContext(7).random().nextLong())
        .isNotEqualTo(new ManualContext(8).random().nextLong());
  }

  @Test
  void aStepMayLetTimePassAndTheOthersRunMeanwhile() {
    context.schedule(Duration.ofSeconds(1), () -> log.add("other"));
    context.execute(
        () -> {
          log.add("begin");
          context.advance(Duration.ofSeconds(2));
          log.add("end");
        });

    context.runUntilIdle();

    assertThat(log).containsExactly("begin", "other", "end");
  }

  @Test
  void aStepThatThrowsEndsTheCallAndLeavesTheRest() {
    context.execute(
        () -> {
          throw new IllegalArgumentException("boom");
        });
    context.execute(() -> log.add("rest"));

    assertThatThrownBy(context::runUntilIdle).hasMessage("boom");
    assertThat(log).isEmpty();
    context.runUntilIdle();
    assertThat(log).containsExactly("rest");
  }

  @Test
  void stepsThatQueueEachOtherForEverAreStopped() {
    context.execute(this::again);

    assertThatThrownBy(context::runUntilIdle)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("for ever");
  }

  private void again() {
    context.execute(this::again);
  }

  @Test
  void stepsMayBeQueuedByAnotherThread() throws InterruptedException {
    Thread thread = new Thread(() -> context.execute(() -> log.add("step")));
    thread.start();
    thread.join();

    context.runUntilIdle();

    assertThat(log).containsExactly("step");
  }

  @Test
  void timeDoesNotRunBackwards() {
    assertThatThrownBy(() -> context.advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedContextRunsNothing() {
    context.execute(() -> log.add("step"));
    context.schedule(Duration.ZERO, () -> log.add("timer"));

    context.close();
    context.close();
    context.schedule(Duration.ZERO, () -> log.add("late timer")).cancel();
    context.advance(Duration.ofSeconds(1));

    assertThatThrownBy(() -> context.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(log).isEmpty();
  }
}
