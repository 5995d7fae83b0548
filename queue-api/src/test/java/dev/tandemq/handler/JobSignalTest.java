package dev.tandemq.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handler may throw instead of failing. */
final class JobSignalTest {

  static Stream<Duration> delays() {
    return Stream.of(Duration.ZERO, Duration.ofNanos(1), Job.LIMIT_DURATION);
  }

  @ParameterizedTest
  @MethodSource("delays")
  void snoozeTellsItsDelay(Duration delay) {
    JobSignal signal = JobSignal.snooze(delay);

    assertThat(signal)
        .hasMessage("snooze for " + delay)
        .isInstanceOfSatisfying(
            JobSignal.Snooze.class, snooze -> assertThat(snooze.delay()).isEqualTo(delay));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void snoozeIntoThePastIsRefused(long seconds) {
    Duration delay = Duration.ofSeconds(seconds);

    assertThatThrownBy(() -> JobSignal.snooze(delay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delay is " + delay)
        .hasMessageContaining("it ranges from zero to");
  }

  @Test
  void snoozeBeyondTheLimitIsRefused() {
    Duration delay = Job.LIMIT_DURATION.plusNanos(1);

    assertThatThrownBy(() -> JobSignal.snooze(delay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delay is " + delay);
  }

  @Test
  void discardAndBuryTellTheirReason() {
    assertThat(JobSignal.discard("too late"))
        .isInstanceOf(JobSignal.Discard.class)
        .hasMessage("too late");
    assertThat(JobSignal.bury("no such customer"))
        .isInstanceOf(JobSignal.Bury.class)
        .hasMessage("no such customer");
  }

  @Test
  void signalCostsNoStackTrace() {
    JobSignal signal = JobSignal.bury("reason");

    signal.addSuppressed(new IllegalStateException("ignored"));

    assertThat(signal.getStackTrace()).isEmpty();
    assertThat(signal.getSuppressed()).isEmpty();
    assertThat(signal).hasNoCause();
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without NullAway may do
  void snoozeOfNullIsRefused() {
    assertThatThrownBy(() -> JobSignal.snooze(null)).isInstanceOf(NullPointerException.class);
  }
}
