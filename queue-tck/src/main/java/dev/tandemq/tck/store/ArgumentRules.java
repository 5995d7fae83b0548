package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PageRequest;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule X2: misuse is refused by the call itself, before anything is written. */
public abstract class ArgumentRules extends StoreChapter {

  // Beyond these the test would measure its own memory.
  private static final int LARGEST_TESTED_BATCH = 200_000;
  private static final int LARGEST_TESTED_PAYLOAD = 64 << 20;

  static Stream<Arguments> badNumbersAndNames() {
    return Stream.of(
        bad("extend with a lease of zero", store -> store.extend(List.of(), Duration.ZERO)),
        bad(
            "extend with a negative lease",
            store -> store.extend(List.of(), Duration.ofSeconds(-1))),
        bad(
            "extend beyond the longest time",
            store -> store.extend(List.of(), Job.LIMIT_DURATION.plusNanos(1))),
        bad("sweep of no jobs", store -> store.sweep(QUEUE, 0)),
        bad("sweep of a negative number", store -> store.sweep(QUEUE, -1)),
        bad("sweep of an empty name", store -> store.sweep("", 1)),
        bad("sweep in a negative term", store -> store.sweep(QUEUE, 1, -1)),
        bad(
            "prune in a negative term",
            store -> store.prune(QUEUE, Duration.ZERO, 0, 1, Long.MIN_VALUE)),
        bad("forget in an empty name", store -> store.forget("", List.of())),
        bad("list of an empty name", store -> store.list("", JobState.READY, PageRequest.first(1))),
        bad("requeue in an empty name", store -> store.requeue("", List.of())),
        bad("clear of an empty name", store -> store.clear("")),
        bad("prune of an empty name", store -> store.prune("", Duration.ZERO, 0, 1)),
        bad("prune by a negative age", store -> store.prune(QUEUE, Duration.ofNanos(-1), 0, 1)),
        bad("prune to a negative rest", store -> store.prune(QUEUE, Duration.ZERO, -1, 1)),
        bad("prune of no jobs", store -> store.prune(QUEUE, Duration.ZERO, 0, 0)),
        bad("stats of an empty name", store -> store.stats(List.of(QUEUE, ""))),
        bad("pause of an empty name", store -> store.pause("", true)),
        bad("bound of an empty name", store -> store.bound("", 1)),
        bad("a negative bound", store -> store.bound(QUEUE, -1)),
        bad("find by a key in an empty name", store -> store.findUnique("", "key")),
        bad("hints of an empty name", store -> store.onReady("", () -> {})),
        bad("hints of room in an empty name", store -> store.onRoom("", () -> {})));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badNumbersAndNames")
  @Rule("X2")
  void aBadArgumentIsRefused(String what, Consumer<JobStore> call) {
    expectRefusal(what, IllegalArgumentException.class, call);
  }

  @SuppressWarnings("NullAway") // null is the bad argument
  static Stream<Arguments> nulls() {
    return Stream.of(
        bad("put of null", store -> store.put(null)),
        bad("turn of null", store -> store.turn(null)),
        bad("extend of null", store -> store.extend(null, LONG)),
        bad("extend by null", store -> store.extend(List.of(), null)),
        bad("sweep of null", store -> store.sweep(null, 1)),
        bad("find of null", store -> store.find(null)),
        bad("list of null", store -> store.list(null, JobState.READY, PageRequest.first(1))),
        bad("list of no state", store -> store.list(QUEUE, null, PageRequest.first(1))),
        bad("list of no page", store -> store.list(QUEUE, JobState.READY, null)),
        bad("requeue in null", store -> store.requeue(null, List.of())),
        bad("requeue of null", store -> store.requeue(QUEUE, null)),
        bad("remove of null", store -> store.remove(null)),
        bad("forget in null", store -> store.forget(null, List.of())),
        bad("forget of null", store -> store.forget(QUEUE, null)),
        bad("clear of null", store -> store.clear(null)),
        bad("prune of null", store -> store.prune(null, Duration.ZERO, 0, 1)),
        bad("prune by null", store -> store.prune(QUEUE, null, 0, 1)),
        bad("stats of null", store -> store.stats(null)),
        bad("pause of null", store -> store.pause(null, true)),
        bad("hints of null", store -> store.onReady(null, () -> {})),
        bad("hints to null", store -> store.onReady(QUEUE, null)),
        bad("cancel of null", store -> store.cancel(null)),
        bad("bound of null", store -> store.bound(null, 1)),
        bad("find by a key in null", store -> store.findUnique(null, "key")),
        bad("find by a key of null", store -> store.findUnique(QUEUE, null)),
        bad("hints of room in null", store -> store.onRoom(null, () -> {})),
        bad("hints of room to null", store -> store.onRoom(QUEUE, null)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nulls")
  @Rule("X2")
  void nullIsRefused(String what, Consumer<JobStore> call) {
    expectRefusal(what, NullPointerException.class, call);
  }

  private static Arguments bad(String what, Consumer<JobStore> call) {
    return Arguments.of(what, call);
  }

  private void expectRefusal(
      String what, Class<? extends Throwable> error, Consumer<JobStore> call) {
    assertThatThrownBy(() -> call.accept(store().store()), store().story(what)).isInstanceOf(error);
    assertThat(store().queues()).as(store().story("queues after " + what)).isEmpty();
  }

  @Test
  @Rule("X2")
  void aBatchWithANullInItWritesNothing() {
    Job good = store().job("good").build();
    List<Job> batch = Arrays.asList(good, null);

    expectRefusal("a batch with null in it", NullPointerException.class, s -> s.put(batch));
    store().check(good).isGone();
  }

  @Test
  @Rule("X2")
  void idsWithANullAmongThemRemoveNothing() {
    Job job = store().push("job");
    List<JobId> ids = Arrays.asList(job.id(), null);

    assertThatThrownBy(() -> store().store().remove(ids), store().story("remove of an id and null"))
        .isInstanceOf(NullPointerException.class);
    store().check(job).is(JobState.READY);
  }

  @Test
  @Rule("X2")
  void idsWithANullAmongThemCancelNothing() {
    Job job = store().push("job");
    List<JobId> ids = Arrays.asList(job.id(), null);

    assertThatThrownBy(() -> store().store().cancel(ids), store().story("cancel of an id and null"))
        .isInstanceOf(NullPointerException.class);
    store().check(job).is(JobState.READY);
  }

  @Test
  @Rule("X2")
  void moreIdsThanABatchCancelNothing() {
    int limit = currentFixture().capabilities().maxBatch();
    assumeTrue(limit <= LARGEST_TESTED_BATCH, "the largest batch is too large to cross it");
    Job job = store().push("job");
    List<JobId> ids = Collections.nCopies(limit + 1, job.id());

    assertThatThrownBy(() -> store().store().cancel(ids), store().story("cancel of too many ids"))
        .isInstanceOf(IllegalArgumentException.class);
    store().check(job).is(JobState.READY);
  }

  @Test
  @Rule("X2")
  void idsWithANullAmongThemRequeueNothing() {
    Job job = store().pushFailed("job");
    List<JobId> ids = Arrays.asList(job.id(), null);

    assertThatThrownBy(
            () -> store().store().requeue(QUEUE, ids), store().story("requeue of an id and null"))
        .isInstanceOf(NullPointerException.class);
    store().check(job).is(JobState.FAILED);
  }

  @Test
  @Rule("X2")
  void idsWithANullAmongThemForgetNothing() {
    Job job = store().pushFailed("job");
    List<JobId> ids = Arrays.asList(job.id(), null);

    assertThatThrownBy(
            () -> store().store().forget(QUEUE, ids), store().story("forget of an id and null"))
        .isInstanceOf(NullPointerException.class);
    store().check(job).is(JobState.FAILED);
  }

  @Test
  @Rule("X2")
  void moreIdsThanABatchForgetNothing() {
    int limit = currentFixture().capabilities().maxBatch();
    assumeTrue(limit <= LARGEST_TESTED_BATCH, "the largest batch is too large to cross it");
    Job job = store().pushFailed("job");
    List<JobId> ids = Collections.nCopies(limit + 1, job.id());

    assertThatThrownBy(
            () -> store().store().forget(QUEUE, ids), store().story("forget of too many ids"))
        .isInstanceOf(IllegalArgumentException.class);
    store().check(job).is(JobState.FAILED);
  }

  @Test
  @Rule("X2")
  void aPayloadOverTheLimitIsRefused() {
    int limit = currentFixture().capabilities().maxPayloadBytes();
    assumeTrue(limit <= LARGEST_TESTED_PAYLOAD, "the payload limit is too large to cross it");
    Job large = store().job("large").payload(new byte[limit + 1]).build();

    expectRefusal(
        "a payload one byte over the limit",
        IllegalArgumentException.class,
        s -> s.put(List.of(large)));
  }

  @Test
  @Rule("X2")
  void aBatchOverTheLimitIsRefused() {
    int limit = currentFixture().capabilities().maxBatch();
    assumeTrue(limit <= LARGEST_TESTED_BATCH, "the largest batch is too large to cross it");
    List<Job> batch = new ArrayList<>();
    for (int i = 0; i <= limit; i++) {
      batch.add(store().job("job").build());
    }

    expectRefusal(
        "a batch of one job over the limit", IllegalArgumentException.class, s -> s.put(batch));
  }
}
