package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Slots at rest, and the wake-ups that meet them or miss them. */
class IdleTest {

  private final List<Runnable> executed = new ArrayList<>();
  private final AtomicInteger allParked = new AtomicInteger();
  private final Idle idle = new Idle(executed::add, 2, allParked::incrementAndGet);

  private final Runnable first = new Step("first");
  private final Runnable second = new Step("second");

  private record Step(String name) implements Runnable {
    @Override
    public void run() {}
  }

  @Test
  void aWakeUpThatMetNobodyIsKeptForTheNextSlotThatParks() {
    idle.wakeOne();

    idle.park(first);
    idle.park(second);

    assertThat(executed).containsExactly(first);
    assertThat(idle.areAllParked()).isFalse();
  }

  @Test
  void aWakeUpWakesOneSlotOnce() {
    idle.park(first);
    idle.park(second);

    idle.wakeOne();

    assertThat(executed).containsExactly(second);
    idle.wakeOne();
    assertThat(executed).containsExactly(second, first);
  }

  @Test
  void theWakeUpOfABusySlotIsKeptOnceForTheOneOnItsWayToRest() {
    idle.wakeAnother();
    idle.wakeAnother();

    idle.park(first);
    idle.park(second);

    assertThat(executed).containsExactly(first);
  }

  @Test
  void aSlotThatIsAloneKeepsNoWakeUpForItself() {
    Idle lonely = new Idle(executed::add, 1, () -> {});

    lonely.wakeAnother();
    lonely.park(first);

    assertThat(executed).isEmpty();
  }

  @Test
  void tellsWheneverTheLastSlotHasParked() {
    idle.park(first);
    assertThat(allParked).hasValue(0);
    idle.park(second);
    assertThat(allParked).hasValue(1);

    idle.wakeOne();
    idle.park(second);

    assertThat(allParked).hasValue(2);
  }
}
