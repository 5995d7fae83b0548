package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.store.Backends;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Slots that wake each other: one whose empty answer is still on its way is neither at rest nor
 * will it look again, so a wake-up that comes meanwhile has to be kept for it.
 */
class WakeUpChainTest {

  private final WorkerFixture fixture = new WorkerFixture();
  private final List<String> begun = new ArrayList<>();
  private final SlowToSayNo store = new SlowToSayNo(fixture.store);

  /** Holds its first empty answer back until it is let go. */
  private static final class SlowToSayNo extends ForwardingJobStore {

    private @Nullable CompletableFuture<Turn> held;
    private Turn answer = new Turn(List.of(), List.of(), false);

    SlowToSayNo(JobStore store) {
      super(store);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      CompletionStage<Turn> now = super.turn(request);
      Turn turn = now.toCompletableFuture().join();
      if (held != null || !turn.claims().isEmpty()) {
        return now;
      }
      answer = turn;
      held = new CompletableFuture<>();
      return held;
    }

    void letGo() {
      Objects.requireNonNull(held, "held").complete(answer);
    }
  }

  private void start() {
    new WorkerBuilder(
            Backends.of(fixture.context, store, new MemoryDriver().capabilities()),
            built -> {},
            rested -> {},
            List.of(WorkerFixture.QUEUE))
        .slots(2)
        .poll(Duration.ofHours(1))
        .startAsync(
            job -> {
              begun.add(job.job().text());
              return new CompletableFuture<>();
            });
    fixture.context.runUntilIdle();
  }

  @Test
  void whatComesAfterTheFirstJobIsFoundByTheSlotThatWasOnItsWayToRest() {
    start();
    fixture.push(fixture.job("first"));
    fixture.context.runUntilIdle();

    store.letGo();
    fixture.context.runUntilIdle();
    fixture.push(fixture.job("second"));
    fixture.context.runUntilIdle();

    assertThat(begun).containsExactly("first", "second");
  }

  @Test
  void whatCameWithTheFirstJobIsFoundByTheSlotThatWasOnItsWayToRest() {
    start();
    fixture.pushNumbers(2);
    fixture.context.runUntilIdle();

    store.letGo();
    fixture.context.runUntilIdle();

    assertThat(begun).containsExactly("1", "2");
  }
}
