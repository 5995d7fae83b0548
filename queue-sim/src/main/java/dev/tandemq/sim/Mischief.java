package dev.tandemq.sim;

import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings in the faults that come by time, each with pauses of its own. */
final class Mischief {

  private final Trial trial;
  private final Weather weather;
  private final Chance chance;

  Mischief(Trial trial, Chance chance) {
    this.trial = trial;
    this.weather = trial.weather();
    this.chance = chance;
  }

  void begin() {
    plan(FaultKind.CRASH, this::crash);
    plan(FaultKind.LEADER_KILLED, this::killLeader);
    plan(FaultKind.FREEZE, this::freeze);
    plan(FaultKind.LEADER_FROZEN, this::freezeLeader);
    plan(FaultKind.ROLLING_RESTART, this::roll);
    plan(FaultKind.LINK_CUT, this::cut);
    plan(FaultKind.SESSION_EXPIRED, this::expireSession);
    plan(FaultKind.LEADERSHIP_EXPIRED, this::expireLeadership);
    plan(FaultKind.LOCK_EXPIRED, this::expireLock);
    plan(FaultKind.WALL_JUMP, this::jump);
  }

  private void plan(FaultKind kind, Runnable deed) {
    long pause = weather.pause(kind, chance);
    if (pause > 0) {
      trial.later(
          pause,
          () -> {
            if (weather.has(kind)) {
              deed.run();
              plan(kind, deed);
            }
          });
    }
  }

  private @Nullable Life somebody() {
    return trial.nodes().get(chance.nextInt(trial.nodes().size())).life();
  }

  private @Nullable Life leader() {
    for (SimNode node : trial.nodes()) {
      Life life = node.life();
      if (life != null && life.term().isPresent()) {
        return life;
      }
    }
    return null;
  }

  private void crash() {
    crash(somebody(), FaultKind.CRASH);
  }

  private void killLeader() {
    crash(leader(), FaultKind.LEADER_KILLED);
  }

  private void crash(@Nullable Life life, FaultKind kind) {
    if (life != null) {
      trial.bit(life, kind);
      trial.crash(life);
    }
  }

  private void freeze() {
    freeze(somebody(), FaultKind.FREEZE, chance.between(1, 60));
  }

  private void freezeLeader() {
    freeze(leader(), FaultKind.LEADER_FROZEN, chance.between(31, 60));
  }

  private void freeze(@Nullable Life life, FaultKind kind, long seconds) {
    if (life != null && !life.context().isFrozen()) {
      long until = trial.world().now() + seconds * Trial.SECOND;
      trial.fault(life, kind.label());
      life.context().freeze(until, () -> weather.bit(kind));
      trial.later(
          seconds * Trial.SECOND,
          () -> {
            if (!life.context().isDead()) {
              trial.fault(life, "thaw");
            }
          });
    }
  }

  private void roll() {
    Life life = somebody();
    if (life != null && !life.isStopping()) {
      trial.bit(life, FaultKind.ROLLING_RESTART);
      long pause = chance.between(Trial.SECOND / 10, 5 * Trial.SECOND);
      trial.stop(
          life,
          Duration.ofSeconds(chance.between(0, 30)),
          () -> {
            life.die();
            trial.startLater(life.node(), pause);
          });
    }
  }

  private void cut() {
    Life life = somebody();
    if (life != null) {
      trial.fault(life, FaultKind.LINK_CUT.label());
      life.plan().cut(trial.world().now() + chance.between(1, 90) * Trial.SECOND);
    }
  }

  private void expireSession() {
    Life life = somebody();
    if (life != null && trial.shared().expire(life.id())) {
      trial.bit(life, FaultKind.SESSION_EXPIRED);
    }
  }

  private void expireLeadership() {
    Optional<Leader> leader = Trial.now(trial.backend().election().leader());
    if (leader.isPresent()
        && Trial.now(trial.backend().election().resign(leader.get().id(), leader.get().term()))) {
      trial.bit(leader.get().id(), FaultKind.LEADERSHIP_EXPIRED);
    }
  }

  private void expireLock() {
    List<LockView> locks = Trial.now(trial.backend().locks().locks());
    if (!locks.isEmpty()) {
      LockView victim = locks.get(chance.nextInt(locks.size()));
      if (Trial.now(trial.backend().locks().unlock(victim.lock()))) {
        trial.bit(victim.lock().owner(), FaultKind.LOCK_EXPIRED);
      }
    }
  }

  /** Also that of the backend, by which nothing may be judged. */
  private void jump() {
    long nanos = chance.between(-3600 * Trial.SECOND, 3600 * Trial.SECOND);
    if (chance.nextInt(4) == 0) {
      trial
          .backendContext()
          .jumpWallClock(
              nanos, () -> trial.bit(new NodeId("backend", "backend"), FaultKind.WALL_JUMP));
      return;
    }
    Life life = somebody();
    if (life != null) {
      life.context().jumpWallClock(nanos, () -> trial.bit(life, FaultKind.WALL_JUMP));
    }
  }
}
