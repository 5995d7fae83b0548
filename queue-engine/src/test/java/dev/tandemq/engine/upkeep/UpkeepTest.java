package dev.tandemq.engine.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.Swept;
import dev.tandemq.tck.rule.Rule;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Upkeep over a store that notes each call, on time moved by hand. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class UpkeepTest {

  private static final Duration TICK = Duration.ofMillis(1200);

  private final ManualContext clock = new ManualContext(7);
  private final WatchedStore store = new WatchedStore();
  private final Upkeep upkeep = new Upkeep(clock, store);

  @Test
  void nothingIsDoneAndNoTimerRunsUntilItIsWanted() {
    clock.advance(Duration.ofHours(1));

    assertThat(store.calls).isEmpty();
    assertThat(clock.pendingTimers()).isZero();
  }

  @Test
  void everyQueueIsSweptAboutOnceASecond() {
    store.names = List.of("a", "b");
    upkeep.start();
    upkeep.start();
    clock.advance(Duration.ofMillis(799));
    assertThat(store.calls).isEmpty();
    clock.advance(Duration.ofMillis(402));
    assertThat(store.calls).containsExactly("queues", "sweep a", "sweep b");

    store.calls.clear();
    clock.advance(Duration.ofSeconds(100));
    assertThat(store.calls.stream().filter("sweep a"::equals).count()).isBetween(83L, 126L);
  }

  @Test
  void pausesDiffer() {
    upkeep.start();
    List<Long> at = new ArrayList<>();
    store.onQueues = () -> at.add(clock.time().nanoTime());
    clock.advance(Duration.ofSeconds(10));
    assertThat(IntStream.range(1, at.size()).mapToObj(i -> at.get(i) - at.get(i - 1)).distinct())
        .hasSizeGreaterThan(3);
  }

  @Test
  @Rule("V4")
  void failedJobsArePrunedWithEverySixtiethRound() {
    store.names = List.of("a");
    upkeep.start();
    while (store.calls.stream().filter("sweep a"::equals).count() < 59) {
      clock.advance(Duration.ofMillis(100));
    }
    assertThat(store.calls).doesNotContain("prune a PT720H 10000");
    clock.advance(TICK);
    assertThat(store.calls).contains("prune a PT720H 10000");
  }

  @Test
  void sweepIsRepeatedWhileThereIsMoreButNotForEver() {
    store.names = List.of("a", "b");
    store.sweep = queue -> done(new Swept(1, 0, queue.equals("a")));
    upkeep.start();
    clock.advance(TICK);

    assertThat(store.calls.stream().filter("sweep a"::equals)).hasSize(Chores.PAGES);
    assertThat(store.calls.stream().filter("sweep b"::equals)).hasSize(1);
  }

  @Test
  void roundIsBoundedAndTheNextGoesOnWhereItEnded() {
    store.names = IntStream.range(0, 2500).mapToObj(i -> String.format("q%04d", i)).toList();
    upkeep.start();
    for (int round = 1; round <= 3; round++) {
      clock.advance(TICK);
    }
    clock.advance(TICK);
    assertThat(store.calls.stream().filter(call -> call.startsWith("sweep")).distinct())
        .hasSize(2500);
    int first = store.calls.indexOf("sweep q0999");
    assertThat(store.calls.get(first + 1)).isEqualTo("queues");
    assertThat(store.calls.get(first + 2)).isEqualTo("sweep q1000");
  }

  // ---- the end

  @Test
  void stoppedItCostsNothingAndMayBeStartedAgain() {
    upkeep.start();
    upkeep.stop();
    assertThat(clock.pendingTimers()).isZero();
    clock.advance(TICK);
    assertThat(store.calls).isEmpty();

    upkeep.start();
    clock.advance(TICK);
    assertThat(store.calls).containsExactly("queues");
  }

  @Test
  void closedItIsNotStartedAgain() {
    upkeep.start();
    upkeep.close();
    upkeep.close();
    upkeep.start();
    assertThat(clock.pendingTimers()).isZero();
  }

  @Test
  void closeEndsTheRoundThatIsUnderWay() {
    store.names = List.of("a", "b");
    CompletableFuture<Swept> answer = new CompletableFuture<>();
    store.sweep = queue -> answer;
    upkeep.start();
    clock.advance(TICK);
    upkeep.close();
    answer.complete(new Swept(0, 0, true));
    clock.advance(Duration.ofMinutes(1));

    assertThat(store.calls).containsExactly("queues", "sweep a");
    assertThat(clock.pendingTimers()).isZero();
  }

  // ---- trouble

  @Test
  void roundsNeverOverlap() {
    store.names = List.of("a");
    CompletableFuture<Swept> answer = new CompletableFuture<>();
    store.sweep = queue -> answer;
    upkeep.start();
    clock.advance(Duration.ofSeconds(5));
    upkeep.stop();
    upkeep.start();
    clock.advance(Duration.ofSeconds(3));
    assertThat(store.calls).containsExactly("queues", "sweep a");

    answer.complete(new Swept(0, 0, false));
    clock.advance(TICK);
    assertThat(store.calls).containsExactly("queues", "sweep a", "queues", "sweep a");
  }

  @Test
  void callThatIsNeverAnsweredEndsByItsDeadlineAndTheNextQueueHasItsTurn() {
    store.names = List.of("a", "b");
    store.sweep =
        queue -> queue.equals("a") ? new CompletableFuture<>() : done(new Swept(0, 0, false));
    upkeep.start();
    clock.advance(Duration.ofMillis(11_199));
    assertThat(store.calls).contains("sweep b");
    clock.advance(Duration.ofMinutes(5));
    assertThat(store.calls.stream().filter("sweep b"::equals).count()).isGreaterThan(20);
  }

  @Test
  void listOfQueuesThatIsNeverAnsweredDoesNotStopItForEver() {
    CompletableFuture<List<String>> never = new CompletableFuture<>();
    store.queues = () -> never;
    upkeep.start();
    clock.advance(TICK.plusSeconds(9));
    assertThat(store.calls).containsExactly("queues");
    store.queues = () -> done(List.of("a"));
    clock.advance(Duration.ofSeconds(4));
    never.complete(List.of("late"));
    clock.advance(TICK);
    assertThat(store.calls).contains("sweep a").doesNotContain("sweep late");
  }

  @Test
  void storeThatFailsIsLeftAloneUntilTheNextRoundWhichGoesOnWithTheOthers() {
    store.names = List.of("a", "b", "c", "d", "e");
    store.sweep = queue -> CompletableFuture.failedFuture(new QueueUnavailableException("x", null));
    upkeep.start();
    clock.advance(TICK);
    assertThat(store.calls).containsExactly("queues", "sweep a", "sweep b", "sweep c");
    store.calls.clear();
    clock.advance(TICK);
    assertThat(store.calls).startsWith("queues", "sweep d", "sweep e", "sweep a");
  }

  @Test
  void storeThatThrowsDoesNotStopIt() {
    store.queues =
        () -> {
          throw new NoClassDefFoundError("broken class path");
        };
    upkeep.start();
    clock.advance(Duration.ofSeconds(30));
    store.names = List.of("a");
    store.queues = () -> done(store.names);
    clock.advance(TICK);
    assertThat(store.calls).contains("sweep a");
  }

  @Test
  void closedContextIsTheEnd() {
    upkeep.start();
    clock.close();
    upkeep.stop();
    upkeep.start();
    clock.advance(TICK);
    assertThat(store.calls).isEmpty();
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }

  @Test
  @Rule("D7")
  void officeIsAskedBeforeEachCallAndTheNextRoundBeginsWhereItEnded() {
    List<Long> refused = new ArrayList<>();
    OptionalLong[] term = {OptionalLong.empty()};
    Office office =
        new Office() {
          @Override
          public OptionalLong term() {
            return term[0];
          }

          @Override
          public void refused(long old, long newer) {
            refused.add(newer);
            term[0] = OptionalLong.empty();
          }
        };
    Upkeep ofLeader = new Upkeep(clock, store, office);
    store.names = List.of("a", "b", "c");
    ofLeader.start();
    clock.advance(TICK);
    assertThat(store.calls).as("not the leader").isEmpty();

    term[0] = OptionalLong.of(4);
    store.sweep =
        queue -> {
          term[0] = queue.equals("a") ? OptionalLong.empty() : term[0];
          return done(new Swept(0, 0, false));
        };
    clock.advance(TICK);
    assertThat(store.calls).as("deposed in the middle").containsExactly("queues", "sweep a");

    store.calls.clear();
    term[0] = OptionalLong.of(5);
    store.sweep = queue -> done(new Swept(0, 0, false, 6));
    clock.advance(TICK);
    assertThat(store.calls).as("refused at the next queue").containsExactly("queues", "sweep b");
    assertThat(refused).containsExactly(6L);

    store.calls.clear();
    term[0] = OptionalLong.of(7);
    store.sweep = queue -> done(new Swept(0, 0, false));
    clock.advance(TICK);
    assertThat(store.calls).startsWith("queues", "sweep b", "sweep c", "sweep a");
    ofLeader.close();
  }

  @Test
  @Rule("D11")
  void endWaitsForTheCallThatIsUnderWay() {
    store.names = List.of("a", "b");
    CompletableFuture<Swept> answer = new CompletableFuture<>();
    store.sweep = queue -> answer;
    upkeep.start();
    clock.advance(TICK);
    CompletableFuture<?> ended = upkeep.end().toCompletableFuture();
    clock.advance(Duration.ofSeconds(1));
    assertThat(ended).isNotDone();
    answer.complete(new Swept(0, 0, false));
    clock.runUntilIdle();
    assertThat(ended).isCompleted();
    assertThat(store.calls).containsExactly("queues", "sweep a");
    assertThat(new Upkeep(clock, store).end().toCompletableFuture()).isCompleted();
  }

  private final class WatchedStore extends ForwardingJobStore {

    private final List<String> calls = new ArrayList<>();
    private List<String> names = List.of();
    private Runnable onQueues = () -> {};
    private Supplier<CompletionStage<List<String>>> queues = () -> done(names);
    private Function<String, CompletionStage<Swept>> sweep = queue -> done(new Swept(0, 0, false));

    WatchedStore() {
      super(memory());
    }

    @Override
    public CompletionStage<List<String>> queues() {
      calls.add("queues");
      onQueues.run();
      return queues.get();
    }

    @Override
    public CompletionStage<Swept> sweep(String queue, int max, long term) {
      calls.add("sweep " + queue);
      return sweep.apply(queue);
    }

    @Override
    public CompletionStage<Pruned> prune(
        String queue, Duration olderThan, int keep, int max, long term) {
      calls.add("prune " + queue + " " + olderThan + " " + keep);
      return super.prune(queue, olderThan, keep, max, term);
    }
  }

  private JobStore memory() {
    return new MemoryDriver()
        .open(QueueUrl.parse("memory:"), new DriverContext(clock, new JacksonJobCodec()));
  }
}
