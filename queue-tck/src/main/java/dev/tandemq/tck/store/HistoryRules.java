package dev.tandemq.tck.store;

import static dev.tandemq.tck.store.StoreProbe.LONG;
import static dev.tandemq.tck.store.StoreProbe.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tandemq.job.Attempt;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.store.Settle;
import dev.tandemq.tck.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Rule S10: what the history of a job tells. */
public abstract class HistoryRules extends StoreChapter {

  @Test
  @Rule("S10")
  void aFreshJobHasNoHistory() {
    Job job = store().push("job");

    assertThat(store().view(job).history()).as(store().story(job)).isEmpty();
  }

  @Test
  @Rule("S10")
  void eachAttemptThatDidNotCompleteIsTold() {
    Job job = store().push("job");
    store()
        .apply(
            Settle.retry(
                store().claim(QUEUE, LONG, "n1"), Duration.ZERO, new Failure("first error")));
    store().apply(Settle.release(store().claim(QUEUE, LONG, "n2"), Duration.ZERO));
    store().apply(Settle.bury(store().claim(QUEUE, LONG, "n3"), new Failure("last error")));

    assertThat(told(job))
        .as(store().story(job))
        .containsExactly(
            tuple(1, "n1", "retry", "first error"),
            tuple(2, "n2", "release", ""),
            tuple(3, "n3", "bury", "last error"));
  }

  @Test
  @Rule("S10")
  void theLastRetryIsToldAsARetry() {
    Job job = store().push(store().job("job").maxAttempts(1));

    store().apply(StoreProbe.retry(store().claim()));

    assertThat(told(job))
        .as(store().story(job))
        .containsExactly(tuple(1, StoreProbe.NODE, "retry", "boom"));
  }

  @Test
  @Rule("S10")
  void theTwentyLatestAttemptsAreKept() {
    Job job = store().push(store().job("job").maxAttempts(100));
    for (int i = 1; i <= 25; i++) {
      store().apply(Settle.retry(store().claim(), Duration.ZERO, new Failure("error " + i)));
    }

    Tuple[] expected =
        IntStream.rangeClosed(6, 25)
            .mapToObj(i -> tuple(i, StoreProbe.NODE, "retry", "error " + i))
            .toArray(Tuple[]::new);
    assertThat(told(job)).as(store().story(job)).containsExactly(expected);
  }

  @Test
  @Rule("S10")
  void aLongErrorIsKeptUpToItsLimit() {
    Job job = store().push("job");
    String text = "\u00e4".repeat(Failure.MAX_BYTES);

    store().apply(Settle.retry(store().claim(), Duration.ZERO, new Failure(text)));

    String kept = store().view(job).history().get(0).failure().error();
    assertThat(kept.getBytes(StandardCharsets.UTF_8))
        .as(store().story(job))
        .hasSize(Failure.MAX_BYTES);
    assertThat(text).as(store().story(job)).startsWith(kept);
  }

  @Test
  @Rule("S10")
  void anyTextOfAnErrorIsKept() {
    Job job = store().push("job");
    String text = "line 1\nline 2\t\"quoted\" \\ \u0001 caf\u00e9 \uD83D\uDE80 {\"a\":1}";

    store().apply(Settle.retry(store().claim(), Duration.ZERO, new Failure(text)));

    assertThat(told(job))
        .as(store().story(job))
        .containsExactly(tuple(1, StoreProbe.NODE, "retry", text));
  }

  @Test
  @Rule("S10")
  void theHistoryTellsWhenAnAttemptEnded() {
    Job job = store().push("job");
    store().apply(StoreProbe.retry(store().claim()));
    store().pass(step());
    store().apply(StoreProbe.retry(store().claim()));

    List<Attempt> history = store().view(job).history();
    assertThat(Duration.between(history.get(0).endedAt(), history.get(1).endedAt()))
        .as(store().story(job))
        .isBetween(step().minus(precision()), step().plus(precision().multipliedBy(2)));
  }

  @Test
  @Rule("S10")
  void theHistoryStaysOverARequeueAndGoesOnFromOne() {
    Job job = store().pushFailed("job");
    store().requeue(job);

    store().apply(Settle.bury(store().claim(), new Failure("again")));

    assertThat(told(job))
        .as(store().story(job))
        .containsExactly(
            tuple(1, StoreProbe.NODE, "retry", "boom"), tuple(1, StoreProbe.NODE, "bury", "again"));
  }

  private List<Tuple> told(Job job) {
    return store().view(job).history().stream()
        .map(
            attempt ->
                tuple(attempt.number(), attempt.node(), attempt.end(), attempt.failure().error()))
        .toList();
  }
}
