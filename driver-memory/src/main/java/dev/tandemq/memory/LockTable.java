package dev.tandemq.memory;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The locks of a hub that are held, and until when. Tokens come from one counter for all names, so
 * that a lock which nobody holds leaves nothing behind. Guarded by the hub's lock; arguments have
 * been checked.
 */
final class LockTable {

  private static final int SMALL = 64;

  private final TimeSource time;
  private final TreeMap<String, Grant> byName = new TreeMap<>();
  private int dropAtSize = SMALL;
  private long lastToken;

  LockTable(TimeSource time) {
    this.time = time;
  }

  Optional<Lock> tryLock(String name, NodeId owner, Duration timeToLive) {
    long now = time.nanoTime();
    Grant holder = byName.get(name);
    if (holder != null && !holder.hasEnded(now)) {
      return Optional.empty();
    }
    if (byName.size() >= dropAtSize) {
      dropEnded(now);
    }
    Lock lock = new Lock(name, owner, ++lastToken);
    byName.put(name, new Grant(lock, now + timeToLive.toNanos()));
    return Optional.of(lock);
  }

  Renewal extend(Lock lock, Duration timeToLive) {
    if (!isHeld(lock)) {
      return Renewal.LOST;
    }
    byName.put(lock.name(), new Grant(lock, time.nanoTime() + timeToLive.toNanos()));
    return Renewal.RENEWED;
  }

  boolean unlock(Lock lock) {
    return isHeld(lock) && byName.remove(lock.name()) != null;
  }

  List<LockView> locks() {
    long now = time.nanoTime();
    dropEnded(now);
    return byName.values().stream()
        .map(grant -> new LockView(grant.lock, Duration.ofNanos(grant.endsAt - now)))
        .toList();
  }

  /** How many entries are kept, those of locks that have ended unseen too. */
  int size() {
    return byName.size();
  }

  /** Ends the grants of an owner before their time. */
  boolean expire(NodeId owner) {
    dropEnded(time.nanoTime());
    return byName.values().removeIf(grant -> grant.lock.owner().equals(owner));
  }

  /** Whether this very grant holds: name, owner and token. */
  private boolean isHeld(Lock lock) {
    Grant holder = byName.get(lock.name());
    return holder != null && holder.lock.equals(lock) && !holder.hasEnded(time.nanoTime());
  }

  /** Looks at all, so only when they have doubled since, or somebody asks for all. */
  private void dropEnded(long now) {
    byName.values().removeIf(grant -> grant.hasEnded(now));
    dropAtSize = Math.max(SMALL, 2 * byName.size());
  }

  /** A grant and the moment of its end. */
  private record Grant(Lock lock, long endsAt) {

    boolean hasEnded(long now) {
      return endsAt - now <= 0;
    }
  }
}
