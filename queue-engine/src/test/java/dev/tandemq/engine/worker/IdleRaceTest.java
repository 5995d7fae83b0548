package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A slot that looks, finds nothing and parks, while another thread brings work and wakes: many
 * short rounds on two threads that set off together. When both are through, what was woken runs;
 * work that is left then, with every slot at rest, is a lost wake-up. Nothing is waited for in
 * vain: a slow machine makes fewer rounds and gives no false alarm.
 */
class IdleRaceTest {

  private static final int ROUNDS = 200_000;
  private static final long ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Most steps by which one thread is late. */
  private static final int SHIFT = 64;

  /** One round: a slot on its way to rest. */
  private static final class Round {

    final AtomicInteger work = new AtomicInteger();
    final Queue<Runnable> woken = new ConcurrentLinkedQueue<>();
    final Idle idle = new Idle(woken::add, 2, () -> {});
    final AtomicInteger arrived = new AtomicInteger();
    final AtomicInteger through = new AtomicInteger();

    /** A slot: does one piece of work and is done, or goes to rest, a moment after its look. */
    final class Looking implements Runnable {

      private final int pause;

      Looking(int pause) {
        this.pause = pause;
      }

      @Override
      public void run() {
        if (work.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
          spin(pause);
          idle.park(this);
        }
      }
    }

    private static void spin(int steps) {
      for (int i = 0; i < steps; i++) {
        Thread.onSpinWait();
      }
    }

    /** Sets off when the other thread is there too. */
    void at(int late, Runnable side) {
      arrived.incrementAndGet();
      await(arrived);
      spin(late);
      side.run();
      through.incrementAndGet();
    }

    static void await(AtomicInteger both) {
      while (both.get() < 2) {
        Thread.onSpinWait();
      }
    }
  }

  private volatile @Nullable Round current;
  private volatile boolean isOver;

  /** The thread of the slot: takes part in every round. */
  private void slots() {
    Random chance = new Random(1);
    Round last = null;
    while (!isOver) {
      Round round = current;
      if (round == null || round == last) {
        Thread.onSpinWait();
        continue;
      }
      last = round;
      round.at(chance.nextInt(SHIFT), round.new Looking(chance.nextInt(SHIFT)));
    }
  }

  private void race(Consumer<Round> begin, Consumer<Round> wake) throws InterruptedException {
    Thread slots = new Thread(this::slots, "slots");
    slots.setDaemon(true);
    slots.start();
    Random chance = new Random(2);
    int lost = 0;
    long begun = System.nanoTime();
    try {
      for (int i = 0; i < ROUNDS && System.nanoTime() - begun < ENOUGH_NANOS; i++) {
        Round round = new Round();
        begin.accept(round);
        current = round;
        round.at(
            chance.nextInt(SHIFT),
            () -> {
              round.work.incrementAndGet();
              wake.accept(round);
            });
        Round.await(round.through);
        for (Runnable step = round.woken.poll(); step != null; step = round.woken.poll()) {
          step.run();
        }
        lost += round.work.get();
      }
    } finally {
      isOver = true;
      slots.join();
    }
    assertThat(lost).as("wake-ups lost").isZero();
  }

  @Test
  void aHintIsNotLostBetweenALookAndTheParking() throws InterruptedException {
    race(round -> {}, round -> round.idle.wakeOne());
  }

  @Test
  void aHintIsNotLostWhereAnotherSlotRests() throws InterruptedException {
    race(round -> round.idle.park(round.new Looking(0)), round -> round.idle.wakeOne());
  }

  @Test
  void aBusySlotsWakeUpIsNotLostBetweenALookAndTheParking() throws InterruptedException {
    race(round -> {}, round -> round.idle.wakeAnother());
  }

  @Test
  void aWakeUpThatFindsAnEarlierOneKeptIsNotLost() throws InterruptedException {
    race(round -> round.idle.wakeOne(), round -> round.idle.wakeAnother());
  }
}
