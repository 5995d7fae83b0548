package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.event.EventBus;
import dev.tandemq.job.JobId;
import dev.tandemq.retry.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What may be claimed and what may begin. */
class GateTest {

  private static final Duration LEASE = Duration.ofSeconds(15);

  private final WorkerFixture fixture = new WorkerFixture();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void whatIsLockedIsNotOpenedAgain() {
    Gate gate = new Gate();
    gate.open();
    gate.lock();

    gate.open();

    assertThat(gate.isOpen()).isFalse();
  }

  @Test
  void whatIsLockedIsNotMerelyShut() {
    Gate gate = new Gate();
    gate.lock();

    gate.shut();
    gate.open();

    assertThat(gate.isOpen()).isFalse();
  }

  @Test
  void whatWasClaimedBeforeTheGraceEndedDoesNotBeginAfterIt() {
    JobId id = fixture.push(fixture.job("late").maxAttempts(1));
    Gate gate = new Gate();
    gate.open();
    Slot slot = new Slot(crew(gate), new Tally());
    // The slot finds the gate open when its claim comes, and cut when it is about to begin.
    gate.cut();

    slot.run();

    assertThat(runs).hasValue(0);
    assertThat(fixture.find(id).attempts()).isZero();
    assertThat(fixture.stats().failed()).isZero();
  }

  private Crew crew(Gate gate) {
    Steps steps = new Steps(fixture.context);
    QueueOrder queues = QueueOrder.strict(List.of(WorkerFixture.QUEUE));
    // Once the job has gone back the gate is shut, or the slot would claim it again for ever.
    Feed feed =
        (owed, want) -> {
          if (!owed.isEmpty()) {
            gate.lock();
          }
          return new DirectFeed(fixture.store, queues, LEASE, "node-1")
              .turn(owed, owed.isEmpty() ? want : 0);
        };
    return new Crew(
        fixture.context,
        steps,
        feed,
        new Idle(steps::run, 1, () -> {}),
        gate,
        Invoker.blocking(job -> runs.incrementAndGet()),
        new Outcomes(RetryPolicies.always(Backoff.standard()), fixture.context.random()),
        new Deadlines(fixture.context, now -> {}),
        new Heartbeat(fixture.context, fixture.store, 100, LEASE, List::of, (attempt, why) -> {}),
        new Reporter(List.of()),
        new WorkerEvents(new EventBus(fixture.context), fixture.context.time()),
        LEASE);
  }
}
