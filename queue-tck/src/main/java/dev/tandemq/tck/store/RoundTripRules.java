package dev.tandemq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.retry.Backoff;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule P2: a job comes back as it was put. */
public abstract class RoundTripRules extends StoreChapter {

  @Test
  @Rule("P2")
  void everyFieldComesBack() {
    Job.Builder builder =
        store()
            .job("mail.send")
            .payload("{\"to\": \"Zoë \uD83D\uDE80\"}")
            .priority(7)
            .maxAttempts(12)
            .timeout(Duration.ofMillis(1_500))
            .createdAt(Instant.parse("2031-12-31T23:59:59.999999999Z"))
            .tag("customer", "42")
            .tag("Ärger", "größer als \"gedacht\"")
            .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .header("empty", "");
    expectRoundTrip(builder);
  }

  @Test
  @Rule("P2")
  void theUniqueKeyComesBack() {
    needs(Capability.UNIQUE_KEY);
    expectRoundTrip(store().job("job").uniqueKey("order:4711 \u00fc"));
  }

  static Stream<Backoff> backoffs() {
    return Stream.of(
        Backoff.standard(),
        Backoff.none(),
        Backoff.fixed(Duration.ZERO),
        Backoff.fixed(Duration.ofNanos(1)),
        Backoff.fixed(Backoff.LIMIT),
        Backoff.exponential(Duration.ZERO, Duration.ZERO),
        Backoff.exponential(Duration.ofMillis(1_500), Duration.ofDays(2)),
        Backoff.exponential(Duration.ofNanos(999_999_999), Backoff.LIMIT));
  }

  @ParameterizedTest
  @MethodSource("backoffs")
  @Rule("P2")
  void theBackoffComesBack(Backoff backoff) {
    expectRoundTrip(store().job("job").backoff(backoff));
  }

  @Test
  @Rule("P2")
  void aJobWithoutABackoffComesBackWithout() {
    Job job = store().push("job");

    assertThat(store().view(job).job().backoff()).as(store().story(job)).isEmpty();
    assertThat(store().claim().job().backoff()).as(store().story(job)).isEmpty();
  }

  @Test
  @Rule("P2")
  void theDelayComesBack() {
    Job job = store().push(store().job("job").delay(step()));

    assertThat(store().view(job).job()).as(store().story(job)).isEqualTo(job);
    store().pass(step().plus(precision()));
    assertThat(store().claim().job()).as(store().story(job)).isEqualTo(job);
  }

  @Test
  @Rule("P2")
  void aPayloadOfEveryByteValueComesBack() {
    byte[] payload = new byte[256];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) i;
    }
    expectRoundTrip(store().job("job").payload(payload));
  }

  @Test
  @Rule("P2")
  void anEmptyPayloadComesBack() {
    expectRoundTrip(store().job("job").payload(new byte[0]));
  }

  @Test
  @Rule("P2")
  void aPayloadThatEndsInZerosComesBack() {
    expectRoundTrip(store().job("job").payload(new byte[] {1, 0, 0}));
  }

  @Test
  @Rule("P2")
  void aPayloadOfOneMebibyteComesBack() {
    byte[] payload = new byte[Capabilities.MIN_PAYLOAD_BYTES];
    new Random(2).nextBytes(payload);
    expectRoundTrip(store().job("job").payload(payload));
  }

  @Test
  @Rule("P2")
  void theSmallestValuesComeBack() {
    expectRoundTrip(
        store()
            .job("j")
            .priority(Job.MIN_PRIORITY)
            .maxAttempts(1)
            .timeout(Duration.ZERO)
            .createdAt(Instant.EPOCH));
  }

  @Test
  @Rule("P2")
  void theLargestValuesComeBack() {
    Job.Builder builder =
        store()
            .job("t".repeat(128))
            .queue(StoreProbe.QUEUE)
            .priority(Job.MAX_PRIORITY)
            .maxAttempts(Job.LIMIT_MAX_ATTEMPTS)
            .timeout(Job.LIMIT_DURATION);
    for (int i = 0; i < Job.LIMIT_LABELS; i++) {
      builder.tag(label(i), label(i)).header(label(i), label(i));
    }
    expectRoundTrip(builder);
  }

  private static String label(int number) {
    String start = number + "-";
    return start + "x".repeat(Job.LIMIT_LABEL_BYTES - start.length());
  }

  @Test
  @Rule("P2")
  void theLongestQueueNameComesBack() {
    Job job = store().push(store().job("job").queue("Q".repeat(128)));

    assertThat(store().view(job).job()).as(store().story(job)).isEqualTo(job);
    assertThat(store().turn(1, job.queue()).claims())
        .as(store().story(job))
        .extracting(claim -> claim.job())
        .containsExactly(job);
  }

  @Test
  @Rule("P2")
  void aJobComesBackUnchangedAfterAFailedAttempt() {
    Job job = store().push(store().job("job").payload(new byte[] {0, -1, 127}).tag("a", "b"));
    store().apply(StoreProbe.retry(store().claim()));

    assertThat(store().view(job).job()).as(store().story(job)).isEqualTo(job);
    assertThat(store().claim().job()).as(store().story(job)).isEqualTo(job);
  }

  private void expectRoundTrip(Job.Builder builder) {
    Job job = store().push(builder);

    assertThat(store().view(job).job()).as(store().story(job)).isEqualTo(job);
    assertThat(store().claim().job()).as(store().story(job)).isEqualTo(job);
    assertThat(store().view(job).job()).as(store().story(job)).isEqualTo(job);
    store().check(job).is(JobState.RESERVED);
  }
}
