package dev.tandemq.history;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Locks whose calls are told, but for looks. */
record RecordingLocks(Locks target, Calls calls) implements Locks {

  @Override
  public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration timeToLive) {
    return calls.tell(
        Op.LOCK,
        event -> event.name(name).leaseNanos(timeToLive.toNanos()),
        () -> target.tryLock(name, owner, timeToLive),
        (event, lock) ->
            event
                .result(lock.isPresent() ? "GRANTED" : "HELD")
                .token(lock.map(Lock::token).orElse(0L)));
  }

  @Override
  public CompletionStage<Renewal> extend(Lock lock, Duration timeToLive) {
    return calls.tell(
        Op.EXTEND_LOCK,
        event -> event.name(lock.name()).token(lock.token()).leaseNanos(timeToLive.toNanos()),
        () -> target.extend(lock, timeToLive),
        (event, renewal) -> event.result(renewal.name()));
  }

  @Override
  public CompletionStage<Boolean> unlock(Lock lock) {
    return calls.tell(
        Op.UNLOCK,
        event -> event.name(lock.name()).token(lock.token()),
        () -> target.unlock(lock),
        (event, held) -> event.result(held ? "UNLOCKED" : "LOST"));
  }

  @Override
  public CompletionStage<List<LockView>> locks() {
    return target.locks();
  }
}
