package dev.tandemq.sim;

import dev.tandemq.context.Cancellable;
import dev.tandemq.engine.cluster.DistributedLock;
import java.time.Duration;

/**
 * A program in one life of a node that takes locks and writes under them, sometimes long after they
 * have ended without its knowing: the token has to tell.
 */
final class LockUser {

  private final Trial trial;
  private final Life life;
  private final Chance chance;
  private Cancellable next = () -> {};

  LockUser(Trial trial, Life life, Chance chance) {
    this.trial = trial;
    this.life = life;
    this.chance = chance;
  }

  void begin() {
    if (!life.isStopping()) {
      next = life.context().schedule(seconds(1, 90), this::ask);
    }
  }

  /** Wants nothing more; what it holds goes with the node. */
  void end() {
    next.cancel();
  }

  private Duration seconds(long least, long most) {
    return Duration.ofNanos(chance.between(least * Trial.SECOND, most * Trial.SECOND));
  }

  private void ask() {
    DistributedLock lock = life.engine().lock("lock-" + chance.nextInt(2));
    life.thenEither(
        chance.nextBoolean() ? lock.tryAcquireAsync() : lock.tryAcquireAsync(seconds(1, 20)),
        isHeld -> answered(lock, isHeld),
        thrown -> begin());
  }

  private void answered(DistributedLock lock, boolean isHeld) {
    if (isHeld && lock.isHeld() && !life.isStopping()) {
      write(lock, lock.token(), chance.nextInt(1, 5));
    } else {
      begin();
    }
  }

  private void write(DistributedLock lock, long token, int left) {
    trial.register().write(life, lock.name(), token);
    if (left == 0) {
      life.thenEither(lock.releaseAsync(), wasHeld -> begin(), thrown -> begin());
    } else {
      next = life.context().schedule(seconds(0, 8), () -> write(lock, token, left - 1));
    }
  }
}
