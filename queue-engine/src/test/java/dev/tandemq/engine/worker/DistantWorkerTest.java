package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.store.Calls;
import dev.tandemq.engine.worker.DistantStore.Fate;
import dev.tandemq.store.SettleResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A worker whose store answers late, not at all, or with trouble. */
class DistantWorkerTest {

  private static final Duration LATENCY = Duration.ofMillis(2);

  private final WorkerFixture fixture = new WorkerFixture();
  private final List<String> done = new ArrayList<>();
  private @Nullable DistantStore distant;

  private WorkerBuilder worker() {
    return fixture.distantWorker(
        store -> {
          distant = new DistantStore(store, fixture.context, LATENCY);
          return distant;
        });
  }

  private DistantStore store() {
    return Objects.requireNonNull(distant);
  }

  /** The fates of the next calls, then none. */
  private static Supplier<Fate> fates(Fate... fates) {
    Queue<Fate> left = new ArrayDeque<>(List.of(fates));
    return () -> left.isEmpty() ? Fate.NORMAL : left.remove();
  }

  @Test
  void settlesAndClaimsInBatches() {
    fixture.pushNumbers(1000);
    worker().slots(50).start(job -> done.add(job.text()));

    fixture.context.advance(Duration.ofMinutes(1));

    assertThat(done).hasSize(1000).doesNotHaveDuplicates();
    assertThat(fixture.stats().completed()).isEqualTo(1000);
    // Each turn by itself would have been a thousand calls.
    assertThat(store().turns).isLessThan(100);
    assertThat(store().widestTurn).isGreaterThan(10).isLessThanOrEqualTo(50);
  }

  @Test
  void aRefusedTurnIsTriedAgainAndLosesNothing() {
    fixture.pushNumbers(20);
    WorkerBuilder builder = worker().slots(2);
    store().turnFate = fates(Fate.NORMAL, Fate.REFUSED, Fate.REFUSED, Fate.NORMAL, Fate.REFUSED);

    builder.start(job -> done.add(job.text()));
    fixture.context.advance(Duration.ofMinutes(1));

    assertThat(done).hasSize(20).doesNotHaveDuplicates();
    assertThat(fixture.stats().completed()).isEqualTo(20);
  }

  @Test
  void aSettlementWhoseAnswerWasLostIsSentAgainAndCountsOnce() {
    fixture.pushNumbers(1);
    WorkerBuilder builder = worker().slots(1).heartbeat(Duration.ofSeconds(10));
    store().turnFate = fates(Fate.NORMAL, Fate.ANSWER_LOST);

    builder.start(job -> done.add(job.text()));
    fixture.context.advance(Duration.ofMinutes(1));

    assertThat(done).containsExactly("1");
    assertThat(fixture.stats().completed()).isEqualTo(1);
    assertThat(fixture.reports)
        .singleElement()
        .satisfies(report -> assertThat(report.result()).isEqualTo(SettleResult.APPLIED));
  }

  @Test
  void claimsWhoseAnswerWasLostRunAfterTheirLease() {
    fixture.pushNumbers(3);
    WorkerBuilder builder = worker().slots(3).poll(Duration.ofSeconds(1));
    store().turnFate = fates(Fate.ANSWER_LOST);

    builder.start(job -> done.add(job.text() + "/" + job.attempt()));
    fixture.context.advance(Duration.ofMinutes(1));

    assertThat(done).contains("1/2");
    assertThat(fixture.stats().completed()).isEqualTo(3);
    assertThat(fixture.stats().rescued()).isPositive();
  }

  @Test
  void claimsThatComeTooLateAreHandedBackUnspent() {
    fixture.pushNumbers(1);
    WorkerBuilder builder =
        worker().slots(1).lease(Duration.ofHours(1)).poll(Duration.ofSeconds(1));
    store().turnFate = fates(Fate.ANSWER_LATE);

    builder.start(job -> done.add(job.text() + "/" + job.attempt()));
    fixture.context.advance(Duration.ofMinutes(1));

    assertThat(done).containsExactly("1/1");
    assertThat(fixture.stats().completed()).isEqualTo(1);
    assertThat(fixture.stats().rescued()).isZero();
  }

  @Test
  void aSettlementIsSentUntilTheStoreAnswersAndTheJobIsNotDoneTwice() {
    fixture.pushNumbers(1);
    WorkerBuilder builder = worker().slots(1);
    builder.start(
        job -> {
          done.add(job.text());
          store().turnFate = () -> Fate.REFUSED;
        });

    // Longer than the lease; nobody else has claimed the job meanwhile.
    fixture.context.advance(Duration.ofSeconds(40));
    assertThat(fixture.reports).isEmpty();
    store().turnFate = () -> Fate.NORMAL;
    fixture.context.advance(Duration.ofSeconds(10));

    assertThat(done).containsExactly("1");
    assertThat(fixture.stats().completed()).isEqualTo(1);
    assertThat(fixture.reports)
        .singleElement()
        .satisfies(report -> assertThat(report.result()).isEqualTo(SettleResult.APPLIED));
  }

  @Test
  void whenNoRenewalGetsThroughTheHandlerIsToldAtTheEndOfItsLease() {
    fixture.push(fixture.job("long").timeout(Duration.ZERO));
    List<Duration> toldAfter = new ArrayList<>();
    WorkerBuilder builder = worker().slots(1).heartbeat(Duration.ofSeconds(5));
    store().extendFate = () -> Fate.REFUSED;
    long begin = fixture.context.time().nanoTime();
    Worker worker =
        builder.buildAsync(
            job -> {
              CompletableFuture<Void> never = new CompletableFuture<>();
              Calls.whenDone(
                  never,
                  () -> toldAfter.add(Duration.ofNanos(fixture.context.time().nanoTime() - begin)));
              return never;
            });
    worker.start();

    fixture.context.advance(Duration.ofSeconds(20));

    assertThat(toldAfter).isNotEmpty();
    assertThat(toldAfter.get(0)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
  }

  @Test
  void aStopEndsInBoundedTimeThoughTheStoreAnswersNoMore() {
    fixture.pushNumbers(1);
    WorkerBuilder builder = worker().slots(1);
    Worker worker =
        builder.start(
            job -> {
              done.add(job.text());
              store().turnFate = () -> Fate.ANSWER_LOST;
            });
    fixture.context.advance(Duration.ofMillis(100));

    CompletableFuture<StopReport> stopped =
        worker.stopAsync(Duration.ofSeconds(1)).toCompletableFuture();
    fixture.context.advance(Duration.ofSeconds(13));

    assertThat(stopped).isCompleted();
  }

  @Test
  void aClaimThatArrivesAfterTheStopBeganIsHandedBack() {
    fixture.pushNumbers(1);
    Worker worker = worker().slots(1).start(job -> done.add(job.text()));
    // The turn is applied, its answer is on the way.
    fixture.context.advance(LATENCY.dividedBy(2));
    assertThat(fixture.stats().reserved()).isEqualTo(1);

    CompletableFuture<StopReport> stopped =
        worker.stopAsync(Duration.ofSeconds(1)).toCompletableFuture();
    fixture.context.advance(Duration.ofMillis(100));

    assertThat(stopped).isCompleted();
    assertThat(done).isEmpty();
    assertThat(fixture.stats().ready()).isEqualTo(1);
  }
}
