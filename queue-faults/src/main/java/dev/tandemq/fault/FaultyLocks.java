package dev.tandemq.fault;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Locks at the far end of a bad network. */
record FaultyLocks(Locks target, Link link) implements Locks {

  @Override
  public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration timeToLive) {
    Fate fate = link.next("Locks.tryLock");
    return fate.isNone()
        ? target.tryLock(name, owner, timeToLive)
        : link.send(fate, "Locks.tryLock", () -> target.tryLock(name, owner, timeToLive));
  }

  @Override
  public CompletionStage<Renewal> extend(Lock lock, Duration timeToLive) {
    Fate fate = link.next("Locks.extend");
    return fate.isNone()
        ? target.extend(lock, timeToLive)
        : link.send(fate, "Locks.extend", () -> target.extend(lock, timeToLive));
  }

  @Override
  public CompletionStage<Boolean> unlock(Lock lock) {
    Fate fate = link.next("Locks.unlock");
    return fate.isNone()
        ? target.unlock(lock)
        : link.send(fate, "Locks.unlock", () -> target.unlock(lock));
  }

  @Override
  public CompletionStage<List<LockView>> locks() {
    Fate fate = link.next("Locks.locks");
    return fate.isNone() ? target.locks() : link.send(fate, "Locks.locks", target::locks);
  }
}
