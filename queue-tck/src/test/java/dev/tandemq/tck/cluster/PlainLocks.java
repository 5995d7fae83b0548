package dev.tandemq.tck.cluster;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Locks as one map under one lock. */
final class PlainLocks implements Locks {

  private record Grant(Lock lock, PlainHold hold) {}

  private final PlainTime time;
  private final Map<String, Grant> grants = new TreeMap<>(); // guarded by this
  private final Map<String, Long> tokens = new HashMap<>(); // guarded by this

  PlainLocks(PlainTime time) {
    this.time = time;
  }

  @Override
  public synchronized CompletionStage<Optional<Lock>> tryLock(
      String name, NodeId owner, Duration timeToLive) {
    forgetEnded();
    if (grants.containsKey(name)) {
      return completedFuture(Optional.empty());
    }
    Lock lock = new Lock(name, owner, tokens.merge(name, 1L, Long::sum));
    grants.put(name, new Grant(lock, time.hold(timeToLive)));
    return completedFuture(Optional.of(lock));
  }

  @Override
  public synchronized CompletionStage<Renewal> extend(Lock lock, Duration timeToLive) {
    boolean holds = holds(lock);
    if (holds) {
      grants.put(lock.name(), new Grant(lock, time.hold(timeToLive)));
    }
    return completedFuture(holds ? Renewal.RENEWED : Renewal.LOST);
  }

  @Override
  public synchronized CompletionStage<Boolean> unlock(Lock lock) {
    boolean holds = holds(lock);
    if (holds) {
      grants.remove(lock.name());
    }
    return completedFuture(holds);
  }

  @Override
  public synchronized CompletionStage<List<LockView>> locks() {
    forgetEnded();
    long now = time.nanos();
    return completedFuture(
        grants.values().stream()
            .map(grant -> new LockView(grant.lock, grant.hold.remaining(now)))
            .toList());
  }

  private boolean holds(Lock lock) {
    forgetEnded();
    Grant grant = grants.get(lock.name());
    return grant != null && grant.lock.equals(lock);
  }

  private void forgetEnded() {
    grants.values().removeIf(grant -> time.hasEnded(grant.hold));
  }
}
