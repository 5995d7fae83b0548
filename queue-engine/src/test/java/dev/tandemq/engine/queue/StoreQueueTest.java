package dev.tandemq.engine.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.rule.Rule;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The application's queue over the memory store. */
final class StoreQueueTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MEBIBYTE = 1 << 20;
  private static final int BOUND_SECONDS = 20;

  private final ManualContext clock = new ManualContext(1);
  private final ThreadedContext threads = new ThreadedContext();
  private final List<Queues> opened = new ArrayList<>();

  @AfterEach
  void closeAll() {
    opened.forEach(Queues::close);
    threads.close();
  }

  // ---- push and pop

  @Test
  void pushedJobIsPoppedAndDeleted() throws Exception {
    Queue queue = queue();

    JobId id = queue.push("hello");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();

    assertThat(claim.job().id()).isEqualTo(id);
    assertThat(claim.job().text()).isEqualTo("hello");
    assertThat(claim.attempt()).isEqualTo(1);
    assertThat(queue.delete(claim)).isEqualTo(SettleResult.APPLIED);
    assertThat(queue.pop(Duration.ZERO)).isEmpty();
    assertThat(queue.stats().completed()).isEqualTo(1);
  }

  @Test
  void emptyQueueGivesNothing() throws Exception {
    Queue queue = queue();

    assertThat(queue.pop(Duration.ZERO)).isEmpty();
    assertThat(queue.popBatch(10, Duration.ZERO)).isEmpty();
    assertThat(queue.size()).isZero();
    assertThat(queue.clear()).isZero();
  }

  @Test
  void jobsComeInTheOrderOfTheirPush() throws Exception {
    Queue queue = queue();
    queue.push("a");
    queue.push("b".getBytes(UTF_8));
    queue.pushBatch(List.of(job(queue, "c"), job(queue, "d")));

    List<Claim> claims = queue.popBatch(10, Duration.ZERO);

    assertThat(claims).extracting(claim -> claim.job().text()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void jobsOfHigherPriorityComeFirst() throws Exception {
    Queue queue = queue();
    for (int priority : new int[] {0, -5, 32_767, 5, -32_768}) {
      queue.push(queue.newJob().priority(priority).payload("p" + priority).build());
    }

    List<Claim> claims = queue.popBatch(10, Duration.ZERO);

    assertThat(claims)
        .extracting(claim -> claim.job().text())
        .containsExactly("p32767", "p5", "p0", "p-5", "p-32768");
  }

  @Test
  void delayedJobIsNotPoppedBeforeItsTime() throws Exception {
    Queue queue = queue();
    queue.later(Duration.ofSeconds(7), "text");
    queue.later(Duration.ofSeconds(8), new byte[] {1});

    clock.advance(Duration.ofSeconds(7).minusNanos(1));
    assertThat(queue.pop(Duration.ZERO)).isEmpty();
    assertThat(queue.stats().delayed()).isEqualTo(2);

    clock.advance(Duration.ofNanos(1));
    assertThat(queue.pop(Duration.ZERO).orElseThrow().job().text()).isEqualTo("text");
    clock.advance(SECOND);
    assertThat(queue.pop(Duration.ZERO).orElseThrow().job().payload()).containsExactly(1);
  }

  @Test
  void popBatchTakesWhatIsThereUpToTheNumber() throws Exception {
    Queue queue = queue();
    pushAll(queue, 5);

    assertThat(queue.popBatch(2, Duration.ZERO)).hasSize(2);
    assertThat(queue.popBatch(10, LONG)).hasSize(3);
    assertThat(queue.popBatch(Integer.MAX_VALUE, Duration.ZERO)).isEmpty();
  }

  @Test
  void hugePopBatchIsCutToWhatTheStoreTakes() throws Exception {
    WatchedDriver driver = new WatchedDriver(capabilities(2, EnumSet.allOf(Capability.class)));
    Queue queue = open(driver, clock).queue("q");
    pushAll(queue, 5);

    List<Claim> claims = queue.popBatch(Integer.MAX_VALUE, Duration.ZERO);

    assertThat(claims).hasSize(2);
    assertThat(driver.turns.remove().want()).isEqualTo(2);
  }

  @Test
  void largePushBatchIsCutToWhatTheStoreTakesAndKeepsItsOrder() throws Exception {
    WatchedDriver driver = new WatchedDriver(capabilities(3, EnumSet.allOf(Capability.class)));
    Queue queue = open(driver, clock).queue("q");
    List<Job> jobs = IntStream.range(0, 8).mapToObj(i -> job(queue, "job " + i)).toList();

    List<PutResult> results = queue.pushBatch(jobs);

    assertThat(driver.puts).extracting(List::size).containsExactly(3, 3, 2);
    assertThat(results).extracting(PutResult::id).isEqualTo(jobs.stream().map(Job::id).toList());
    assertThat(queue.pushBatch(List.of())).isEmpty();
  }

  @Test
  void pushOfTheSameJobAgainIsOneJob() {
    Queue queue = queue();
    Job job = job(queue, "once");

    JobId first = queue.push(job);
    JobId second = queue.push(job);

    assertThat(second).isEqualTo(first).isEqualTo(job.id());
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void pushUnderATakenUniqueKeyGivesTheIdOfTheJobThatHasIt() {
    Queue queue = queue();
    JobId first = queue.push(queue.newJob().uniqueKey("customer 7").build());

    JobId second = queue.push(queue.newJob().uniqueKey("customer 7").build());

    assertThat(second).isEqualTo(first);
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void newJobHasAFreshIdTheQueueAndTheTime() {
    Queue queue = queue();
    clock.advance(SECOND);

    Job first = queue.newJob().build();
    Job second = queue.newJob().build();

    assertThat(first.queue()).isEqualTo("q").isEqualTo(queue.name());
    assertThat(first.createdAt()).isEqualTo(clock.time().now());
    assertThat(first.id().high() >>> 16).isEqualTo(clock.time().now().toEpochMilli());
    assertThat(second.id()).isNotEqualTo(first.id());
  }

  // ---- settle

  @Test
  void releasedJobComesBackAsItsNextAttempt() throws Exception {
    Queue queue = queue();
    queue.push("job");
    Claim first = queue.pop(Duration.ZERO).orElseThrow();

    assertThat(queue.release(first, Duration.ofSeconds(3))).isEqualTo(SettleResult.APPLIED);

    assertThat(queue.pop(Duration.ZERO)).isEmpty();
    clock.advance(Duration.ofSeconds(3));
    Claim second = queue.pop(Duration.ZERO).orElseThrow();
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.token()).isGreaterThan(first.token());
  }

  @Test
  void jobReleasedFromItsLastAttemptHasFailed() throws Exception {
    Queue queue = queue();
    queue.push(queue.newJob().maxAttempts(1).build());

    queue.release(queue.pop(Duration.ZERO).orElseThrow(), Duration.ZERO);

    assertThat(queue.pop(Duration.ZERO)).isEmpty();
    assertThat(queue.stats().failed()).isEqualTo(1);
    assertThat(queue.size()).isZero();
  }

  @Test
  void claimCanBeSettledOnce() throws Exception {
    Queue queue = queue();
    queue.push("job");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();
    queue.delete(claim);

    assertThat(queue.delete(claim)).isEqualTo(SettleResult.LOST);
    assertThat(queue.release(claim, Duration.ZERO)).isEqualTo(SettleResult.LOST);
    assertThat(queue.stats().completed()).isEqualTo(1);
  }

  @Test
  void staleClaimCannotDeleteTheJobOfItsSuccessor() throws Exception {
    Queue queue = queue();
    queue.push("job");
    Claim stale = queue.pop(Duration.ZERO).orElseThrow();
    clock.advance(Duration.ofSeconds(31));
    Claim newer = queue.pop(Duration.ZERO).orElseThrow();

    assertThat(queue.delete(stale)).isEqualTo(SettleResult.LOST);
    assertThat(queue.delete(newer)).isEqualTo(SettleResult.APPLIED);
  }

  // ---- lease

  @ParameterizedTest
  @CsvSource({
    "PT30S, PT30S",
    "PT0S, PT30S",
    "PT5S, PT5S",
    "PT0.000001S, PT0.000001S",
    "PT10M, PT10M",
    "PT876000H, PT876000H",
  })
  void leaseOfAPoppedJobIsItsTimeout(Duration timeout, Duration lease) throws Exception {
    Queues queues = open(new MemoryDriver(), clock);
    Queue queue = queues.queue("q");
    JobId id = queue.push(queue.newJob().timeout(timeout).build());

    Claim claim = queue.pop(Duration.ZERO).orElseThrow();

    assertThat(claim.leaseUntil()).isEqualTo(clock.time().now().plus(lease));
    assertThat(get(queues.store().find(id)).orElseThrow().leaseUntil())
        .isEqualTo(claim.leaseUntil());
    if (lease.compareTo(Duration.ofHours(1)) < 0) {
      clock.advance(lease.minusNanos(1));
      assertThat(queue.pop(Duration.ZERO)).as("just before the lease ends").isEmpty();
      clock.advance(Duration.ofNanos(2));
      assertThat(queue.pop(Duration.ZERO).orElseThrow().attempt()).isEqualTo(2);
    }
  }

  @Test
  void eachJobOfABatchHasTheLeaseOfItsOwnTimeout() throws Exception {
    Queue queue = queue();
    for (int seconds : new int[] {30, 5, 60}) {
      queue.push(queue.newJob().timeout(Duration.ofSeconds(seconds)).build());
    }

    List<Claim> claims = queue.popBatch(3, Duration.ZERO);

    assertThat(claims)
        .extracting(claim -> Duration.between(clock.time().now(), claim.leaseUntil()))
        .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(60));
  }

  // ---- bad arguments

  @Test
  void payloadOfAMebibyteIsTakenAndOneByteMoreIsRefusedBeforeAnythingIsWritten() {
    WatchedDriver driver = new WatchedDriver();
    Queue queue = open(driver, clock).queue("q");
    Job tooLarge = queue.newJob().payload(new byte[MEBIBYTE + 1]).build();

    assertThatThrownBy(() -> queue.push(tooLarge))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("payload has 1048577 bytes; the limit is 1048576");
    assertThatThrownBy(() -> queue.pushBatch(List.of(job(queue, "good"), tooLarge)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queue.push(new byte[MEBIBYTE + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queue.later(SECOND, new byte[MEBIBYTE + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(driver.puts).isEmpty();

    assertThat(queue.push(new byte[MEBIBYTE])).isNotNull();
    assertThat(driver.puts).hasSize(1);
  }

  @Test
  void jobOfAnotherQueueIsRefusedBeforeAnythingIsWritten() {
    WatchedDriver driver = new WatchedDriver();
    Queues queues = open(driver, clock);
    Queue queue = queues.queue("q");
    Job foreign = job(queues.queue("other"), "foreign");

    assertThatThrownBy(() -> queue.push(foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the job is for queue other, this is queue q; push it there");
    assertThatThrownBy(() -> queue.pushBatch(List.of(job(queue, "good"), foreign)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(driver.puts).isEmpty();
  }

  @Test
  void popOfNonsenseIsRefused() {
    Queue queue = queue();

    for (int max : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> queue.popBatch(max, Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("max is " + max + "; it must be at least 1");
    }
    for (Duration timeout :
        List.of(
            Duration.ofNanos(-1),
            Job.LIMIT_DURATION.plusNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MIN_VALUE))) {
      assertThatThrownBy(() -> queue.pop(timeout))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("timeout is " + timeout);
    }
  }

  @Test
  void releaseIntoThePastIsRefusedAndTheClaimIsStillHeld() throws Exception {
    Queue queue = queue();
    queue.push("job");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();

    assertThatThrownBy(() -> queue.release(claim, Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(queue.delete(claim)).isEqualTo(SettleResult.APPLIED);
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without NullAway may do
  void nullIsRefused() {
    WatchedDriver driver = new WatchedDriver();
    Queue queue = open(driver, clock).queue("q");
    List<Job> withNull = new ArrayList<>(List.of(job(queue, "good")));
    withNull.add(null);

    assertThat(
            Stream.<Callable<?>>of(
                () -> queue.push((Job) null),
                () -> queue.push((byte[]) null),
                () -> queue.push((String) null),
                () -> queue.pushBatch(null),
                () -> queue.pushBatch(withNull),
                () -> queue.later(null, "text"),
                () -> queue.pop(null),
                () -> queue.delete(null),
                () -> queue.release(null, SECOND)))
        .allSatisfy(
            call -> assertThatThrownBy(call::call).isInstanceOf(NullPointerException.class));
    assertThat(driver.puts).isEmpty();
    assertThat(driver.turns).isEmpty();
  }

  @Test
  void whatTheStoreCannotDoIsForbiddenBeforeAnythingIsWritten() {
    WatchedDriver driver = new WatchedDriver(capabilities(10, Set.of(Capability.LOCAL)));
    Queue queue = open(driver, clock).queue("q");

    assertThatThrownBy(() -> queue.push(queue.newJob().priority(1).build()))
        .isInstanceOf(QueueForbiddenException.class)
        .hasMessageContaining("no priorities");
    assertThatThrownBy(() -> queue.push(queue.newJob().uniqueKey("k").build()))
        .isInstanceOf(QueueForbiddenException.class)
        .hasMessageContaining("no unique keys");
    assertThat(driver.puts).isEmpty();
    assertThat(queue.push("plain")).isNotNull();
  }

  // ---- trouble with the store

  @Test
  void fullQueueIsAnExceptionForOneJobAndAnAnswerForABatch() {
    WatchedDriver driver =
        new WatchedDriver()
            .with(
                store ->
                    new ForwardingJobStore(store) {
                      @Override
                      public CompletionStage<List<PutResult>> put(List<Job> jobs) {
                        return CompletableFuture.completedFuture(
                            jobs.stream()
                                .<PutResult>map(job -> new PutResult.Full(job.id()))
                                .toList());
                      }
                    });
    Queue queue = open(driver, clock).queue("q");
    Job job = job(queue, "job");

    assertThatThrownBy(() -> queue.push(job))
        .isInstanceOf(QueueFullException.class)
        .hasMessageContaining("queue q");
    assertThat(queue.pushBatch(List.of(job))).containsExactly(new PutResult.Full(job.id()));
  }

  @Test
  void exceptionOfTheStoreReachesTheCallerAsItIs() {
    QueueUnavailableException down = new QueueUnavailableException("down", null);
    WatchedDriver driver =
        new WatchedDriver()
            .with(
                store ->
                    new ForwardingJobStore(store) {
                      @Override
                      public CompletionStage<List<PutResult>> put(List<Job> jobs) {
                        return CompletableFuture.failedFuture(down);
                      }

                      @Override
                      public CompletionStage<Turn> turn(TurnRequest request) {
                        return CompletableFuture.failedFuture(down);
                      }
                    });
    Queue queue = open(driver, clock).queue("q");

    assertThatThrownBy(() -> queue.push("job")).isSameAs(down);
    assertThatThrownBy(() -> queue.pushBatch(List.of(job(queue, "job")))).isSameAs(down);
    assertThatThrownBy(() -> queue.pop(LONG)).isSameAs(down);
  }

  @Test
  @Rule("U4")
  void interruptOfAPushIsUnknownWithTheIdAndTheFlagIsSetAgain() throws Exception {
    WatchedDriver driver = new WatchedDriver().with(SilentStore::new);
    Queue queue = open(driver, threads).queue("q");
    Job job = job(queue, "job");
    FutureTask<Boolean> pushing =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(() -> queue.push(job))
                  .isInstanceOfSatisfying(
                      OutcomeUnknownException.class,
                      e -> assertThat(e.ids()).containsExactly(job.id()));
              return Thread.currentThread().isInterrupted();
            });
    Thread thread = start(pushing);
    assertThat(driver.puts.poll(BOUND_SECONDS, TimeUnit.SECONDS)).isNotNull();

    thread.interrupt();

    assertThat(pushing.get(BOUND_SECONDS, TimeUnit.SECONDS)).as("interrupt flag").isTrue();
  }

  // ---- waiting

  @Test
  @Rule("U1")
  void popWaitsItsTimeAndReturnsEmpty() throws Exception {
    Queue queue = open(new MemoryDriver(), threads).queue("q");
    long start = System.nanoTime();

    Optional<Claim> claim = queue.pop(Duration.ofMillis(60));

    assertThat(claim).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(60));
  }

  @Test
  @Rule("U1")
  void waitingPopIsWokenByAPushWellBeforeItsNextLook() throws Exception {
    WatchedDriver driver = new WatchedDriver();
    Queue queue = open(driver, threads).queue("q");
    Duration fastest = LONG;
    for (int i = 0; i < 5; i++) {
      driver.vainLooks.drainPermits();
      FutureTask<Optional<Claim>> popping = new FutureTask<>(() -> queue.pop(LONG));
      start(popping);
      awaitVainLook(driver);
      long pushed = System.nanoTime();

      queue.push("job");
      Claim claim = popping.get(BOUND_SECONDS, TimeUnit.SECONDS).orElseThrow();

      Duration took = Duration.ofNanos(System.nanoTime() - pushed);
      fastest = took.compareTo(fastest) < 0 ? took : fastest;
      queue.delete(claim);
    }

    // A look without a hint comes after 0.8 s at the earliest.
    assertThat(fastest).isLessThan(Duration.ofMillis(400));
  }

  @Test
  void waitingPopGetsAJobWhoseTimeHasCome() throws Exception {
    Queue queue = open(new MemoryDriver(), threads).queue("q");
    queue.later(Duration.ofMillis(50), "later");

    Optional<Claim> claim = queue.pop(LONG);

    assertThat(claim).isPresent();
    assertThat(claim.orElseThrow().job().text()).isEqualTo("later");
  }

  @Test
  void everyJobIsPoppedOnceByThreadsThatCompete() throws Exception {
    Queue queue = open(new MemoryDriver(), threads).queue("q");
    int jobs = 400;
    List<FutureTask<List<JobId>>> poppers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      FutureTask<List<JobId>> popper = new FutureTask<>(() -> popUntilStopSign(queue));
      poppers.add(popper);
      start(popper);
    }

    pushAll(queue, jobs);
    for (int i = 0; i < 4; i++) {
      queue.push(queue.newJob().type("stop").build());
    }

    List<JobId> popped = new ArrayList<>();
    for (FutureTask<List<JobId>> popper : poppers) {
      popped.addAll(popper.get(BOUND_SECONDS, TimeUnit.SECONDS));
    }
    assertThat(popped).hasSize(jobs).doesNotHaveDuplicates();
    assertThat(queue.stats().completed()).isEqualTo(jobs + 4);
  }

  @Test
  @Rule("U1")
  void interruptOfAWaitingPopClaimsNothing() throws Exception {
    WatchedDriver driver = new WatchedDriver();
    Queue queue = open(driver, threads).queue("q");
    FutureTask<Optional<Claim>> popping = new FutureTask<>(() -> queue.pop(LONG));
    Thread thread = start(popping);
    awaitVainLook(driver);

    thread.interrupt();

    assertThat(thrownBy(popping)).isInstanceOf(InterruptedException.class);
    queue.push("job");
    assertThat(queue.stats().ready()).isEqualTo(1);
    assertThat(queue.pop(Duration.ZERO)).isPresent();
  }

  @Test
  void interruptedThreadPopsNothingThoughAJobIsThere() {
    Queue queue = queue();
    queue.push("job");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> queue.pop(Duration.ZERO)).isInstanceOf(InterruptedException.class);

    assertThat(Thread.interrupted()).as("interrupt flag").isFalse();
    assertThat(queue.stats().ready()).isEqualTo(1);
    assertThat(queue.stats().reserved()).isZero();
  }

  @Test
  void claimsThatComeAfterTheInterruptAreHandedBack() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Turn> slow = new CompletableFuture<>();
    CompletableFuture<Turn> handedBack = new CompletableFuture<>();
    WatchedDriver driver =
        new WatchedDriver()
            .with(
                store ->
                    new ForwardingJobStore(store) {
                      @Override
                      public CompletionStage<Turn> turn(TurnRequest request) {
                        CompletionStage<Turn> turn = super.turn(request);
                        if (request.want() == 0) {
                          return turn.whenComplete((t, e) -> handedBack.complete(t));
                        }
                        if (asked.getCount() == 0) {
                          return turn;
                        }
                        asked.countDown();
                        return slow.thenCompose(nothing -> turn);
                      }
                    });
    Queue queue = open(driver, threads).queue("q");
    JobId id = queue.push("job");
    FutureTask<Optional<Claim>> popping = new FutureTask<>(() -> queue.pop(LONG));
    Thread thread = start(popping);
    assertThat(asked.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(queue.stats().reserved()).isEqualTo(1);

    thread.interrupt();
    assertThat(thrownBy(popping)).isInstanceOf(InterruptedException.class);
    slow.complete(new Turn(List.of(), List.of(), false));

    assertThat(handedBack.get(BOUND_SECONDS, TimeUnit.SECONDS).settled())
        .containsExactly(SettleResult.APPLIED);
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();
    assertThat(claim.job().id()).isEqualTo(id);
    assertThat(claim.attempt()).as("the attempt is not spent").isEqualTo(1);
  }

  // ---- clear, stats

  @Test
  void clearTakesWhatIsReadyDelayedAndReservedAndKeepsWhatHasFailed() throws Exception {
    Queues queues = open(new MemoryDriver(), clock);
    Queue queue = queues.queue("q");
    JobId failed = queue.push(queue.newJob().maxAttempts(1).build());
    queue.release(queue.pop(Duration.ZERO).orElseThrow(), Duration.ZERO);
    queue.push("reserved");
    Claim claim = queue.pop(Duration.ZERO).orElseThrow();
    queue.push("ready");
    queue.later(SECOND, "delayed");
    queues.queue("other").push("other");

    int removed = queue.clear();

    assertThat(removed).isEqualTo(3);
    assertThat(queue.size()).isZero();
    assertThat(queue.stats().removed()).isEqualTo(3);
    assertThat(queue.delete(claim)).as("late settlement").isEqualTo(SettleResult.LOST);
    assertThat(get(queues.store().find(failed)).orElseThrow().state()).isEqualTo(JobState.FAILED);
    assertThat(queues.queue("other").size()).isEqualTo(1);
  }

  @Test
  void statsAndSizeCountWhatStillHasSomethingToDo() throws Exception {
    Queue queue = queue();
    pushAll(queue, 3);
    queue.later(SECOND, "later");
    assertThat(queue.pop(Duration.ZERO)).isPresent();

    assertThat(queue.size()).isEqualTo(4);
    assertThat(queue.stats().queue()).isEqualTo("q");
    assertThat(queue.stats().ready()).isEqualTo(2);
    assertThat(queue.stats().delayed()).isEqualTo(1);
    assertThat(queue.stats().reserved()).isEqualTo(1);
    assertThat(queue.stats().pushed()).isEqualTo(4);
  }

  // ---- close

  @Test
  @Rule("U3")
  void closeWakesWaitingPops() throws Exception {
    WatchedDriver driver = new WatchedDriver();
    Queue queue = open(driver, threads).queue("q");
    FutureTask<Optional<Claim>> one = new FutureTask<>(() -> queue.pop(LONG));
    FutureTask<List<Claim>> many = new FutureTask<>(() -> queue.popBatch(10, LONG));
    start(one);
    start(many);
    awaitVainLook(driver);
    awaitVainLook(driver);

    queue.close();

    assertThat(thrownBy(one))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("queue q was closed");
    assertThat(thrownBy(many)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closeOfTheConnectionWakesWaitingPops() throws Exception {
    WatchedDriver driver = new WatchedDriver();
    Queues queues = open(driver, threads);
    FutureTask<Optional<Claim>> popping = new FutureTask<>(() -> queues.queue("q").pop(LONG));
    start(popping);
    awaitVainLook(driver);

    queues.close();

    assertThat(thrownBy(popping)).isInstanceOf(IllegalStateException.class);
  }

  static Stream<Named<Call>> callsOfAQueue() {
    return Stream.of(
        Named.of("push job", queue -> queue.push(anyJob())),
        Named.of("push bytes", queue -> queue.push(new byte[0])),
        Named.of("push text", queue -> queue.push("text")),
        Named.of("later bytes", queue -> queue.later(SECOND, new byte[0])),
        Named.of("later text", queue -> queue.later(SECOND, "text")),
        Named.of("pushBatch", queue -> queue.pushBatch(List.of(anyJob()))),
        Named.of("empty pushBatch", queue -> queue.pushBatch(List.of())),
        Named.of("pop", queue -> queue.pop(Duration.ZERO)),
        Named.of("popBatch", queue -> queue.popBatch(1, LONG)),
        Named.of("delete", queue -> queue.delete(anyClaim())),
        Named.of("release", queue -> queue.release(anyClaim(), SECOND)),
        Named.of("size", Queue::size),
        Named.of("stats", Queue::stats),
        Named.of("clear", Queue::clear));
  }

  @ParameterizedTest
  @MethodSource("callsOfAQueue")
  void closedQueueRefusesEveryCallBeforeTheStoreIsAsked(Call call) {
    WatchedDriver driver = new WatchedDriver();
    Queue queue = open(driver, clock).queue("q");
    queue.close();
    queue.close();

    assertThatThrownBy(() -> call.on(queue))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("queue q was closed");
    assertThat(driver.puts).isEmpty();
    assertThat(driver.turns).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("callsOfAQueue")
  void queueOfAClosedConnectionRefusesEveryCall(Call call) {
    Queues queues = open(new MemoryDriver(), clock);
    Queue queue = queues.queue("q");
    queues.close();

    assertThatThrownBy(() -> call.on(queue)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closedHandleDoesNotTouchTheJobsOrOtherHandles(boolean closeBefore) throws Exception {
    Queues queues = open(new MemoryDriver(), clock);
    Queue other = queues.queue("other");
    Queue queue = queues.queue("q");
    queue.push("job");
    if (closeBefore) {
      queue.close();
    }

    Queue again = queues.queue("q");

    assertThat(again.pop(Duration.ZERO)).isPresent();
    assertThat(other.size()).isZero();
  }

  // ---- fixture

  @FunctionalInterface
  interface Call {
    Object on(Queue queue) throws Exception;
  }

  /** Puts, and never says so. */
  private static final class SilentStore extends ForwardingJobStore {

    SilentStore(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<PutResult>> put(List<Job> jobs) {
      return super.put(jobs).thenCompose(results -> new CompletableFuture<>());
    }
  }

  private Queue queue() {
    return open(new MemoryDriver(), clock).queue("q");
  }

  private Queues open(QueueDriver driver, ProcessContext context) {
    Queues queues = Queues.open(driver.name() + ":", context, Drivers.of(List.of(driver)));
    opened.add(queues);
    return queues;
  }

  private static Capabilities capabilities(int maxBatch, Set<Capability> features) {
    return new Capabilities(features, MEBIBYTE, maxBatch);
  }

  private static Job job(Queue queue, String text) {
    return queue.newJob().payload(text).build();
  }

  private static Job anyJob() {
    return Job.builder().id(new JobId(1, 2)).queue("q").createdAt(Instant.EPOCH).build();
  }

  private static Claim anyClaim() {
    return new Claim(anyJob(), 1, 1, 0, "node", Instant.EPOCH, Duration.ZERO);
  }

  private static void pushAll(Queue queue, int count) {
    for (int i = 0; i < count; i++) {
      queue.push("job " + i);
    }
  }

  private static List<JobId> popUntilStopSign(Queue queue) throws InterruptedException {
    List<JobId> popped = new ArrayList<>();
    while (true) {
      Claim claim = queue.pop(LONG).orElseThrow();
      queue.delete(claim);
      if (claim.job().type().equals("stop")) {
        return popped;
      }
      popped.add(claim.job().id());
    }
  }

  private static void awaitVainLook(WatchedDriver driver) throws InterruptedException {
    assertThat(driver.vainLooks.tryAcquire(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  private static Throwable thrownBy(FutureTask<?> task) throws Exception {
    try {
      throw new AssertionError("expected an exception, got " + task.get(20, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  private static Thread start(Runnable step) {
    Thread thread = new Thread(step, "store-queue-test");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
