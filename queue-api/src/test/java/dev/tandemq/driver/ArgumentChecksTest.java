package dev.tandemq.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every store refuses, as drivers use it. */
final class ArgumentChecksTest {

  private static final int MOST_BYTES = Capabilities.MIN_PAYLOAD_BYTES;
  private static final Duration DAY = Duration.ofDays(1);

  private final ArgumentChecks checks =
      new ArgumentChecks(new Capabilities(Set.of(), MOST_BYTES, 2));

  private static Job job(int bytes) {
    return Job.builder()
        .id(new JobId(1, bytes))
        .queue("q")
        .createdAt(Instant.EPOCH)
        .payload(new byte[bytes])
        .build();
  }

  @Test
  void aBatchAtTheLimitIsTakenAndOneJobMoreIsRefused() {
    List<Job> two = List.of(job(1), job(MOST_BYTES));

    assertThat(checks.jobs(two)).isEqualTo(two);
    refused(
        () -> checks.jobs(List.of(job(1), job(2), job(3))),
        "jobs of one call are 3; the limit is 2: make several calls");
    refused(() -> checks.items("claims", List.of(1, 2, 3)), "claims of one call are 3");
  }

  @Test
  void aPayloadThatIsOneByteTooLargeIsRefusedWithBothNumbers() {
    refused(
        () -> checks.jobs(List.of(job(MOST_BYTES + 1))), "has 1048577 bytes; the limit is 1048576");
  }

  @Test
  void whatIsCheckedIsACopy() {
    List<String> given = new ArrayList<>(List.of("a"));
    List<String> checked = checks.items("ids", given);
    List<String> queues = ArgumentChecks.queues(given);
    given.set(0, "b");

    assertThat(checked).containsExactly("a");
    assertThat(queues).containsExactly("a");
  }

  @Test
  void aTurnThatWantsMoreThanABatchWantsABatch() {
    TurnRequest small = new TurnRequest(List.of(), List.of("q"), 2, DAY, "node");
    TurnRequest large = new TurnRequest(List.of(), List.of("q"), 3, DAY, "node");

    assertThat(checks.turn(small)).isSameAs(small);
    assertThat(checks.turn(large)).isEqualTo(small);
  }

  @Test
  @SuppressWarnings("NullAway") // what callers without its help do
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> checks.items("ids", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("ids");
    assertThatThrownBy(() -> checks.items("ids", Arrays.asList("a", null)))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> ArgumentChecks.lease(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("lease");
  }

  @Test
  void numbersAndTimesAreHeldToTheirLimits() {
    assertThatCode(
            () -> {
              ArgumentChecks.lease(Job.LIMIT_DURATION);
              ArgumentChecks.max(1);
              ArgumentChecks.prune(Duration.ZERO, 0, 1);
              ArgumentChecks.term(0);
              ArgumentChecks.bound(0);
              ArgumentChecks.queue("q");
            })
        .doesNotThrowAnyException();
    refused(() -> ArgumentChecks.lease(Duration.ZERO), "lease is PT0S; it must be more than zero");
    refused(() -> ArgumentChecks.lease(Job.LIMIT_DURATION.plusNanos(1)), "at most 36500 days");
    refused(() -> ArgumentChecks.max(0), "max is 0; it must be at least 1");
    refused(() -> ArgumentChecks.prune(DAY, -1, 1), "keep is -1; neither may be negative");
    refused(() -> ArgumentChecks.prune(DAY, 0, 0), "max is 0; it must be at least 1");
    refused(() -> ArgumentChecks.prune(DAY.negated(), 0, 1), "olderThan is PT-24H");
    refused(() -> ArgumentChecks.term(-1), "term is -1; it must be zero, for no leader, or more");
    refused(
        () -> ArgumentChecks.bound(-1), "maxJobs is -1; it must be zero, for no bound, or more");
    refused(() -> ArgumentChecks.queue("a b"), "queue holds the character U+0020 at position 1");
    refused(() -> ArgumentChecks.queues(List.of("q", "")), "queue is empty");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
