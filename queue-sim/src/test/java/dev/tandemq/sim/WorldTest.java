package dev.tandemq.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.context.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class WorldTest {

  private static final long SECOND = Trial.SECOND;

  private final List<Throwable> trouble = new ArrayList<>();
  private final World world = new World(trouble::add);
  private final SimContext one = new SimContext(world, new Chance(1), false);
  private final SimContext two = new SimContext(world, new Chance(2), false);
  private final List<String> ran = new ArrayList<>();

  private void run(long until) {
    world.run(until, () -> false);
  }

  private void later(SimContext who, long nanos, String name) {
    var unused = who.schedule(Duration.ofNanos(nanos), () -> ran.add(name));
  }

  @Test
  void eventsRunByTimeThenInTheOrderTheyCame() {
    later(one, 5, "c");
    later(two, 3, "a");
    later(one, 5, "d");
    later(two, 3, "b");

    run(10);

    assertThat(ran).containsExactly("a", "b", "c", "d");
    assertThat(world.now()).isEqualTo(10);
    assertThat(world.steps()).isEqualTo(4);
  }

  @Test
  void manyEventsComeOutInOrder() {
    Chance chance = new Chance(3);
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      var unused =
          one.schedule(Duration.ofNanos(chance.nextLong(1_000)), () -> times.add(world.now()));
    }

    run(1_000);

    assertThat(times).hasSize(5_000).isSorted();
  }

  @Test
  void deadProcessRunsNothingAndTakesNothing() {
    later(one, 1, "dropped");
    one.die();
    later(one, 1, "ignored");

    run(10);

    assertThat(ran).isEmpty();
    assertThatThrownBy(() -> one.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void frozenProcessCatchesUpInOrderWhenItThaws() {
    later(one, 2, "first");
    later(one, 4, "second");
    later(two, 3, "of the other");
    later(one, 60, "after the thaw");
    List<String> bites = new ArrayList<>();
    one.freeze(50, () -> bites.add("bit"));

    run(40);
    assertThat(ran).containsExactly("of the other");
    assertThat(bites).containsExactly("bit");
    assertThat(one.isFrozen()).isTrue();

    run(100);
    assertThat(ran).containsExactly("of the other", "first", "second", "after the thaw");
  }

  @Test
  void clockOfAFrozenProcessGoesOn() {
    long before = one.nanoTime();
    one.freeze(50 * SECOND, () -> {});

    run(20 * SECOND);

    assertThat(one.nanoTime() - before).isEqualTo(20 * SECOND);
  }

  @Test
  void calledOffStepDoesNotRunAndDoesNotCount() {
    Cancellable step = one.schedule(Duration.ofNanos(1), () -> ran.add("no"));
    assertThat(one.pending()).isEqualTo(1);

    step.cancel();
    step.cancel();

    assertThat(one.pending()).isZero();
    run(10);
    assertThat(ran).isEmpty();
  }

  @Test
  void stepThatThrowsIsToldAndTheOthersGoOn() {
    one.execute(
        () -> {
          throw new IllegalStateException("planned");
        });
    later(one, 1, "next");

    run(10);

    assertThat(trouble).singleElement().asString().contains("planned");
    assertThat(ran).containsExactly("next");
  }

  @Test
  void waitingIsRefusedUnlessTheAnswerIsThere() {
    assertThat(one.await(CompletableFuture.completedFuture(""), Duration.ofSeconds(1))).isTrue();
    assertThatThrownBy(() -> one.await(new CompletableFuture<>(), Duration.ofSeconds(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("must not wait");
  }

  @Test
  void monotonicClockOverflowsEarlyAndWallClockJumps() {
    assertThat(one.nanoTime()).isPositive();
    Instant before = one.now();
    run(21 * SECOND);
    assertThat(one.nanoTime()).isNegative();

    List<String> bites = new ArrayList<>();
    one.jumpWallClock(-3600 * SECOND, () -> bites.add("seen"));
    assertThat(bites).isEmpty();
    assertThat(one.now()).isEqualTo(before.minusSeconds(3600 - 21));
    assertThat(bites).containsExactly("seen");
  }

  @Test
  void chanceOfOnePurposeIsNotChangedByAnother() {
    Chance root = new Chance(5);
    long first = root.split(1).nextLong();
    var unused = root.split(2).nextLong();

    assertThat(root.split(1).nextLong()).isEqualTo(first);
    assertThat(new Chance(6).split(1).nextLong()).isNotEqualTo(first);
  }

  @Test
  void chanceStaysWithinItsBounds() {
    Chance chance = new Chance(8);
    for (int i = 0; i < 10_000; i++) {
      assertThat(chance.nextInt(7)).isBetween(0, 6);
      assertThat(chance.nextLong(1L << 40)).isBetween(0L, (1L << 40) - 1);
      assertThat(chance.between(-3, 3)).isBetween(-3L, 3L);
      assertThat(chance.nextDouble()).isBetween(0.0, 1.0);
    }
  }
}
