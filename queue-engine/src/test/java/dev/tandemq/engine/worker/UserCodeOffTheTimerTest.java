package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import dev.tandemq.engine.store.Backends;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.retry.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * The one thread of the timers renews all leases: the application's own code, which may block, must
 * never run there.
 */
class UserCodeOffTheTimerTest {

  private final WorkerFixture fixture = new WorkerFixture();
  private final TimerWatch context = new TimerWatch(fixture.context);
  private final List<Boolean> wasOnTimer = new ArrayList<>();

  private WorkerBuilder worker() {
    return new WorkerBuilder(
            Backends.of(context, fixture.store, new MemoryDriver().capabilities()),
            built -> {},
            rested -> {},
            List.of(WorkerFixture.QUEUE))
        .slots(1)
        .poll(Duration.ofHours(1));
  }

  private void userCode() {
    wasOnTimer.add(context.isOnTimer);
  }

  @Test
  void whatHangsOnTheStageOfAHandlerThatTimesOutRunsElsewhere() {
    fixture.push(fixture.job("slow").timeout(Duration.ofSeconds(1)));
    worker()
        .startAsync(
            job -> {
              CompletableFuture<Void> never = new CompletableFuture<>();
              Calls.whenDone(never, this::userCode);
              return never;
            });

    fixture.context.advance(Duration.ofMillis(1100));

    assertThat(wasOnTimer).containsExactly(false);
  }

  @Test
  void theRetryPolicyOfAHandlerThatIsGivenUpIsAskedElsewhere() {
    fixture.push(fixture.job("deaf").timeout(Duration.ofSeconds(1)));
    RetryPolicy policy =
        (attempt, thrown, random) -> {
          userCode();
          return Optional.of(Duration.ofHours(1));
        };
    worker().retry(policy).start(job -> fixture.context.advance(Duration.ofSeconds(10)));

    fixture.context.advance(Duration.ofSeconds(30));

    assertThat(wasOnTimer).containsExactly(false);
    assertThat(fixture.stats().delayed()).isEqualTo(1);
  }

  /** Knows whether a timer's own step runs. */
  private static final class TimerWatch implements ProcessContext {

    private final ProcessContext target;
    private boolean isOnTimer;

    TimerWatch(ProcessContext target) {
      this.target = target;
    }

    @Override
    public TimeSource time() {
      return target.time();
    }

    @Override
    public void execute(Runnable step) {
      target.execute(() -> run(false, step));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable step) {
      return target.schedule(delay, () -> run(true, step));
    }

    private void run(boolean onTimer, Runnable step) {
      boolean before = isOnTimer;
      isOnTimer = onTimer;
      try {
        step.run();
      } finally {
        isOnTimer = before;
      }
    }

    @Override
    public boolean await(Future<?> done, Duration atMost) throws InterruptedException {
      return target.await(done, atMost);
    }

    @Override
    public RandomGenerator random() {
      return target.random();
    }
  }
}
