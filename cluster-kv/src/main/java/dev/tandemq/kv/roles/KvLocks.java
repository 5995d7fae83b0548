package dev.tandemq.kv.roles;

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
import org.jspecify.annotations.Nullable;

/**
 * The locks of a namespace on a coordination store: a key for each name. What nobody holds is swept
 * away after some minutes; its fence remembers the highest token of what was, so that tokens grow
 * all the same. They are never below the cluster's time in microseconds either, which keeps them
 * growing where an administrator deletes keys.
 *
 * <p>Safe for concurrent use.
 */
public final class KvLocks implements Locks {

  private static final String FOLDER = "l";
  private static final long NANOS_PER_MICRO = 1_000;

  private final Folder<LockEntry> folder;
  private final RoleCall calls;
  private final Sweeper<LockEntry> sweeper;

  /** The locks of a namespace; closing the connection ends them. */
  public KvLocks(RoleSetup setup) {
    this.folder = new Folder<>(setup, FOLDER, LockEntry::read);
    Fence fence = new Fence(setup, FOLDER);
    this.calls = new RoleCall(setup, fence);
    this.sweeper =
        new Sweeper<>(
            setup, fence, folder, entry -> new Sweeper.Trace(entry.hold(), entry.lock().token()));
  }

  @Override
  public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration timeToLive) {
    Names.check("lock", name);
    Objects.requireNonNull(owner, "owner");
    long nanos = TimeToLive.nanos(timeToLive);
    return sweeper.after(
        calls.decide(
            "locks.tryLock of " + name,
            folder.key(name),
            facts -> grant(facts, name, owner, nanos)));
  }

  private static Decision<Optional<Lock>> grant(
      Facts facts, String name, NodeId owner, long nanos) {
    LockEntry found = found(facts, name);
    if (found != null && !found.hold().isOver(facts.now())) {
      return new Decision.Answer<>(Optional.empty());
    }
    long last = found == null ? facts.floor() : found.lock().token();
    long token = Math.max(last + 1, facts.now().high() / NANOS_PER_MICRO);
    Lock lock = new Lock(name, owner, token);
    LockEntry entry = new LockEntry(lock, Hold.during(facts.now(), nanos));
    return new Decision.Write<>(facts.write(entry.toBytes()), Optional.of(lock));
  }

  @Override
  public CompletionStage<Renewal> extend(Lock lock, Duration timeToLive) {
    Objects.requireNonNull(lock, "lock");
    long nanos = TimeToLive.nanos(timeToLive);
    return sweeper.after(
        calls.decide(
            "locks.extend of " + lock.name(),
            folder.key(lock.name()),
            facts ->
                holds(facts, lock)
                    ? write(facts, lock, Hold.during(facts.now(), nanos), Renewal.RENEWED)
                    : new Decision.Answer<>(Renewal.LOST)));
  }

  @Override
  public CompletionStage<Boolean> unlock(Lock lock) {
    Objects.requireNonNull(lock, "lock");
    return sweeper.after(
        calls.decide(
            "locks.unlock of " + lock.name(),
            folder.key(lock.name()),
            facts ->
                holds(facts, lock)
                    ? write(facts, lock, Hold.givenUp(facts.now()), true)
                    : new Decision.Answer<>(false)));
  }

  private static <T> Decision<T> write(Facts facts, Lock lock, Hold hold, T answer) {
    return new Decision.Write<>(facts.write(new LockEntry(lock, hold).toBytes()), answer);
  }

  private static boolean holds(Facts facts, Lock lock) {
    LockEntry found = found(facts, lock.name());
    return found != null && !found.hold().isOver(facts.now()) && found.lock().equals(lock);
  }

  private static @Nullable LockEntry found(Facts facts, String name) {
    return facts.found() == null ? null : LockEntry.read(name, facts.key(), facts.found().bytes());
  }

  @Override
  public CompletionStage<List<LockView>> locks() {
    return sweeper.after(
        folder.list(
            "locks.locks",
            (entry, now) ->
                entry.hold().isOver(now)
                    ? Optional.empty()
                    : Optional.of(new LockView(entry.lock(), entry.hold().remaining(now)))));
  }
}
