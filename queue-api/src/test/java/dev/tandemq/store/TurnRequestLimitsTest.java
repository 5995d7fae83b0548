package dev.tandemq.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TurnRequestLimitsTest {

  @Test
  void leaseThatNoClockCanCountIsRefused() {
    assertThatThrownBy(
            () ->
                new TurnRequest(
                    List.of(), List.of("q"), 1, Duration.ofSeconds(Long.MAX_VALUE), "node"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new TurnRequest(
                    List.of(), List.of("q"), 1, Job.LIMIT_DURATION.plusNanos(1), "node"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a b"})
  void queueIsAName(String queue) {
    assertThatThrownBy(
            () -> new TurnRequest(List.of(), List.of(queue), 1, Duration.ofSeconds(1), "node"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
