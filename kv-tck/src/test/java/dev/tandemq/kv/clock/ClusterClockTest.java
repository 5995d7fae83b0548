package dev.tandemq.kv.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.fault.Fate;
import dev.tandemq.fault.FaultPlan;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.tck.FaultyKv;
import dev.tandemq.kv.tck.MemoryKv;
import dev.tandemq.tck.time.ManualContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two bounds of the cluster's time promise. */
final class ClusterClockTest {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final String KEY = "clock";

  private final MemoryKv server = new MemoryKv();

  private static Reading now(ClusterClock clock) {
    return clock.read().toCompletableFuture().join();
  }

  private static boolean isKnown(ClusterClock clock) {
    CompletableFuture<Reading> answer = clock.read().toCompletableFuture();
    return answer.isDone() && !answer.isCompletedExceptionally();
  }

  /** Nothing that holds from somebody's high on is over by anybody's low before its time. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void nothingEndsEarlyWhateverTheNetworkDoes(int group) {
    for (int i = 0; i < 25; i++) {
      long seed = group * 1_000L + i;
      Random random = new Random(seed);
      ManualContext context = new ManualContext(seed);
      MemoryKv shared = new MemoryKv();
      List<ClusterClock> clocks = new ArrayList<>();
      for (int node = 0; node < 4; node++) {
        clocks.add(clock(shared, context, random));
      }
      long start = context.time().nanoTime();
      long earliest = Long.MAX_VALUE;
      for (int step = 0; step < 2_000; step++) {
        context.advance(Duration.ofNanos(random.nextInt(60_000_000)));
        int victim = random.nextInt(clocks.size());
        if (random.nextInt(200) == 0) {
          clocks.get(victim).close();
          clocks.set(victim, clock(shared, context, random));
        }
        ClusterClock clock = clocks.get(random.nextInt(clocks.size()));
        if (isKnown(clock)) {
          long elapsed = context.time().nanoTime() - start;
          Reading reading = now(clock);
          assertThat(reading.low()).as("low, seed " + seed).isLessThanOrEqualTo(reading.high());
          earliest = Math.min(earliest, reading.high() - elapsed);
          assertThat(reading.low() - elapsed)
              .as("how far ahead somebody judges, against who counted first; seed " + seed)
              .isLessThanOrEqualTo(earliest);
        }
      }
    }
  }

  private static ClusterClock clock(MemoryKv server, ManualContext context, Random random) {
    FaultPlan plan = call -> fate(random);
    Kv kv =
        new FaultyKv(
            server.connect(),
            plan,
            context,
            () ->
                random.nextBoolean()
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(random.nextInt(3_000))));
    ClusterClock clock = new ClusterClock(kv, KEY, context, TICK);
    clock.start();
    return clock;
  }

  /** No silence: an adapter ends every call. */
  private static Fate fate(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> Fate.REFUSED;
      case 1 -> Fate.LOST_ANSWER;
      case 2 -> Fate.LOST_CALL;
      case 3, 4 ->
          Fate.delayed(
              Duration.ofMillis(random.nextInt(1_500)), Duration.ofMillis(random.nextInt(1_500)));
      case 5, 6, 7 ->
          Fate.delayed(
              Duration.ofMillis(random.nextInt(80)), Duration.ofMillis(random.nextInt(80)));
      default -> Fate.NONE;
    };
  }

  @Test
  void inCalmWeatherTheBoundsAreAFewTicksApartAndKeepUp() {
    ManualContext context = new ManualContext(1);
    List<ClusterClock> clocks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ClusterClock clock = new ClusterClock(server.connect(), KEY, context, TICK);
      clock.start();
      clocks.add(clock);
    }
    context.advance(Duration.ofMinutes(10));

    for (ClusterClock clock : clocks) {
      Reading reading = now(clock);
      assertThat(reading.high() - reading.low()).isLessThan(TICK.toNanos() * 4);
      assertThat(reading.low())
          .isGreaterThan(Duration.ofMinutes(10).minus(TICK.multipliedBy(4)).toNanos());
    }
  }

  @Test
  void whenTheOneWhoWritesIsGoneAnotherGoesOn() {
    ManualContext context = new ManualContext(1);
    ClusterClock first = new ClusterClock(server.connect(), KEY, context, TICK);
    first.start();
    ClusterClock second = new ClusterClock(server.connect(), KEY, context, TICK);
    second.start();
    context.advance(Duration.ofSeconds(10));
    first.close();
    long before = now(second).low();

    context.advance(Duration.ofSeconds(10));

    assertThat(now(second).low() - before)
        .isBetween(Duration.ofSeconds(9).toNanos(), Duration.ofSeconds(11).toNanos());
  }

  @Test
  void whileNobodyIsThereTimeStandsStill() {
    ManualContext context = new ManualContext(1);
    ClusterClock first = new ClusterClock(server.connect(), KEY, context, TICK);
    first.start();
    context.advance(Duration.ofSeconds(10));
    long high = now(first).high();
    first.close();

    context.advance(Duration.ofHours(5));
    ClusterClock second = new ClusterClock(server.connect(), KEY, context, TICK);
    second.start();
    context.advance(TICK.multipliedBy(5));

    assertThat(now(second).low()).isLessThan(high + TICK.toNanos() * 10);
  }

  @Test
  void aClockThatIsClosedTicksNoMore() {
    ManualContext context = new ManualContext(1);
    ClusterClock clock = new ClusterClock(server.connect(), KEY, context, TICK);
    clock.start();
    context.advance(TICK);

    clock.close();
    clock.close();
    long commits = server.commits();
    context.advance(TICK.multipliedBy(20));

    assertThat(server.commits()).isEqualTo(commits);
    assertThat(context.pendingTimers()).isZero();
    assertThatThrownBy(clock::read).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void foreignBytesAreSaidAndNotTakenForATime() {
    ManualContext context = new ManualContext(1);
    var unused =
        server
            .connect()
            .commit(List.of(new Op.Create(KEY, "soon".getBytes(StandardCharsets.UTF_8))));
    ClusterClock clock = new ClusterClock(server.connect(), KEY, context, TICK);
    clock.start();
    CompletableFuture<Reading> answer = clock.read().toCompletableFuture();

    context.advance(TICK.multipliedBy(2));

    assertThatThrownBy(answer::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(QueueUnavailableException.class)
        .hasMessageContaining(KEY);
  }
}
