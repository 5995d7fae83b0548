package dev.tandemq.handler;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.job.Job;
import org.junit.jupiter.api.Test;

final class JobSignalTextTest {

  @Test
  void snoozeBeyondTheLimitIsRefusedWithTheLimit() {
    assertThatThrownBy(() -> JobSignal.snooze(Job.LIMIT_DURATION.plusNanos(1)))
        .hasMessageContaining("36500 days");
  }

  @Test
  @SuppressWarnings("NullAway")
  void reasonOfNullIsRefused() {
    assertThatThrownBy(() -> JobSignal.bury(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> JobSignal.discard(null)).isInstanceOf(NullPointerException.class);
  }
}
