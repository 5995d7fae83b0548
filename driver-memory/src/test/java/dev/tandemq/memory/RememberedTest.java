package dev.tandemq.memory;

import static dev.tandemq.store.SettleResult.APPLIED;
import static dev.tandemq.store.SettleResult.LOST;
import static dev.tandemq.store.SettleResult.REMOVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.PutResult.Added;
import dev.tandemq.store.PutResult.Duplicate;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How long, and how much, a memory store remembers of what is over; a job each by a number. */
class RememberedTest {

  private static final String QUEUE = "orders";
  private static final Duration TIME = Duration.ofMinutes(10);
  private static final int ENTRIES = 3;

  private final ManualContext context = new ManualContext(1);
  private final JobStore store =
      new MemoryJobStore(context, MemoryFixtures.SMALL, new Remember(TIME, ENTRIES));

  @Test
  void afterItsTimeAFinishedIdIsFreeAndItsSettlementUnknown() {
    put(1);
    Settle complete = Settle.complete(claim());
    settle(complete);

    context.advance(TIME);
    assertThat(put(1)).isInstanceOf(Duplicate.class);
    assertThat(settle(complete)).isEqualTo(APPLIED);

    context.advance(Duration.ofNanos(1));
    assertThat(settle(complete)).isEqualTo(LOST);
    assertThat(put(1)).isInstanceOf(Added.class);
  }

  @Test
  void theOldestIsForgottenWhenThereAreTooMany() {
    Settle first = finish(1);
    Settle second = finish(2);
    finish(3);
    finish(4);

    assertThat(settle(first)).isEqualTo(LOST);
    assertThat(settle(second)).isEqualTo(APPLIED);
    assertThat(put(1)).isInstanceOf(Added.class);
    assertThat(put(2)).isInstanceOf(Duplicate.class);
  }

  @Test
  void aJobThatLivesOnHasAllItsSettlementsRemembered() {
    put(1);
    Settle first = Settle.release(claim(), Duration.ZERO);
    settle(first);
    Settle second = Settle.snooze(claim(), Duration.ZERO);
    settle(second);
    claim();

    assertThat(settle(first)).isEqualTo(APPLIED);
    assertThat(settle(second)).isEqualTo(APPLIED);
    assertThat(now(store.find(id(1))).orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void aSettlementThatBecameARemovalIsRememberedAsOne() {
    put(1);
    Settle retry = Settle.handBack(claim());
    now(store.cancel(List.of(id(1))));

    assertThat(settle(retry)).isEqualTo(REMOVED);
    assertThat(settle(retry)).isEqualTo(REMOVED);
    assertThat(put(1)).isInstanceOf(Duplicate.class);
  }

  @Test
  void aRepeatedPutBringsBackNothingThatWasRemovedByHand() {
    put(1);
    now(store.remove(List.of(id(1))));
    put(2);
    now(store.clear(QUEUE));
    put(3);
    now(store.cancel(List.of(id(3))));

    assertThat(List.of(put(1), put(2), put(3))).allMatch(Duplicate.class::isInstance);
    assertThat(now(store.stats(List.of(QUEUE))).get(0).ready()).isZero();
  }

  @Test
  void whatIsRememberedNeedsNoRoom() {
    finish(1);
    now(store.bound(QUEUE, 1));

    List<PutResult> answers = now(store.put(List.of(job(1), job(2))));

    assertThat(answers).containsExactly(new Duplicate(id(1)), new Added(id(2)));
  }

  @Test
  void boundsAreNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Remember(Duration.ofNanos(-1), 1))
        .withMessageContaining("time is PT-0.000000001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Remember(TIME, -1))
        .withMessageContaining("entries is -1");
  }

  private Settle finish(int number) {
    put(number);
    Settle complete = Settle.complete(claim());
    assertThat(settle(complete)).isEqualTo(APPLIED);
    return complete;
  }

  private PutResult put(int number) {
    return now(store.put(List.of(job(number)))).get(0);
  }

  private Claim claim() {
    return now(store.turn(request(List.of(), 1))).claims().get(0);
  }

  private SettleResult settle(Settle settle) {
    return now(store.turn(request(List.of(settle), 0))).settled().get(0);
  }

  private static TurnRequest request(List<Settle> done, int want) {
    return new TurnRequest(done, List.of(QUEUE), want, Duration.ofSeconds(30), "node");
  }

  private static Job job(int number) {
    return Job.builder()
        .id(id(number))
        .queue(QUEUE)
        .payload("payload")
        .createdAt(Instant.EPOCH)
        .timeout(Duration.ZERO)
        .maxAttempts(5)
        .build();
  }

  private static JobId id(int number) {
    return new JobId(0, number);
  }

  private static <T> T now(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }
}
