package dev.tandemq.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Even spacing on a clock that the test moves. */
final class PaceTest {

  // Near the end of what a long holds: such a clock may run over.
  private final long start = Long.valueOf(Long.MAX_VALUE) - 150;

  private final Pace pace = new Pace(Duration.ofNanos(100));

  @Test
  void theFirstStartsAtOnceAndTheOthersAnIntervalApart() {
    assertThat(pace.take(start)).isEqualTo(start);
    assertThat(pace.take(start)).isEqualTo(start + 100);
    assertThat(pace.take(start + 10)).isEqualTo(start + 200);
  }

  @Test
  void whoComesLateStartsAtOnce() {
    pace.take(start);

    assertThat(pace.take(start + 130)).isEqualTo(start + 130);
    assertThat(pace.take(start + 140)).isEqualTo(start + 230);
  }

  @Test
  void idleTimeIsNotSavedUpForABurst() {
    pace.take(start);
    long later = start + 1000;

    assertThat(pace.take(later)).isEqualTo(later);
    assertThat(pace.take(later)).isEqualTo(later + 100);
    assertThat(pace.take(later)).isEqualTo(later + 200);
  }

  @Test
  void overALongTimeThereAreNoMoreThanTheRate() {
    long now = start;
    int starts = 0;
    while (now - start < 10_000) {
      now = Math.max(0, pace.take(now) - now) + now;
      starts++;
      now += 7; // what it takes
    }

    assertThat(starts).isEqualTo(101);
  }
}
