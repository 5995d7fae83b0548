package dev.tandemq.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.context.Cancellable;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class FaultyContextTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualContext world = new ManualContext(1);
  private final FaultyContext process = new FaultyContext(world);
  private final List<String> ran = new ArrayList<>();

  private Runnable step(String name) {
    return () -> ran.add(name);
  }

  @Test
  void healthyProcessRunsStepsAndTimers() {
    process.execute(step("step"));
    process.schedule(SECOND, step("timer"));
    world.runUntilIdle();
    assertThat(ran).containsExactly("step");
    world.advance(SECOND);
    assertThat(ran).containsExactly("step", "timer");
    assertThat(process.random()).isSameAs(world.random());
  }

  @Test
  void frozenProcessRunsNothingWhileTimeGoesOn() {
    long before = process.time().nanoTime();
    Instant then = process.time().now();
    process.execute(step("begun before"));
    process.schedule(SECOND, step("timer"));
    process.freeze();
    process.execute(step("begun within"));
    world.advance(SECOND.multipliedBy(3));
    assertThat(ran).isEmpty();
    assertThat(process.waiting()).isEqualTo(3);
    assertThat(process.isFrozen()).isTrue();
    assertThat(process.time().nanoTime() - before).isEqualTo(SECOND.multipliedBy(3).toNanos());
    assertThat(process.time().now()).isEqualTo(then.plusSeconds(3));
  }

  @Test
  void thawStartsWhatWaitedInItsOrder() {
    process.schedule(SECOND.multipliedBy(2), step("timer 2"));
    process.schedule(SECOND, step("timer 1"));
    process.schedule(SECOND.multipliedBy(5), step("timer 5"));
    process.execute(step("step 1"));
    process.freeze();
    process.execute(step("step 2"));
    world.advance(SECOND.multipliedBy(4));
    process.execute(step("step 3"));
    process.thaw();
    assertThat(ran).as("a thaw runs nothing itself").isEmpty();
    world.runUntilIdle();
    assertThat(ran).containsExactly("step 1", "step 2", "step 3", "timer 1", "timer 2");
    assertThat(process.waiting()).isZero();
    world.advance(SECOND);
    assertThat(ran).endsWith("timer 5");
  }

  @Test
  void whatComesDueAtTheThawIsBehindWhatWaited() {
    process.schedule(SECOND.multipliedBy(2), step("due at the thaw"));
    world.schedule(
        SECOND.multipliedBy(2),
        () -> {
          process.execute(step("step at the thaw"));
          process.thaw();
        });
    process.schedule(SECOND, step("due before"));
    world.schedule(SECOND, () -> process.execute(step("step before")));
    process.freeze();
    world.advance(SECOND.multipliedBy(2));
    assertThat(ran)
        .containsExactly("step before", "step at the thaw", "due before", "due at the thaw");
  }

  @Test
  void thawWithinTheInstantOfATimerKeepsTheOrderOfTimers() {
    process.schedule(SECOND, step("first"));
    world.schedule(SECOND.multipliedBy(2), process::thaw);
    process.schedule(SECOND.multipliedBy(2), step("second"));
    process.freeze();
    world.advance(SECOND.multipliedBy(2));
    assertThat(ran).containsExactly("first", "second");
  }

  @Test
  void frozenAgainBeforeAllHasStartedKeepsTheRest() {
    process.freeze();
    process.execute(
        () -> {
          ran.add("first");
          process.freeze();
        });
    process.execute(step("second"));
    process.schedule(Duration.ZERO, step("timer"));
    world.runUntilIdle();
    process.thaw();
    world.runUntilIdle();
    assertThat(ran).containsExactly("first");
    process.execute(step("third"));
    world.runUntilIdle();
    process.thaw();
    world.runUntilIdle();
    assertThat(ran).containsExactly("first", "second", "third", "timer");
  }

  @Test
  void timerThatWaitsCanBeCalledOff() {
    Cancellable timer = process.schedule(SECOND, step("called off"));
    process.schedule(SECOND, step("other"));
    process.freeze();
    world.advance(SECOND);
    timer.cancel();
    process.thaw();
    world.runUntilIdle();
    assertThat(ran).containsExactly("other");
  }

  @Test
  void calledOffTimerLeavesTheTarget() {
    process.schedule(SECOND, step("called off")).cancel();
    assertThat(world.pendingTimers()).isZero();
  }

  @Test
  void freezeAndThawMayBeRepeated() {
    process.thaw();
    process.freeze();
    process.freeze();
    process.execute(step("step"));
    world.runUntilIdle();
    process.thaw();
    process.thaw();
    world.runUntilIdle();
    assertThat(ran).containsExactly("step");
  }

  @Test
  void jumpMovesTheWallClockOfThisProcessAlone() {
    FaultyContext other = new FaultyContext(world);
    Instant then = process.time().now();
    long before = process.time().nanoTime();
    process.schedule(SECOND, step("timer"));
    process.jumpWallClock(Duration.ofHours(1));
    process.jumpWallClock(Duration.ofHours(-3));
    assertThat(process.time().now()).isEqualTo(then.minus(Duration.ofHours(2)));
    assertThat(process.time().nanoTime()).isEqualTo(before);
    assertThat(other.time().now()).isEqualTo(then);
    world.runUntilIdle();
    assertThat(ran).isEmpty();
    world.advance(SECOND);
    assertThat(ran).containsExactly("timer");
  }

  @Test
  void crashDropsEverythingThatWaits() {
    process.execute(step("queued"));
    process.schedule(SECOND, step("timer"));
    process.crash();
    assertThat(process.isCrashed()).isTrue();
    assertThatThrownBy(() -> process.execute(step("after")))
        .isInstanceOf(RejectedExecutionException.class);
    process.schedule(Duration.ZERO, step("timer after")).cancel();
    world.advance(SECOND.multipliedBy(2));
    process.crash();
    assertThat(ran).isEmpty();
  }

  @Test
  void crashOfAFrozenProcessIsForEver() {
    process.freeze();
    process.execute(step("queued"));
    world.runUntilIdle();
    process.crash();
    process.thaw();
    process.freeze();
    assertThat(process.isFrozen()).isFalse();
    assertThat(process.waiting()).isZero();
    world.runUntilIdle();
    assertThat(ran).isEmpty();
  }

  @Test
  void crashLeavesOtherProcessesOfTheWorldAlone() {
    FaultyContext other = new FaultyContext(world);
    other.execute(step("other"));
    process.crash();
    world.runUntilIdle();
    assertThat(ran).containsExactly("other");
  }

  @Test
  void thawAfterTheEndOfTheTargetDoesNothing() {
    process.freeze();
    process.execute(step("queued"));
    world.runUntilIdle();
    world.close();
    process.thaw();
    assertThat(ran).isEmpty();
  }

  @Test
  void awaitMovesTheWorldThatTheProcessIsIn() throws InterruptedException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    process.schedule(SECOND, () -> done.complete(null));
    assertThat(process.await(done, SECOND.multipliedBy(2))).isTrue();
  }
}
