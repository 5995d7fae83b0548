package dev.tandemq.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.driver.QueueUrl;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Misuse of the store in memory (X1, X2): refused by the call itself, in words that name field,
 * value and limit, with nothing written.
 */
@SuppressWarnings("NullAway") // null is the bad input
class MemoryJobStoreInputTest {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final int LIMIT = new MemoryDriver().capabilities().maxBatch();
  private static final Job JOB = job(1, 0);
  private static final Claim CLAIM = new Claim(JOB, 1, 1, 0, "node", Instant.EPOCH, Duration.ZERO);

  private final JobStore store = MemoryFixtures.open(new StillContext());

  /** One row of the table. */
  record Row(
      String what, Consumer<JobStore> call, Class<? extends Throwable> error, List<String> parts) {

    @Override
    public String toString() {
      return what;
    }
  }

  private static Row wrong(String what, Consumer<JobStore> call, String... parts) {
    return new Row(what, call, IllegalArgumentException.class, List.of(parts));
  }

  private static Row missing(String what, Consumer<JobStore> call, String field) {
    return new Row(what, call, NullPointerException.class, List.of(field));
  }

  static List<Row> rows() {
    return List.of(
        missing("put of null", s -> s.put(null), "jobs"),
        missing("put with a null", s -> s.put(Arrays.asList(job(8, 0), null)), "job"),
        wrong(
            "put of a large payload behind a good one",
            s -> s.put(List.of(job(8, 0), job(9, (64 << 20) + 1))),
            "67108865 bytes",
            "limit is 67108864",
            "push a reference"),
        wrong(
            "put of too many",
            s -> s.put(Collections.nCopies(LIMIT + 1, JOB)),
            "jobs of one call are 100001",
            "limit is 100000",
            "several calls"),
        missing("turn of null", s -> s.turn(null), "request"),
        wrong(
            "turn with too many settlements",
            s -> s.turn(turn(Collections.nCopies(LIMIT + 1, Settle.complete(CLAIM)))),
            "settlements of one call are 100001",
            "limit is 100000"),
        missing("extend of null", s -> s.extend(null, LEASE), "claims"),
        missing("extend with a null", s -> s.extend(Arrays.asList(CLAIM, null), LEASE), "claim"),
        missing("extend by null", s -> s.extend(List.of(CLAIM), null), "lease"),
        wrong("extend by zero", s -> s.extend(List.of(), Duration.ZERO), "lease is PT0S", "zero"),
        wrong(
            "extend by less",
            s -> s.extend(List.of(CLAIM), Duration.ofNanos(-1)),
            "lease is PT-0.000000001S"),
        wrong("extend for ever", s -> s.extend(List.of(CLAIM), FOREVER), "lease", "36500 days"),
        wrong(
            "extend of too many",
            s -> s.extend(Collections.nCopies(LIMIT + 1, CLAIM), LEASE),
            "claims of one call are 100001"),
        missing("sweep of null", s -> s.sweep(null, 1), "queue"),
        wrong("sweep of nothing", s -> s.sweep("q", 0), "max is 0", "at least 1"),
        wrong("sweep of less", s -> s.sweep("q", Integer.MIN_VALUE), "max is -2147483648"),
        wrong("sweep of a path", s -> s.sweep("../q", 1), "queue", "U+002F"),
        wrong("sweep before all terms", s -> s.sweep("q", 1, -1), "term is -1", "for no leader"),
        missing("find of null", s -> s.find(null), "id"),
        missing("findUnique in null", s -> s.findUnique(null, "k"), "queue"),
        missing("findUnique of null", s -> s.findUnique("q", null), "uniqueKey"),
        missing("list of null", s -> s.list(null, JobState.READY, first()), "queue"),
        missing("list in no state", s -> s.list("q", null, first()), "state"),
        missing("list of no page", s -> s.list("q", JobState.READY, null), "page"),
        wrong(
            "list behind a foreign cursor",
            s -> s.list("q", JobState.READY, new PageRequest(1, Optional.of("1,2"))),
            "after has 3 characters",
            "Page.next"),
        missing("requeue in null", s -> s.requeue(null, List.of()), "queue"),
        missing("requeue of null", s -> s.requeue("q", null), "ids"),
        missing("requeue with a null", s -> s.requeue("q", withNull()), "id"),
        missing("remove of null", s -> s.remove(null), "ids"),
        missing("remove with a null", s -> s.remove(withNull()), "id"),
        wrong(
            "remove of too many",
            s -> s.remove(Collections.nCopies(LIMIT + 1, JOB.id())),
            "ids of one call are 100001"),
        missing("forget in null", s -> s.forget(null, List.of()), "queue"),
        missing("forget of null", s -> s.forget("q", null), "ids"),
        missing("forget with a null", s -> s.forget("q", withNull()), "id"),
        wrong(
            "forget of too many",
            s -> s.forget("q", Collections.nCopies(LIMIT + 1, JOB.id())),
            "ids of one call are 100001"),
        missing("cancel of null", s -> s.cancel(null), "ids"),
        missing("cancel with a null", s -> s.cancel(withNull()), "id"),
        wrong(
            "cancel of too many",
            s -> s.cancel(Collections.nCopies(LIMIT + 1, JOB.id())),
            "ids of one call are 100001"),
        missing("clear of null", s -> s.clear(null), "queue"),
        wrong("clear of an emoji", s -> s.clear("\ud83d\ude80"), "queue", "U+1F680"),
        missing("prune of null", s -> s.prune(null, LEASE, 0, 1), "queue"),
        missing("prune by null", s -> s.prune("q", null, 0, 1), "olderThan"),
        wrong(
            "prune by a negative age",
            s -> s.prune("q", Duration.ofSeconds(-1), 0, 1),
            "olderThan is PT-1S"),
        wrong("prune to less", s -> s.prune("q", LEASE, -1, 1), "keep is -1"),
        wrong("prune of nothing", s -> s.prune("q", LEASE, 0, 0), "max is 0"),
        wrong("prune before all terms", s -> s.prune("q", LEASE, 0, 1, -7), "term is -7"),
        missing("stats of null", s -> s.stats(null), "queues"),
        missing("stats with a null", s -> s.stats(Arrays.asList("q", null)), "queue"),
        wrong("stats of a NUL", s -> s.stats(List.of("q", "\0")), "queue", "U+0000"),
        missing("pause of null", s -> s.pause(null, true), "queue"),
        wrong("pause of a blank", s -> s.pause(" ", true), "queue", "U+0020"),
        missing("bound of null", s -> s.bound(null, 1), "queue"),
        wrong("bound below zero", s -> s.bound("q", -1), "maxJobs is -1", "zero, for no bound"),
        wrong("bound of a long name", s -> s.bound("q".repeat(129), 1), "129", "at most 128"),
        missing("hints of null", s -> s.onReady(null, () -> {}), "queue"),
        missing("hints to null", s -> s.onReady("q", null), "hint"),
        missing("room of null", s -> s.onRoom(null, () -> {}), "queue"),
        missing("room to null", s -> s.onRoom("q", null), "hint"),
        wrong(
            "a driver with an address",
            s -> new MemoryDriver().open(QueueUrl.parse("memory://me:hunter2@host"), null),
            "no address"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void badInputIsRefusedInWordsAndWritesNothing(Row row) {
    Claim held = oneJobOfEachKind();
    List<QueueStats> before = stats();
    List<String> queues = now(store.queues());

    assertThatThrownBy(() -> row.call().accept(store))
        .as(row.what())
        .isExactlyInstanceOf(row.error())
        .hasMessageContainingAll(row.parts().toArray(String[]::new))
        .message()
        .matches("[ -~]+")
        .doesNotContain("Cannot invoke", "hunter2");

    assertThat(stats()).as("stats after %s", row.what()).isEqualTo(before);
    assertThat(now(store.queues())).isEqualTo(queues);
    assertThat(now(store.turn(turn(List.of(Settle.complete(held))))).settled())
        .as("the claim held before %s", row.what())
        .containsExactly(SettleResult.APPLIED);
  }

  @Test
  void noRowWasLost() {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(59);
  }

  static Stream<Row> afterClose() {
    return Stream.<Consumer<JobStore>>of(
            s -> s.put(List.of(job(8, 0))),
            s -> s.turn(turn(List.of())),
            s -> s.extend(List.of(), LEASE),
            s -> s.sweep("q", 1),
            s -> s.sweep("q", 1, 1),
            s -> s.find(JOB.id()),
            s -> s.findUnique("q", "k"),
            s -> s.list("q", JobState.READY, first()),
            s -> s.requeue("q", List.of()),
            s -> s.remove(List.of()),
            s -> s.forget("q", List.of()),
            s -> s.cancel(List.of()),
            s -> s.clear("q"),
            s -> s.prune("q", LEASE, 0, 1),
            s -> s.prune("q", LEASE, 0, 1, 1),
            s -> s.stats(List.of("q")),
            JobStore::queues,
            s -> s.pause("q", true),
            s -> s.bound("q", 1),
            s -> s.onReady("q", () -> {}),
            s -> s.onRoom("q", () -> {}))
        .map(
            call ->
                new Row("a call", call, IllegalStateException.class, List.of("store is closed")));
  }

  @ParameterizedTest
  @MethodSource("afterClose")
  void everyCallAfterCloseSaysSo(Row row) {
    store.close();

    assertThatThrownBy(() -> row.call().accept(store))
        .isExactlyInstanceOf(row.error())
        .hasMessageContainingAll(row.parts().toArray(String[]::new));
  }

  @Test
  void everyCallOfThePortIsTriedAfterClose() {
    long calls =
        Arrays.stream(JobStore.class.getDeclaredMethods())
            .filter(method -> !method.getName().equals("close") && !method.isSynthetic())
            .count();

    assertThat(afterClose()).hasSize((int) calls);
  }

  @Test
  void whatIsClosedMayBeClosedAgain() {
    Subscription hints = store.onReady("q", () -> {});

    hints.close();
    hints.close();
    store.close();

    assertThatCode(store::close).doesNotThrowAnyException();
    assertThatCode(hints::close).doesNotThrowAnyException();
  }

  @Test
  void aClaimIsSettledOnce() {
    Claim held = oneJobOfEachKind();
    TurnRequest twice = turn(List.of(Settle.complete(held), Settle.bury(held, error())));

    assertThat(now(store.turn(twice)).settled())
        .containsExactly(SettleResult.APPLIED, SettleResult.LOST);
    assertThat(stats().get(0).completed()).isEqualTo(1);
  }

  private Claim oneJobOfEachKind() {
    var unused = now(store.put(List.of(job(1, 0), job(2, 0), job(3, 0))));
    List<Claim> claims =
        now(store.turn(new TurnRequest(List.of(), List.of("q"), 2, LEASE, "n"))).claims();
    var unusedToo = now(store.turn(turn(List.of(Settle.bury(claims.get(0), error())))));
    return claims.get(1);
  }

  private List<QueueStats> stats() {
    return now(store.stats(List.of("q", "unknown")));
  }

  private static <T> T now(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }

  private static Failure error() {
    return new Failure("error");
  }

  private static TurnRequest turn(List<Settle> done) {
    return new TurnRequest(done, List.of(), 0, LEASE, "node");
  }

  private static PageRequest first() {
    return PageRequest.first(10);
  }

  private static List<JobId> withNull() {
    return Arrays.asList(JOB.id(), null);
  }

  private static Job job(int id, int bytes) {
    return Job.builder()
        .id(new JobId(0, id))
        .queue("q")
        .createdAt(Instant.EPOCH)
        .payload(new byte[bytes])
        .build();
  }
}
