package dev.tandemq.sim;

import dev.tandemq.cluster.Lock;
import dev.tandemq.context.Cancellable;
import java.time.Duration;
import java.util.Optional;

/**
 * A program in one life of a node that takes locks and writes under them, sometimes long after they
 * have ended without its knowing: the token has to tell.
 */
final class LockUser {

  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);

  private final Trial trial;
  private final Life life;
  private final Chance chance;
  private boolean isHolding;
  private Cancellable next = () -> {};

  LockUser(Trial trial, Life life, Chance chance) {
    this.trial = trial;
    this.life = life;
    this.chance = chance;
  }

  void begin() {
    if (!life.isStopping()) {
      next = life.context().schedule(seconds(1, 60), this::ask);
    }
  }

  /** Gives up what it wants; what it holds it unlocks with its next write. */
  void end() {
    if (!isHolding) {
      next.cancel();
    }
  }

  private Duration seconds(long least, long most) {
    return Duration.ofNanos(chance.between(least * Trial.SECOND, most * Trial.SECOND));
  }

  private void ask() {
    String name = "lock-" + chance.nextInt(2);
    life.thenEither(
        life.cluster().locks().tryLock(name, life.id(), TIME_TO_LIVE),
        this::answered,
        thrown -> begin());
  }

  private void answered(Optional<Lock> lock) {
    if (lock.isPresent()) {
      isHolding = true;
      write(lock.get(), chance.nextInt(1, 5));
    } else {
      begin();
    }
  }

  private void write(Lock lock, int left) {
    trial.register().write(life, lock);
    if (left == 0 || life.isStopping()) {
      var unused = life.cluster().locks().unlock(lock);
      isHolding = false;
      begin();
      return;
    }
    if (chance.nextInt(3) == 0) {
      var unused = life.cluster().locks().extend(lock, TIME_TO_LIVE);
    }
    next = life.context().schedule(seconds(0, 6), () -> write(lock, left - 1));
  }
}
