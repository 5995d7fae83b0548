package dev.tandemq.cli.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QueueWatchTest {

  private final List<String> said = new ArrayList<>();

  private QueueWatch watch(boolean isDraining, Optional<Duration> giveUpAfter) {
    return new QueueWatch("the store", isDraining, giveUpAfter, said::add, 0);
  }

  private static long at(double seconds) {
    return (long) (seconds * 1e9);
  }

  private static QueueStats queue(
      String name, int ready, int delayed, int reserved, boolean paused) {
    return new QueueStats(
        name,
        ready,
        delayed,
        reserved,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        paused,
        0,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void whatIsWaitedForIsSaidEveryTenSeconds() {
    QueueWatch watch = watch(true, Optional.empty());
    List<QueueStats> stats = List.of(queue("a", 1, 2, 0, false), queue("b", 0, 0, 4, false));

    for (double second = 1; second <= 25; second++) {
      assertThat(watch.answered(stats, at(second))).isEqualTo(QueueWatch.Verdict.GO_ON);
    }

    assertThat(said)
        .containsExactly(
            "waiting for 1 ready, 2 delayed, 4 reserved in a, b",
            "waiting for 1 ready, 2 delayed, 4 reserved in a, b");
  }

  @Test
  void anySortOfJobKeepsItFromBeingDrained() {
    QueueWatch watch = watch(true, Optional.empty());

    assertThat(watch.answered(List.of(queue("a", 1, 0, 0, false)), 1))
        .isEqualTo(QueueWatch.Verdict.GO_ON);
    assertThat(watch.answered(List.of(queue("a", 0, 1, 0, false)), 1))
        .isEqualTo(QueueWatch.Verdict.GO_ON);
    assertThat(watch.answered(List.of(queue("a", 0, 0, 1, false)), 1))
        .isEqualTo(QueueWatch.Verdict.GO_ON);
    assertThat(watch.answered(List.of(queue("a", 0, 0, 0, false)), 1))
        .isEqualTo(QueueWatch.Verdict.DRAINED);
    assertThat(watch(false, Optional.empty()).answered(List.of(queue("a", 0, 0, 0, false)), 1))
        .isEqualTo(QueueWatch.Verdict.GO_ON);
  }

  @Test
  void aLostStoreIsSaidAtOnceAndThenEveryTenSeconds() {
    QueueWatch watch = watch(false, Optional.empty());

    for (double second = 100; second <= 125; second++) {
      assertThat(watch.failed("gone", at(second))).isEqualTo(QueueWatch.Verdict.GO_ON);
    }
    watch.answered(List.of(), at(126));

    assertThat(said)
        .containsExactly(
            "the store is lost, trying again: gone",
            "the store is lost for 10 s, trying again: gone",
            "the store is lost for 20 s, trying again: gone",
            "the store answers again after 26 s");
  }

  @Test
  void timeIsCountedAnewWithEachLoss() {
    QueueWatch watch = watch(false, Optional.of(Duration.ofSeconds(5)));

    assertThat(watch.failed("gone", at(1))).isEqualTo(QueueWatch.Verdict.GO_ON);
    watch.answered(List.of(), at(4));
    assertThat(watch.failed("gone", at(6))).isEqualTo(QueueWatch.Verdict.GO_ON);
    assertThat(watch.failed("gone", at(10.9))).isEqualTo(QueueWatch.Verdict.GO_ON);
    assertThat(watch.failed("gone", at(11))).isEqualTo(QueueWatch.Verdict.GIVE_UP);
  }
}
