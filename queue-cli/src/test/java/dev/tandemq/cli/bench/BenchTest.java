package dev.tandemq.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.cli.bench.BenchResult.Throughput;
import dev.tandemq.engine.Queues;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BenchTest {

  private static final BenchPlan SHORT = new BenchPlan(Duration.ofSeconds(1), List.of(1, 3), 500);

  private final Queues queues = Queues.open("memory:");
  private final Queue queue = queues.queue(Bench.QUEUE);

  @AfterEach
  void close() {
    queues.close();
  }

  @Test
  void theNumbersAgreeWithWhatTheStoreCounted() throws Exception {
    BenchResult result = new Bench(queues, SHORT, text -> {}).run();

    QueueStats stats = queue.stats();
    assertThat(result.jobs()).isEqualTo(stats.completed()).isEqualTo(stats.pushed());
    assertThat(stats.size() + stats.failed() + stats.retries()).isZero();
    long measured =
        result.throughput().stream().mapToLong(Throughput::jobs).sum() + result.latency().jobs();
    assertThat(measured).isPositive().isLessThan(result.jobs());
    assertThat(result.throughput()).extracting(Throughput::slots).containsExactly(1, 3);
    assertThat(result.throughput())
        .allSatisfy(
            one -> {
              assertThat(one.rounds()).hasSize(BenchPlan.ROUNDS);
              assertThat(one.median()).isBetween(one.lowest(), one.highest());
            });
    assertThat(result.latency().p50()).isLessThanOrEqualTo(result.latency().p99());
    assertThat(result.latency().p99()).isLessThanOrEqualTo(result.latency().p999());
    assertThat(result.latency().p999()).isLessThanOrEqualTo(result.latency().max());
    assertThat(result.latency().jobs()).isEqualTo(120);
  }

  @Test
  void theTimesOfThePartsAddUpToLessThanTheWhole() {
    Duration rounds = SHORT.round().multipliedBy((long) BenchPlan.ROUNDS * SHORT.slots().size());
    Duration warmUp = SHORT.warmUp().multipliedBy(SHORT.slots().size());
    Duration latency = SHORT.latencyRound().multipliedBy(SHORT.latencyRounds());

    assertThat(rounds.plus(warmUp).plus(latency))
        .isBetween(SHORT.time().multipliedBy(9).dividedBy(10), SHORT.time());
  }

  @Test
  void aQueueThatIsInUseIsLeftAlone() {
    queue.push("of somebody else");

    assertThatThrownBy(() -> new Bench(queues, SHORT, text -> {}).run())
        .isInstanceOf(MiscountException.class)
        .hasMessageContaining("tandem-bench holds 1 jobs");
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void somebodyWhoMeddlesIsNoticedAndTheQueueIsEmptyInTheEnd() {
    List<String> said = new ArrayList<>();

    assertThatThrownBy(
            () ->
                new Bench(
                        queues,
                        SHORT,
                        text -> {
                          said.add(text);
                          if (said.size() == 3) {
                            queue.later(Duration.ofMillis(1), "of somebody else");
                          }
                        })
                    .run())
        .isInstanceOf(MiscountException.class)
        .hasMessageContaining("does somebody else use queue tandem-bench?");
    assertThat(queue.size()).isZero();
  }

  @Test
  void anInterruptEndsItAndLeavesNothing() {
    assertThatThrownBy(
            () -> new Bench(queues, SHORT, text -> Thread.currentThread().interrupt()).run())
        .isInstanceOf(InterruptedException.class);

    boolean unused = Thread.interrupted();
    assertThat(queue.size()).isZero();
  }

  /** Whoever counts from the push itself never sees that pushing stood still. */
  @Test
  void aStallIsSeenByAllWhoShouldHaveBeenPushedMeanwhile() throws Exception {
    Queue stalling = StallingQueue.of(queue, 10, Duration.ofMillis(100));

    LatencyRound round = LatencyRound.run(queues, stalling, 10, 1_000, Duration.ofMillis(200));

    // Of 200 jobs the 100 that were due during the stall are late, the first by all of it.
    assertThat(round.sample().at(100)).isGreaterThan(Duration.ofMillis(95));
    assertThat(round.sample().at(75)).isGreaterThan(Duration.ofMillis(30));
  }

  @Test
  void theMedianIsTheOneInTheMiddle() {
    assertThat(new Throughput(1, List.of(5.0, 1.0, 3.0), 9).median()).isEqualTo(3.0);
    assertThat(new Throughput(1, List.of(4.0, 1.0), 5).median()).isEqualTo(1.0);
  }

  @Test
  void aPlanOutOfRangeNamesTheOption() {
    assertThatThrownBy(() -> new BenchPlan(Duration.ofMillis(10), List.of(1), 1))
        .hasMessageContaining("--time is 10 ms");
    assertThatThrownBy(() -> new BenchPlan(Duration.ofSeconds(5), List.of(0), 1))
        .hasMessageContaining("--slots holds 0");
    assertThatThrownBy(() -> new BenchPlan(Duration.ofSeconds(5), List.of(1), 0))
        .hasMessageContaining("--rate is 0");
  }
}
