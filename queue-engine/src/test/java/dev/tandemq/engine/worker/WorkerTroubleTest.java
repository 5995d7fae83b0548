package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import dev.tandemq.engine.store.Backends;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A worker whose surroundings misbehave keeps all of its slots. */
class WorkerTroubleTest {

  private final WorkerFixture fixture = new WorkerFixture();
  private final List<String> done = new ArrayList<>();

  private WorkerBuilder worker(ProcessContext context, JobStore store) {
    return new WorkerBuilder(
            Backends.of(context, store, new MemoryDriver().capabilities()),
            built -> {},
            rested -> {},
            List.of(WorkerFixture.QUEUE))
        .slots(1)
        .poll(Duration.ofHours(1));
  }

  @Test
  void anAnswerThatHoldsTooLittleIsTakenForAFailedTurn() {
    fixture.pushNumbers(3);
    JobStore forgetful =
        new ForwardingJobStore(fixture.store) {
          private boolean hasForgotten;

          @Override
          public CompletionStage<Turn> turn(TurnRequest request) {
            if (request.done().isEmpty() || hasForgotten) {
              return super.turn(request);
            }
            hasForgotten = true;
            return CompletableFuture.completedFuture(new Turn(List.of(), List.of(), false));
          }
        };

    worker(fixture.context, forgetful).start(job -> done.add(job.text()));
    fixture.context.advance(Duration.ofSeconds(5));

    assertThat(done).containsExactly("1", "2", "3");
    assertThat(fixture.stats().completed()).isEqualTo(3);
  }

  @Test
  void anAnswerOfNullIsSurvived() {
    fixture.pushNumbers(2);
    JobStore mute =
        new ForwardingJobStore(fixture.store) {
          private boolean hasAnswered;

          @Override
          @SuppressWarnings("NullAway") // what a careless driver may do
          public CompletionStage<Turn> turn(TurnRequest request) {
            if (hasAnswered) {
              return super.turn(request);
            }
            hasAnswered = true;
            return CompletableFuture.completedFuture(null);
          }
        };

    worker(fixture.context, mute).start(job -> done.add(job.text()));
    fixture.context.advance(Duration.ofSeconds(10));

    assertThat(done).containsExactly("1", "2");
  }

  @Test
  void aContextThatHasNoThreadForAWhileLosesNoSlotAndHurtsNoPusher() {
    StingyContext stingy = new StingyContext(fixture.context);
    worker(stingy, fixture.store).start(job -> done.add(job.text()));
    fixture.context.runUntilIdle();

    stingy.refusals = 3;
    fixture.pushNumbers(1);
    fixture.context.advance(Duration.ofSeconds(1));

    assertThat(stingy.refusals).isZero();
    assertThat(done).containsExactly("1");
  }

  /** Cannot run the next few steps, as when no more threads can be made. */
  private static final class StingyContext implements ProcessContext {

    private final ProcessContext target;
    private int refusals;

    StingyContext(ProcessContext target) {
      this.target = target;
    }

    @Override
    public TimeSource time() {
      return target.time();
    }

    @Override
    public void execute(Runnable step) {
      if (refusals > 0) {
        refusals--;
        throw new OutOfMemoryError("unable to create native thread");
      }
      target.execute(step);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable step) {
      return target.schedule(delay, step);
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
