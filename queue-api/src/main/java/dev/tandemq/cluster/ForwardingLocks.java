package dev.tandemq.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Passes every call on to other locks: the base of decorators. As safe for concurrent use as they.
 */
public abstract class ForwardingLocks implements Locks {

  private final Locks target;

  /** Locks that behave as the target does, but for what a subclass overrides. */
  protected ForwardingLocks(Locks target) {
    this.target = Objects.requireNonNull(target, "target");
  }

  /** The locks behind these. */
  protected final Locks target() {
    return target;
  }

  @Override
  public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration timeToLive) {
    return target.tryLock(name, owner, timeToLive);
  }

  @Override
  public CompletionStage<Renewal> extend(Lock lock, Duration timeToLive) {
    return target.extend(lock, timeToLive);
  }

  @Override
  public CompletionStage<Boolean> unlock(Lock lock) {
    return target.unlock(lock);
  }

  @Override
  public CompletionStage<List<LockView>> locks() {
    return target.locks();
  }
}
