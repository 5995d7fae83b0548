package dev.tandemq.tck.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting where time is moved by hand: the wait itself moves it. */
final class AwaitTest {

  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final ManualContext context = new ManualContext(1);
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private final List<String> log = new ArrayList<>();
  private final long start = context.time().nanoTime();

  @AfterEach
  void leaveNoInterruptBehind() {
    assertThat(Thread.interrupted()).isFalse();
  }

  private Duration elapsed() {
    return Duration.ofNanos(context.time().nanoTime() - start);
  }

  @Test
  void aWaitMovesTimeToTheMomentOfItsEndAndNoFurther() throws Exception {
    context.schedule(Duration.ofSeconds(3), () -> done.complete(null));
    context.schedule(Duration.ofSeconds(4), () -> log.add("later"));

    assertThat(context.await(done, Duration.ofSeconds(10))).isTrue();

    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(3));
    assertThat(log).isEmpty();
  }

  @Test
  void aWaitThatIsOverHasTakenAllOfItsTimeAndRunWhatWasDue() throws Exception {
    context.schedule(Duration.ofSeconds(2), () -> log.add("due"));
    context.schedule(Duration.ofSeconds(6), () -> done.complete(null));

    assertThat(context.await(done, Duration.ofSeconds(5))).isFalse();

    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(5));
    assertThat(log).containsExactly("due");
  }

  @Test
  void aFutureThatCompletesAtTheVeryEndOfTheWaitIsDone() throws Exception {
    context.schedule(Duration.ofSeconds(5), () -> context.execute(() -> done.complete(null)));

    assertThat(context.await(done, Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void aWaitOfNoTimeRunsWhatIsDueNowAndLetsNoTimePass() throws Exception {
    context.execute(() -> log.add("step"));
    context.schedule(Duration.ZERO, () -> log.add("timer"));
    context.schedule(Duration.ofNanos(1), () -> done.complete(null));

    assertThat(context.await(done, Duration.ZERO)).isFalse();
    assertThat(context.await(done, Duration.ofSeconds(-1))).isFalse();

    assertThat(log).containsExactly("step", "timer");
    assertThat(elapsed()).isZero();
  }

  @Test
  void aFutureThatIsDoneOrHasFailedIsNotWaitedFor() throws Exception {
    context.execute(() -> log.add("step"));
    CompletableFuture<String> failed = CompletableFuture.failedFuture(new IllegalStateException());
    CompletableFuture<String> cancelled = new CompletableFuture<>();
    cancelled.cancel(true);

    assertThat(context.await(failed, FOR_EVER)).isTrue();
    assertThat(context.await(cancelled, FOR_EVER)).isTrue();
    assertThat(log).isEmpty();
  }

  @Test
  void aStepMayWaitAndTheOthersRunMeanwhile() {
    context.schedule(Duration.ofSeconds(1), () -> log.add("other"));
    context.schedule(Duration.ofSeconds(2), () -> done.complete(null));
    context.execute(
        () -> {
          log.add("begin");
          log.add(awaited(done) + " after " + elapsed());
        });
    context.execute(() -> log.add("next step"));

    context.runUntilIdle();

    assertThat(log).containsExactly("begin", "next step", "other", "true after PT2S");
  }

  private boolean awaited(CompletableFuture<?> future) {
    try {
      return context.await(future, Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInnerWaitThatTakesLongerMakesTheOuterOneLateNotWrong() throws Exception {
    CompletableFuture<@Nullable Void> inner = new CompletableFuture<>();
    context.execute(() -> log.add("inner " + awaited(inner)));
    context.schedule(Duration.ofSeconds(8), () -> inner.complete(null));

    assertThat(context.await(done, Duration.ofSeconds(1))).isFalse();

    assertThat(log).containsExactly("inner true");
    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void anInterruptEndsTheWaitAndIsCleared() {
    context.schedule(Duration.ofSeconds(1), () -> Thread.currentThread().interrupt());
    context.schedule(Duration.ofSeconds(2), () -> log.add("not reached"));

    assertThatThrownBy(() -> context.await(done, Duration.ofSeconds(5)))
        .isInstanceOf(InterruptedException.class);

    assertThat(Thread.interrupted()).isFalse();
    assertThat(log).isEmpty();
    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(1));
    context.advance(Duration.ofSeconds(5));
    assertThat(log).containsExactly("not reached");
  }

  @Test
  void anInterruptThatWaitsAlreadyEndsTheWaitBeforeAnythingRuns() {
    context.execute(() -> log.add("step"));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> context.await(done, Duration.ofSeconds(5)))
        .isInstanceOf(InterruptedException.class);

    assertThat(log).isEmpty();
  }

  @Test
  void anInterruptOfOneStepIsNotSeenByThoseInsideOfIt() {
    List<Boolean> seen = new ArrayList<>();
    context.schedule(Duration.ofSeconds(1), () -> seen.add(Thread.currentThread().isInterrupted()));
    context.execute(
        () -> {
          Thread.currentThread().interrupt();
          context.advance(Duration.ofSeconds(2));
          seen.add(Thread.interrupted());
        });

    context.runUntilIdle();

    assertThat(seen).containsExactly(false, true);
  }

  @Test
  void aWaitForEverWithNothingLeftToRunIsAnErrorAndNotAHang() {
    context.schedule(Duration.ofSeconds(1), () -> log.add("timer"));

    assertThatThrownBy(() -> context.await(done, FOR_EVER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("would wait for ever");

    assertThat(log).as("what ran before that was known").containsExactly("timer");
    context.execute(() -> log.add("usable still"));
    context.runUntilIdle();
    assertThat(log).containsExactly("timer", "usable still");
  }

  @Test
  void aWaitForEverEndsWithItsFuture() throws Exception {
    context.schedule(Duration.ofDays(9_999), () -> done.complete(null));

    assertThat(context.await(done, FOR_EVER)).isTrue();
  }

  @Test
  void whileAnotherThreadRunsStepsNobodyElseMoves() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    context.execute(
        () -> {
          running.countDown();
          log.add("released " + released(release));
        });
    FutureTask<@Nullable Void> other = new FutureTask<>(context::runUntilIdle, null);
    Thread thread = new Thread(other, "the-other");
    thread.start();
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    try {
      assertThatThrownBy(() -> context.await(done, Duration.ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the-other");
      assertThat(context.isRunningSteps()).isFalse();
      done.complete(null);
      assertThat(context.await(done, Duration.ofSeconds(1))).as("nothing to wait for").isTrue();
    } finally {
      release.countDown();
    }
    other.get(10, TimeUnit.SECONDS);
    assertThat(log).containsExactly("released true");
    assertThat(elapsed()).isZero();
  }

  private static boolean released(CountDownLatch release) {
    try {
      return release.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void aStepThatThrowsEndsTheWaitAndAnotherMayBegin() throws Exception {
    context.execute(
        () -> {
          throw new IllegalArgumentException("boom");
        });
    context.execute(() -> done.complete(null));

    assertThatThrownBy(() -> context.await(done, Duration.ofSeconds(1))).hasMessage("boom");

    assertThat(context.await(done, Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void timeThatIsSkippedMakesTimersLate() {
    context.schedule(Duration.ofSeconds(1), () -> log.add("first at " + elapsed()));
    context.schedule(Duration.ofSeconds(2), () -> log.add("second at " + elapsed()));

    context.skip(Duration.ofMinutes(1));
    assertThat(log).isEmpty();
    context.runUntilIdle();

    assertThat(log).containsExactly("first at PT1M", "second at PT1M");
    assertThatThrownBy(() -> context.skip(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
