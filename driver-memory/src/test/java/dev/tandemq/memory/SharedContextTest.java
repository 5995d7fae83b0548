package dev.tandemq.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandemq.context.Cancellable;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Several contexts as one that outlives each of them. */
class SharedContextTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualContext first = new ManualContext(1);
  private final ManualContext second = new ManualContext(2);
  private final SharedContext shared = new SharedContext(first);
  private final List<String> done = new ArrayList<>();

  @Test
  void whoHasBeenHereLongestRunsStepsAndTimers() {
    shared.enter(first);
    shared.enter(second);
    shared.execute(() -> done.add("step"));
    var unused = shared.schedule(SECOND, () -> done.add("timer"));
    second.advance(SECOND);
    assertThat(done).isEmpty();

    first.advance(SECOND);
    assertThat(done).containsExactly("step", "timer");
  }

  @Test
  void theNextTakesOverTheTimersWithTheTimeThatIsLeft() {
    shared.enter(first);
    shared.enter(second);
    var unused = shared.schedule(Duration.ofSeconds(10), () -> done.add("timer"));
    first.advance(Duration.ofSeconds(4));
    shared.leave(first);
    assertThat(first.pendingTimers()).isZero();
    second.advance(Duration.ofSeconds(6).minusNanos(1));
    assertThat(done).isEmpty();

    second.advance(Duration.ofNanos(1));
    assertThat(done).containsExactly("timer");
  }

  @Test
  void whoCameLaterLeavesWithoutATrace() {
    shared.enter(first);
    shared.enter(second);
    var unused = shared.schedule(SECOND, () -> done.add("timer"));
    shared.leave(second);

    first.advance(SECOND);
    assertThat(done).containsExactly("timer");
  }

  @Test
  void whoCameTwiceIsHereUntilItLeftTwice() {
    shared.enter(first);
    shared.enter(first);
    shared.leave(first);
    var unused = shared.schedule(SECOND, () -> done.add("timer"));

    first.advance(SECOND);
    assertThat(done).containsExactly("timer");
  }

  @Test
  void aTimerThatWasCalledOffDoesNotRingWhereverItWent() {
    shared.enter(first);
    shared.enter(second);
    Cancellable timer = shared.schedule(SECOND, () -> done.add("timer"));
    shared.leave(first);
    timer.cancel();
    timer.cancel();

    second.advance(SECOND);
    assertThat(done).isEmpty();
    assertThat(second.pendingTimers()).isZero();
  }

  @Test
  void withNobodyHereNothingRuns() {
    shared.enter(first);
    var unused = shared.schedule(SECOND, () -> done.add("timer"));
    shared.leave(first);
    var unusedLater = shared.schedule(SECOND, () -> done.add("later"));

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> shared.execute(() -> {}));
    first.advance(SECOND);
    assertThat(done).isEmpty();
    assertThat(first.pendingTimers()).isZero();
  }

  @Test
  void clocksAndWaitingAreThoseOfWhoeverCameFirst() throws InterruptedException {
    shared.enter(first);
    shared.leave(first);

    assertThat(shared.time()).isSameAs(first.time());
    assertThat(shared.random()).isSameAs(first.random());
    assertThat(shared.await(CompletableFuture.completedFuture(1), SECOND)).isTrue();
  }
}
