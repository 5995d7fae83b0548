package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Slots that park while others wake them: whoever leaves work and then wakes a slot can leave, for
 * some slot will do it, and passes the wake-up on while there is more. A wake-up that gets lost
 * leaves work behind with every slot at rest, and this test waits in vain.
 */
class IdleRaceTest {

  private static final int SLOTS = 3;
  private static final int PUSHERS = 2;
  private static final int ROUNDS = 20_000;
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newFixedThreadPool(SLOTS + PUSHERS);
  private final AtomicInteger work = new AtomicInteger();
  private final CountDownLatch undone = new CountDownLatch(PUSHERS * ROUNDS);
  private final Idle idle = new Idle(threads, SLOTS, () -> {});

  /** Takes what there is, one by one, then parks: the loop of a worker's slot. */
  private final class Taker implements Runnable {

    @Override
    public void run() {
      while (take()) {
        if (work.get() > 0) {
          idle.wakeAnother();
        }
        undone.countDown();
      }
      idle.park(this);
    }

    private boolean take() {
      return work.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
  }

  @Test
  void noWakeUpIsLostBetweenALookAndTheParking() throws InterruptedException {
    for (int i = 0; i < SLOTS; i++) {
      idle.park(new Taker());
    }
    List<Runnable> pushers = new ArrayList<>();
    for (int i = 0; i < PUSHERS; i++) {
      pushers.add(
          () -> {
            for (int round = 0; round < ROUNDS; round++) {
              work.incrementAndGet();
              idle.wakeOne();
              // Now and then all come to rest, so that parking and waking meet at the edge.
              while (round % 8 == 0 && work.get() > 0 && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
            }
          });
    }

    pushers.forEach(threads::execute);
    try {
      assertThat(undone.await(BOUND.toSeconds(), TimeUnit.SECONDS))
          .as("all done; left behind: %d, slots at rest: %s", work.get(), idle.areAllParked())
          .isTrue();
    } finally {
      threads.shutdownNow();
    }
  }
}
