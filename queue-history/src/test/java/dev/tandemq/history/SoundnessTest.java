package dev.tandemq.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Correct histories are never blamed, and wrong ones of many shapes are. */
class SoundnessTest {

  private static final int SEEDS = Integer.getInteger("history.seeds", 150);

  private static final CheckSettings SETTINGS = CheckSettings.builder().fifo(false).build();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void correctHistoriesAreNeverBlamed(boolean points) {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Verdict> verdicts = check(new Model(seed, points).run(40));
      assertThat(verdicts)
          .as("seed %d\n%s", seed, VerdictTable.of(verdicts))
          .allMatch(verdict -> verdict.violations() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void acceptedSettlementsInPlaceOfLostOnesAreFound(boolean points) {
    int changed = 0;
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<HistoryEvent> events = new ArrayList<>(new Model(seed, points).run(40));
      for (int i = 0; i < events.size(); i++) {
        HistoryEvent event = events.get(i);
        if (event.op() == Op.EXTEND && event.result().equals("LOST")) {
          events.set(
              i,
              HistoryEvent.at(event.at(), event.node(), event.incarnation(), Op.EXTEND, Phase.OK)
                  .call(event.call())
                  .job(event.job())
                  .token(event.token())
                  .result("EXTENDED")
                  .leaseNanos(event.leaseNanos())
                  .build());
          changed++;
          found += violations(events) > 0 ? 1 : 0;
          break;
        }
      }
    }
    assertThat(changed).isGreaterThan(SEEDS / 8);
    // Most: those that overlap the newer claim, or whose job nobody had claimed, may be right.
    assertThat(found).isGreaterThan(changed / 10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lostJobsAreFound(boolean points) {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<HistoryEvent> events = new ArrayList<>(new Model(seed, points).run(40));
      String victim = "j" + new Random(seed).nextInt(40);
      boolean acknowledged =
          events.stream()
              .anyMatch(
                  event ->
                      event.op() == Op.PUSH
                          && event.job().equals(victim)
                          && event.phase() == Phase.OK);
      events.removeIf(event -> event.job().equals(victim) && event.op() != Op.PUSH);
      if (acknowledged) {
        assertThat(violations(events)).as("seed %d", seed).isPositive();
      }
    }
  }

  private static long violations(List<HistoryEvent> events) {
    return check(events).stream().mapToLong(Verdict::violations).sum();
  }

  private static List<Verdict> check(List<HistoryEvent> events) {
    HistoryChecker checker = new HistoryChecker(SETTINGS);
    events.forEach(checker);
    return checker.verdicts();
  }
}
