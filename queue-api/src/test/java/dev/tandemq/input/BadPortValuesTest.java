package dev.tandemq.input;

import static dev.tandemq.input.BadInput.missing;
import static dev.tandemq.input.BadInput.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.queue.FailedFilter;
import dev.tandemq.retry.Backoff;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Settle;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the values refuse that travel over the ports. */
@SuppressWarnings("NullAway") // null is the bad input
class BadPortValuesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final Failure ERROR = new Failure("error");
  private static final Job JOB =
      Job.builder().id(new JobId(1, 2)).queue("q").createdAt(Instant.EPOCH).build();
  private static final Claim CLAIM = new Claim(JOB, 1, 1, 0, "node", Instant.EPOCH, Duration.ZERO);

  static List<BadInput> rows() {
    return List.of(
        // back-off
        missing("no kind", () -> new Backoff(null, SECOND, SECOND), "kind"),
        missing("no base", () -> Backoff.exponential(null, SECOND), "base"),
        missing("no cap", () -> Backoff.exponential(SECOND, null), "cap"),
        missing("no fixed delay", () -> Backoff.fixed(null), "base"),
        wrong("a negative base", () -> Backoff.fixed(Duration.ofSeconds(-1)), "base is PT-1S"),
        wrong(
            "a cap below the base",
            () -> Backoff.exponential(SECOND, Duration.ZERO),
            "base is PT1S",
            "cap is PT0S",
            "not below it"),
        wrong("a cap that overflows", () -> Backoff.exponential(SECOND, FOREVER), "36500 days"),
        // turns
        missing("no settlements", () -> turn(null, List.of("q"), 1, SECOND, "n"), "done"),
        missing(
            "a settlement missing",
            () -> turn(Arrays.asList(Settle.complete(CLAIM), null), List.of(), 1, SECOND, "n"),
            "done holds null"),
        missing("no queues", () -> turn(List.of(), null, 1, SECOND, "n"), "queues"),
        missing(
            "a queue missing",
            () -> turn(List.of(), Arrays.asList("q", null), 1, SECOND, "n"),
            "queue"),
        wrong(
            "a bad queue",
            () -> turn(List.of(), List.of("a b"), 1, SECOND, "n"),
            "queue",
            "U+0020"),
        wrong(
            "fewer than no jobs", () -> turn(List.of(), List.of(), -1, SECOND, "n"), "want is -1"),
        missing("no lease", () -> turn(List.of(), List.of(), 1, null, "n"), "lease"),
        wrong(
            "a lease of zero",
            () -> turn(List.of(), List.of(), 1, Duration.ZERO, "n"),
            "lease is PT0S",
            "more than zero"),
        wrong(
            "a lease that overflows",
            () -> turn(List.of(), List.of(), 1, FOREVER, "n"),
            "36500 days"),
        missing("no node", () -> turn(List.of(), List.of(), 1, SECOND, null), "node"),
        wrong("a bad node", () -> turn(List.of(), List.of(), 1, SECOND, "a\nb"), "node", "U+000A"),
        // settlements
        missing("no claim to settle", () -> Settle.complete(null), "claim"),
        missing("no arrow", () -> new Settle(CLAIM, null, SECOND, ERROR), "arrow"),
        missing("a retry without delay", () -> Settle.retry(CLAIM, null, ERROR), "delay"),
        missing("a retry without failure", () -> Settle.retry(CLAIM, SECOND, null), "failure"),
        missing("a bury without failure", () -> Settle.bury(CLAIM, null), "failure"),
        missing("a release without delay", () -> Settle.release(CLAIM, null), "delay"),
        wrong(
            "a negative release",
            () -> Settle.release(CLAIM, Duration.ofNanos(-1)),
            "delay is PT-0.000000001S",
            "36500 days"),
        wrong(
            "a snooze that overflows", () -> Settle.snooze(CLAIM, FOREVER), "delay", "36500 days"),
        // claims
        missing("a claim of nothing", () -> claim(null, 1, 1, 0, "n"), "job"),
        missing("a claim by nobody", () -> claim(JOB, 1, 1, 0, null), "node"),
        wrong("a negative token", () -> claim(JOB, -1, 1, 0, "n"), "token is -1", "at least"),
        wrong("attempt 0", () -> claim(JOB, 1, 0, 0, "n"), "attempt is 0", "at least 1"),
        wrong("negative snoozes", () -> claim(JOB, 1, 1, -1, "n"), "snoozes is -1"),
        missing("a claim until nothing", () -> CLAIM.until(null), "leaseUntil"),
        // pages
        wrong("an empty page", () -> PageRequest.first(0), "size is 0", "1 to 1000"),
        wrong("a page too large", () -> PageRequest.first(1001), "size is 1001", "1000"),
        missing("no cursor", () -> new PageRequest(1, null), "after"),
        missing("a page of nothing", () -> new Page<>(null, Optional.empty()), "items"),
        missing("a page with no next", () -> new Page<>(List.of(), null), "next"),
        // filters
        missing("a filter by no type", () -> FailedFilter.any().type(null), "type"),
        wrong("a filter by a bad type", () -> FailedFilter.any().type("a b"), "type", "U+0020"),
        missing("a filter by no tag", () -> FailedFilter.any().tag(null, "v"), "tag key"),
        missing("a filter by no value", () -> FailedFilter.any().tag("k", null), "tag value"),
        missing("a filter by no error", () -> FailedFilter.any().error(null), "error"),
        missing(
            "a filter of nulls", () -> new FailedFilter(null, Map.of(), Optional.empty()), "type"),
        // signals
        missing("no snooze", () -> JobSignal.snooze(null), "delay"),
        wrong(
            "a negative snooze", () -> JobSignal.snooze(Duration.ofSeconds(-1)), "delay is PT-1S"),
        wrong("a snooze without end", () -> JobSignal.snooze(FOREVER), "delay", "36500 days"),
        missing("a discard without reason", () -> JobSignal.discard(null), "reason"),
        missing("a bury without reason", () -> JobSignal.bury(null), "reason"),
        // drivers
        missing("no features", () -> new Capabilities(null, 1 << 20, 1), "features"),
        wrong(
            "payloads too small",
            () -> new Capabilities(Set.of(), 1000, 1),
            "maxPayloadBytes is 1000",
            "1048576"),
        wrong(
            "no batch",
            () -> new Capabilities(Set.of(), 1 << 20, 0),
            "maxBatch is 0",
            "at least 1"),
        missing("no URL", () -> QueueUrl.parse(null), "url"),
        wrong("an empty URL", () -> QueueUrl.parse(""), "no scheme", "memory:"),
        wrong(
            "a host for a URL", () -> QueueUrl.parse("//me:hunter2@host"), "no scheme", "memory:"),
        wrong("a password before the scheme", () -> QueueUrl.parse("hunter2@host:1"), "no scheme"),
        wrong(
            "a password cut by a question mark",
            () -> QueueUrl.parse("redis://me:hun?ter2@host"),
            "%3F"),
        wrong("an option without name", () -> QueueUrl.parse("memory:?=hunter2"), "no name"),
        wrong("an option twice", () -> QueueUrl.parse("memory:?a=hunter2&a=2"), "option a twice"),
        wrong("a hostile option twice", () -> QueueUrl.parse("memory:?%0a=1&%0a=2"), "twice"),
        wrong(
            "a broken percent sign", () -> QueueUrl.parse("memory:?a=hunter2%z"), "option a", "%"));
  }

  private static void turn(
      List<Settle> done, List<String> queues, int want, Duration lease, String node) {
    var unused = new TurnRequest(done, queues, want, lease, node);
  }

  private static void claim(Job job, long token, int attempt, int snoozes, String node) {
    var unused = new Claim(job, token, attempt, snoozes, node, Instant.EPOCH, Duration.ZERO);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void badInputIsRefusedInWords(BadInput row) {
    row.check();
  }

  @Test
  void noRowWasLost() {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(58);
  }
}
