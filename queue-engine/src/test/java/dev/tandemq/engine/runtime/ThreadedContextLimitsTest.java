package dev.tandemq.engine.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ThreadedContextLimitsTest {

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE})
  void delayThatNoLongCanHoldIsScheduled(long seconds) {
    try (ThreadedContext context = new ThreadedContext()) {
      assertThatCode(() -> context.schedule(Duration.ofSeconds(seconds), () -> {}))
          .doesNotThrowAnyException();
    }
  }
}
