package dev.tandemq.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

final class CampaignTest {

  private static final SimSettings SMALL = new SimSettings(2, 10, Duration.ofSeconds(20));

  @Test
  void everySeedIsRunOnce() throws InterruptedException {
    Set<Long> seen = ConcurrentHashMap.newKeySet();

    CampaignReport report =
        new Campaign(SMALL, 100, 9, 3, 1).run(seed -> assertThat(seen.add(seed.seed())).isTrue());

    assertThat(seen).hasSize(9).contains(100L, 108L);
    assertThat(report.isGreen()).isTrue();
    assertThat(report.seeds()).isEqualTo(9);
    assertThat(report.steps()).isPositive();
    assertThat(report.seedsPerMinute()).isPositive();
  }

  @Test
  void cancelledCampaignBeginsNoMoreSeeds() throws InterruptedException {
    Campaign campaign = new Campaign(SMALL, 1, 1_000_000, 1, 1);

    CampaignReport report = campaign.run(seed -> campaign.cancel());

    assertThat(report.seeds()).isEqualTo(1);
  }

  @Test
  void campaignOfFailuresStopsByItself() {
    CampaignSums sums = new CampaignSums(2);

    assertThat(sums.add(SeedReport.broken(1, new IllegalStateException("one")), seed -> {}))
        .isTrue();
    assertThat(sums.add(SeedReport.broken(2, new IllegalStateException("two")), seed -> {}))
        .isFalse();

    CampaignReport report = sums.report(Duration.ofMinutes(1));
    assertThat(report.isGreen()).isFalse();
    assertThat(report.failures()).extracting(SeedReport::seed).containsExactly(1L, 2L);
  }

  @SuppressWarnings("try") // closed, and not used otherwise
  @Test
  void logIsSilentMeanwhileAndAsBeforeAfterwards() {
    Logger log = Logger.getLogger("dev.tandemq");
    Level before = log.getLevel();
    try (QuietLogs outer = new QuietLogs()) {
      try (QuietLogs inner = new QuietLogs()) {
        assertThat(log.getLevel()).isEqualTo(Level.OFF);
      }
      assertThat(log.getLevel()).isEqualTo(Level.OFF);
    }
    assertThat(log.getLevel()).isEqualTo(before);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new SimSettings(0, 1, Duration.ofMinutes(1)))
        .hasMessage("nodes is 0; it ranges from 1 to 100");
    assertThatThrownBy(() -> new SimSettings(1, 0, Duration.ofMinutes(1)))
        .hasMessageContaining("jobs is 0");
    assertThatThrownBy(() -> new SimSettings(1, 1, Duration.ZERO)).hasMessageContaining("time is");
    assertThatThrownBy(() -> new Campaign(SMALL, 1, 0)).hasMessageContaining("count is 0");
    // It was green, for it ran nothing.
    assertThatThrownBy(() -> new Campaign(SMALL, Long.MAX_VALUE, 5, 1, 1))
        .hasMessageContaining("first is " + Long.MAX_VALUE);
  }
}
