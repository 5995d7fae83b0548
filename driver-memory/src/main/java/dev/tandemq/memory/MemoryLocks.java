package dev.tandemq.memory;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.job.Names;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The locks of a hub, over one link: checks arguments, then makes the call. */
final class MemoryLocks implements Locks {

  private final Connection connection;
  private final LockTable table;

  MemoryLocks(Connection connection, LockTable table) {
    this.connection = connection;
    this.table = table;
  }

  @Override
  public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration timeToLive) {
    Names.check("lock", name);
    Objects.requireNonNull(owner, "owner");
    Duration checked = TimeToLive.check(timeToLive);
    return connection.call("tryLock", () -> table.tryLock(name, owner, checked));
  }

  @Override
  public CompletionStage<Renewal> extend(Lock lock, Duration timeToLive) {
    Objects.requireNonNull(lock, "lock");
    Duration checked = TimeToLive.check(timeToLive);
    return connection.call("extend", () -> table.extend(lock, checked));
  }

  @Override
  public CompletionStage<Boolean> unlock(Lock lock) {
    Objects.requireNonNull(lock, "lock");
    return connection.call("unlock", () -> table.unlock(lock));
  }

  @Override
  public CompletionStage<List<LockView>> locks() {
    return connection.call("locks", table::locks);
  }
}
