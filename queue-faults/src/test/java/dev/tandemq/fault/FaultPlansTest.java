package dev.tandemq.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FaultPlansTest {

  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofMillis(50);

  @Test
  void noneHarmsNothing() {
    assertThat(FaultPlan.NONE.next("JobStore.put")).isSameAs(Fate.NONE);
    assertThat(FaultPlan.NONE.dropsHint()).isFalse();
    assertThat(FaultPlan.NONE.hintDelay()).isZero();
  }

  @Test
  void scriptIsUsedUpInOrderAndOnlyForItsCall() {
    ScriptedFaults faults =
        new ScriptedFaults().on("JobStore.put", Fate.REFUSED, Fate.NONE, Fate.SILENT);
    assertThat(faults.next("JobStore.turn")).isSameAs(Fate.NONE);
    assertThat(faults.unused()).isEqualTo(3);
    assertThat(faults.next("JobStore.put")).isSameAs(Fate.REFUSED);
    assertThat(faults.next("JobStore.put")).isSameAs(Fate.NONE);
    assertThat(faults.next("JobStore.put")).isSameAs(Fate.SILENT);
    assertThat(faults.next("JobStore.put")).isSameAs(Fate.NONE);
    assertThat(faults.unused()).isZero();
    assertThat(faults.counts())
        .containsEntry("REFUSED", 1L)
        .containsEntry("SILENT", 1L)
        .containsEntry("LOST_CALL", 0L)
        .doesNotContainKey("ANSWERED");
  }

  @Test
  void healedScriptHarmsNothing() {
    ScriptedFaults faults = new ScriptedFaults().on("JobStore.put", Fate.REFUSED).dropHints(2);
    faults.heal();
    assertThat(faults.next("JobStore.put")).isSameAs(Fate.NONE);
    assertThat(faults.dropsHint()).isFalse();
    assertThat(faults.unused()).isZero();
  }

  @Test
  void oneSeedGivesOneRun() {
    assertThat(run(everything(7))).isEqualTo(run(everything(7))).isNotEqualTo(run(everything(8)));
  }

  @Test
  void numbersOfASeedNeverChange() {
    // Written down from a run: another value means that seeds of old failures show nothing now.
    RandomFaults faults = everything(42);
    List<String> fates = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Fate fate = faults.next("JobStore.turn");
      fates.add(fate.before().toNanos() + " " + fate.end() + " " + fate.after().toNanos());
    }
    assertThat(fates)
        .containsExactly(
            "21144045 ANSWERED 11521206",
            "42025275 ANSWERED 34739282",
            "30535844 LOST_ANSWER 0",
            "14142969 ANSWERED 13737106");
  }

  private static RandomFaults everything(long seed) {
    return RandomFaults.seeded(seed)
        .share(Fate.End.REFUSED, 0.1)
        .share(Fate.End.LOST_ANSWER, 0.2)
        .share(Fate.End.LOST_CALL, 0.05)
        .share(Fate.End.SILENT, 0.05)
        .delays(0.5, SHORT, LONG)
        .droppedHints(0.3)
        .build();
  }

  private static List<Fate> run(FaultPlan plan) {
    List<Fate> fates = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      fates.add(plan.next("JobStore.turn"));
    }
    return fates;
  }

  @Test
  void sharesAreKeptAndCounted() {
    RandomFaults faults = everything(3);
    int calls = 100_000;
    int dropped = 0;
    Map<Fate.End, Integer> ends = new HashMap<>();
    int delayed = 0;
    for (int i = 0; i < calls; i++) {
      Fate fate = faults.next("JobStore.turn");
      ends.merge(fate.end(), 1, Integer::sum);
      delayed += fate.isDelayed() ? 1 : 0;
      dropped += faults.dropsHint() ? 1 : 0;
      for (Duration delay : List.of(fate.before(), fate.after())) {
        assertThat(delay.isZero() || (delay.compareTo(SHORT) >= 0 && delay.compareTo(LONG) <= 0))
            .isTrue();
      }
    }
    Map<Fate.End, Double> shares =
        Map.of(
            Fate.End.ANSWERED, 0.6,
            Fate.End.REFUSED, 0.1,
            Fate.End.LOST_ANSWER, 0.2,
            Fate.End.LOST_CALL, 0.05,
            Fate.End.SILENT, 0.05);
    Map<String, Long> counts = faults.counts();
    shares.forEach(
        (end, share) -> {
          int seen = Objects.requireNonNull(ends.get(end));
          assertThat(seen / (double) calls).as("%s", end).isCloseTo(share, within(0.01));
          if (end != Fate.End.ANSWERED) {
            assertThat(counts).containsEntry(end.name(), (long) seen);
          }
        });
    assertThat(counts).containsEntry("DELAYED", (long) delayed);
    assertThat(counts).containsEntry("DROPPED_HINT", (long) dropped);
    assertThat(delayed / (double) calls).isCloseTo(0.74, within(0.02));
    assertThat(dropped / (double) calls).isCloseTo(0.3, within(0.01));
  }

  @Test
  void fullShareHitsEveryCall() {
    RandomFaults faults = RandomFaults.seeded(1).share(Fate.End.LOST_ANSWER, 1).build();
    assertThat(run(faults)).containsOnly(Fate.LOST_ANSWER);
  }

  @Test
  void onlyNamedCallsAreHarmed() {
    RandomFaults faults =
        RandomFaults.seeded(1)
            .share(Fate.End.REFUSED, 1)
            .only("JobStore.put", "Locks", "Kv.txn")
            .build();
    assertThat(faults.next("JobStore.put")).isSameAs(Fate.REFUSED);
    assertThat(faults.next("Locks.unlock")).isSameAs(Fate.REFUSED);
    assertThat(faults.next("Kv.txn")).isSameAs(Fate.REFUSED);
    assertThat(faults.next("JobStore.prune")).isSameAs(Fate.NONE);
    assertThat(faults.next("Election.leader")).isSameAs(Fate.NONE);
    assertThat(faults.counts()).containsEntry("REFUSED", 3L);
  }

  @Test
  void healedPlanHarmsNothingUntilItGoesOn() {
    RandomFaults faults =
        RandomFaults.seeded(1)
            .share(Fate.End.REFUSED, 1)
            .delays(1, SHORT, LONG)
            .droppedHints(1)
            .build();
    faults.heal();
    assertThat(faults.next("JobStore.put")).isSameAs(Fate.NONE);
    assertThat(faults.dropsHint()).isFalse();
    assertThat(faults.hintDelay()).isZero();
    faults.resume();
    assertThat(faults.next("JobStore.put").end()).isEqualTo(Fate.End.REFUSED);
    assertThat(faults.dropsHint()).isTrue();
    assertThat(faults.hintDelay()).isPositive();
  }

  @Test
  void slipsOfThePenAreRefused() {
    RandomFaults.Builder builder = RandomFaults.seeded(1);
    ScriptedFaults script = new ScriptedFaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.only("JobStore.trun"))
        .withMessageContaining("JobStore.trun")
        .withMessageContaining("turn");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.only("Jobs"))
        .withMessageContaining("JobStore");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> script.on("Locks.lock", Fate.REFUSED))
        .withMessageContaining("tryLock");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> script.on("Locks", Fate.REFUSED))
        .withMessageContaining("a port and a method");
    assertThatIllegalArgumentException().isThrownBy(() -> script.dropHints(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.share(Fate.End.REFUSED, 1.1))
        .withMessageContaining("share is 1.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.share(Fate.End.REFUSED, Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.share(Fate.End.ANSWERED, 0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.droppedHints(-0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.delays(1, LONG, SHORT));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RandomFaults.seeded(1)
                    .share(Fate.End.REFUSED, 0.6)
                    .share(Fate.End.SILENT, 0.6)
                    .build())
        .withMessageContaining("together");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fate.delayed(Duration.ofMillis(-1), Duration.ZERO))
        .withMessageContaining("before is PT-0.001S");
  }
}
