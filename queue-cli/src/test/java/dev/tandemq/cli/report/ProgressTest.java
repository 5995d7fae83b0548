package dev.tandemq.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  @Test
  void whileTheInputGoesOnThereIsNoEndInSight() {
    Progress progress = new Progress(300, 0, 0, 1000, OptionalLong.empty(), Duration.ofSeconds(3));

    assertThat(progress.line(100, 79)).isEqualTo("300 done, 700 to do  100 jobs/s");
  }

  @Test
  void thenBarRateAndTimeLeft() {
    assertThat(half().line(100, 79))
        .isEqualTo("[######------------------] 25%  500/2000, 2 failed  100 jobs/s  15.0 s left");
  }

  @Test
  void whatWaitsForARetryIsSeen() {
    Progress progress =
        new Progress(500, 2, 30, 2000, OptionalLong.of(2000), Duration.ofSeconds(5));

    assertThat(progress.line(100, 79))
        .isEqualTo("25%  500/2000, 2 failed, 30 to retry  100 jobs/s  15.0 s left");
  }

  @Test
  void atTheStartNobodyKnowsTheTimeLeft() {
    Progress early = new Progress(1, 0, 0, 2000, OptionalLong.of(2000), Duration.ofMillis(300));
    Progress idle = new Progress(0, 0, 9, 2000, OptionalLong.of(2000), Duration.ofSeconds(60));

    assertThat(early.line(3.3, 79)).doesNotContain("left");
    assertThat(idle.line(0, 79)).doesNotContain("left").contains("9 to retry");
  }

  @Test
  void aNarrowTerminalGetsNoBarThenLessText() {
    assertThat(half().line(100, 60)).isEqualTo("25%  500/2000, 2 failed  100 jobs/s  15.0 s left");
    assertThat(half().line(100, 13)).isEqualTo("25%  500/2000");
    assertThat(half().line(100, 0)).hasSize(1);
  }

  @Test
  void neverWiderThanATerminal() {
    Progress progress =
        new Progress(
            1_000_000_000_000L,
            999_999_999_999L,
            999_999_999_999L,
            9_000_000_000_000L,
            OptionalLong.of(9_000_000_000_000L),
            Duration.ofSeconds(100_000));

    assertThat(progress.line(1e9, 200).length()).isLessThan(80);
  }

  @Test
  void nothingDoneYet() {
    assertThat(new Progress(0, 0, 0, 0, OptionalLong.of(0), Duration.ZERO).line(0, 79))
        .isEqualTo("0 done, 0 to do  0 jobs/s");
  }

  private static Progress half() {
    return new Progress(500, 2, 0, 2000, OptionalLong.of(2000), Duration.ofSeconds(5));
  }
}
