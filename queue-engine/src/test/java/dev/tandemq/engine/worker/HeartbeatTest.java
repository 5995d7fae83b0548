package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a beat asks of the store and makes of its answers. */
class HeartbeatTest {

  private static final Duration LEASE = Duration.ofSeconds(15);

  private final WorkerFixture fixture = new WorkerFixture();
  private final List<Cancellation> cancelled = new ArrayList<>();
  private final List<Running> attempts = new ArrayList<>();
  private int calls;

  private final Heartbeat heartbeat =
      new Heartbeat(
          fixture.context,
          new ForwardingJobStore(fixture.store) {
            @Override
            public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
              calls++;
              return super.extend(claims, lease);
            }
          },
          100,
          LEASE,
          () -> attempts,
          (attempt, why) -> cancelled.add(why));

  private JobId begin() {
    JobId id = fixture.push(fixture.job("job"));
    TurnRequest request =
        new TurnRequest(List.of(), List.of(WorkerFixture.QUEUE), 1, LEASE, "node-1");
    Claim claim = fixture.store.turn(request).toCompletableFuture().join().claims().get(0);
    attempts.add(new Running(claim, now() + LEASE.toNanos(), fixture.context.time(), () -> {}));
    return id;
  }

  private long now() {
    return fixture.context.time().nanoTime();
  }

  @Test
  void wishesThatMeetAreOneBeatAndALaterOneIsAnother() {
    begin();

    heartbeat.renewNow();
    heartbeat.renewNow();
    fixture.context.advance(Duration.ofMillis(10));
    assertThat(calls).isEqualTo(1);

    heartbeat.renewNow();
    fixture.context.advance(Duration.ofMillis(10));
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void theLeaseOfACancelledJobIsRenewedTooWhileItsHandlerComesToItsEnd() {
    JobId id = begin();
    var unused = fixture.store.cancel(List.of(id)).toCompletableFuture().join();
    fixture.context.advance(Duration.ofSeconds(10));

    heartbeat.beat();

    assertThat(cancelled).containsExactly(Cancellation.CANCELLED);
    assertThat(attempts.get(0).leaseEnd() - now()).isEqualTo(LEASE.toNanos());
  }

  @Test
  void aLeaseThatIsOverIsLostWithoutTheStoresWord() {
    begin();
    fixture.context.advance(LEASE);

    heartbeat.beat();

    assertThat(cancelled).containsExactly(Cancellation.LOST);
  }
}
