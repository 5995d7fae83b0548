package dev.tandemq.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  @Test
  void whileTheInputGoesOnThereIsNoEndInSight() {
    Progress progress = new Progress(300, 0, 1000, OptionalLong.empty(), Duration.ofSeconds(3));

    assertThat(progress.line()).isEqualTo("300 done, 700 to do  100 jobs/s");
  }

  @Test
  void thenBarRateAndTimeLeft() {
    Progress progress = new Progress(500, 2, 2000, OptionalLong.of(2000), Duration.ofSeconds(5));

    assertThat(progress.line())
        .isEqualTo("[######------------------] 25%  500/2000, 2 failed  100 jobs/s  15.0 s left");
  }

  @Test
  void neverWiderThanATerminal() {
    Progress progress =
        new Progress(
            1_000_000_000_000L,
            999_999_999_999L,
            9_000_000_000_000L,
            OptionalLong.of(9_000_000_000_000L),
            Duration.ofSeconds(100_000));

    assertThat(progress.line().length()).isLessThan(80);
  }

  @Test
  void nothingDoneYet() {
    assertThat(new Progress(0, 0, 0, OptionalLong.of(0), Duration.ZERO).line())
        .isEqualTo("0 done, 0 to do  0 jobs/s");
  }
}
