package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.job.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the locks of one node share: the calls, the hint that one is free, and their end. */
final class NodeLocks {

  private static final String FREE = Messages.OWN + "lock";

  /** A lock is extended so often within its time: two extensions may fail. */
  private static final int EXTENSIONS = 3;

  private final ProcessContext context;
  private final Locks locks;
  private final Identity self;
  private final Messages messages;
  private final Asking asking;
  private final InOrder told;

  // Guarded by this. In the order in which they came.
  private final List<DistributedLock> held = new ArrayList<>();
  private final List<LockWait> waits = new ArrayList<>();
  private boolean isShut;

  NodeLocks(ProcessContext context, Locks locks, Identity self, Messages messages) {
    this.context = context;
    this.locks = locks;
    this.self = self;
    this.messages = messages;
    Duration call = self.settings().callTimeout();
    this.asking = new Asking(context, call.compareTo(extendEvery()) < 0 ? call : extendEvery());
    this.told = new InOrder(context);
    messages.hear(FREE, this::freed);
  }

  DistributedLock lock(String name) {
    return new DistributedLock(this, Names.check("lock", name));
  }

  ProcessContext context() {
    return context;
  }

  Duration timeToLive() {
    return self.settings().lockTimeout();
  }

  Duration extendEvery() {
    return timeToLive().dividedBy(EXTENSIONS);
  }

  /** Runs code of the application. */
  InOrder told() {
    return told;
  }

  // ---- calls

  /** A grant that comes too late to be believed is ended at once. */
  CompletableFuture<Optional<Lock>> tryLock(String name) {
    return asking.ask(
        "tryLock " + name,
        () -> locks.tryLock(name, self.id(), timeToLive()),
        late -> late.ifPresent(this::unlockUnseen));
  }

  CompletableFuture<Renewal> extend(Lock lock) {
    return asking.ask("extend " + lock.name(), () -> locks.extend(lock, timeToLive()));
  }

  CompletableFuture<Boolean> unlock(Lock lock) {
    return asking
        .ask("unlock " + lock.name(), () -> locks.unlock(lock))
        .thenApply(
            wasHeld -> {
              messages.hint(FREE, lock.name());
              return wasHeld;
            });
  }

  /** Ends a grant that nobody uses; if that fails it ends by itself. */
  void unlockUnseen(Lock lock) {
    var unused = unlock(lock);
  }

  // ---- who holds and who waits

  /** Whether a lock may be held: not once the node ends. */
  synchronized boolean added(DistributedLock lock) {
    if (!isShut) {
      held.add(lock);
    }
    return !isShut;
  }

  synchronized void removed(DistributedLock lock) {
    held.remove(lock);
  }

  synchronized boolean added(LockWait wait) {
    if (!isShut) {
      waits.add(wait);
    }
    return !isShut;
  }

  synchronized void removed(LockWait wait) {
    waits.remove(wait);
  }

  private void freed(String name) {
    List<LockWait> waking;
    synchronized (this) {
      waking = waits.stream().filter(wait -> wait.name().equals(name)).toList();
    }
    waking.forEach(LockWait::soon);
  }

  /** Unlocks what is held, ends what waits; completes when it was tried, and never fails. */
  CompletionStage<@Nullable Void> end() {
    List<DistributedLock> ending;
    List<LockWait> waking;
    synchronized (this) {
      isShut = true;
      ending = List.copyOf(held);
      waking = List.copyOf(waits);
    }
    waking.forEach(LockWait::nodeStopped);
    CompletableFuture<?>[] released =
        ending.stream()
            .map(lock -> lock.releaseAsync().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(released).handle((all, thrown) -> null);
  }
}
